import { describe, expect, test } from 'vitest';
import { approve, cast, shortSpec, signAll } from '../../test/review-cast.ts';
import { ReviewWorld } from '../../test/review-world.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import type { PolicyChoices } from './policy.ts';
import { judgeSignOffs, roleGaps } from './sign-offs.ts';
import { effectiveStatus } from './status.ts';

/** The roles whose sign-offs are stale, with what changed. */
function stale(world: ReviewWorld, choices?: PolicyChoices, textsAreKept = true): [string, readonly string[]][] {
  const review = { ...world.review(choices), ...(textsAreKept ? {} : { revisionOf: () => null }) };
  return judgeSignOffs(review).flatMap(({ role, state, changed }) => (state === 'stale' ? [[role, changed]] : []));
}

describe('where the signed texts are not kept any more', () => {
  const withoutTexts = (world: ReviewWorld) => stale(world, undefined, false);

  test('the digests in the events tell that nothing changed', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    world.edit('- [x] Buy film', '- [ ] Buy film');
    expect(withoutTexts(world)).toEqual([]);
  });

  test('and what did', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    world.edit('One table', 'Two tables');
    const part = ['proposed-solution.detailed-design.data-model'];
    expect(withoutTexts(world)).toEqual([
      ['Tech Lead', part],
      ['Engineering Manager', part],
      ['Security', part],
    ]);
    world.edit('Other carriers', 'Others');
    expect(withoutTexts(world).map(([role, parts]) => [role, parts.length])).toEqual([
      ['Tech Lead', 2],
      ['Engineering Manager', 2],
      ['Security', 1],
    ]);
  });
});

describe('rules that became weaker after the signing', () => {
  const { roles } = cast;
  const weaker: Readonly<Record<string, [PolicyChoices, string[]]>> = {
    'a role that need not sign any more': [
      { roles: { ...roles, Security: { ...roles?.Security, required: false } } },
      ['Tech Lead', 'Engineering Manager', 'Security'],
    ],
    'a scope that became narrower': [
      { roles: { ...roles, 'Tech Lead': { ...roles?.['Tech Lead'], scope: ['overview'] } } },
      ['Tech Lead'],
    ],
  };
  test.each(Object.entries(weaker))('%s asks exactly those again whom it concerns', (_, [choices, asked]) => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    expect(stale(world, choices).map(([role]) => role)).toEqual(asked);
    expect(effectiveStatus(world.review(choices)).state).toBe('In Review');
  });

  test('a part that the template calls living from now on asks again whoever signed it', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    const template = technicalSpecText.replace('#### Data Model\n', '#### Data Model\n\n<!-- spec: living -->\n');
    expect(template).not.toBe(technicalSpecText);
    const after = new ReviewWorld(world.text, cast, template);
    after.events = world.events;
    const part = ['proposed-solution.detailed-design.data-model'];
    expect(stale(after)).toEqual([
      ['Tech Lead', part],
      ['Engineering Manager', part],
      ['Security', part],
    ]);
    expect(roleGaps(after.review(), judgeSignOffs(after.review())).length).toBe(3);
    signAll(after);
    expect(roleGaps(after.review(), judgeSignOffs(after.review()))).toEqual([]);
  });
});
