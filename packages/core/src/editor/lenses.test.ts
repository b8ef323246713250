import { describe, expect, test } from 'vitest';
import { openedDocument } from '../../test/opened-workspace.ts';
import { approve, cast, shortSpec } from '../../test/review-cast.ts';
import { ReviewWorld } from '../../test/review-world.ts';
import { effectiveStatus } from '../lifecycle/status.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { lensesOf } from './lenses.ts';

/** Each lens as its line of text and its title. */
function lenses(text: string, world: ReviewWorld | null = null): string[] {
  const review = world?.review();
  const reviews = review === undefined ? {} : { 'specs/0001-queue.md': { review, status: effectiveStatus(review) } };
  const { document, workspace } = openedDocument(technicalSpecText, text, { reviews });
  return lensesOf(document, workspace).map(
    ({ range, title }) => `${text.slice(range.start, range.end).split('\n')[0]} | ${title}`,
  );
}

const template = `# Plan: [Name]

## Phases

**Phase 1**: [Description]

- [ ] [Task]

**Phase 2**: [Description]

- [ ] [Task]

## Open Questions

- [ ] [Question]
`;

describe('without a history', () => {
  test('tasks and questions tell how far they are', () => {
    const text =
      '# Plan: Queue\r\n\r\n## Phases\r\n\r\n**Phase 1**: Build\r\n\r\n- [x] One\r\n- [ ] Two\r\n\r\n## Open Questions\r\n\r\n- [x] Who?\r\n- [ ] When?\r\n';
    const { document, workspace } = openedDocument(template, text);
    expect(
      lensesOf(document, workspace).map(({ range, title }) => `${text.slice(range.start, range.end)} | ${title}`),
    ).toEqual(['## Phases | 1 of 2 done', '**Phase 1**: Build | 1 of 2 done', '## Open Questions | 1 open']);
  });
});

describe('with a history', () => {
  test('the title tells status, next gate and turn', () => {
    const world = new ReviewWorld(shortSpec, cast);
    expect(lenses(shortSpec, world).filter((lens) => lens.startsWith('Technical'))).toEqual([
      'Technical Specification: Parcel Labels | Draft',
      'Technical Specification: Parcel Labels | Nothing is missing for In Review',
    ]);
  });

  test('an approval that a change took away names who must look again, and where', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    world.edit('One table', 'Two big tables');
    const told = lenses(world.text, world);
    expect(told).toContainEqual(expect.stringMatching(/Parcel Labels \| In Review, Approved before/u));
    expect(told).toContainEqual(expect.stringMatching(/For Approved: .*changed since it was approved/u));
    expect(told).toContainEqual(expect.stringMatching(/It is the turn of .*sign as Tech Lead/u));
    expect(told).toContainEqual(
      expect.stringMatching(
        /^#+ Data Model \| Tech Lead and Engineering Manager and Security must look again: 3 words changed$/u,
      ),
    );
  });

  test('a line that claims more than there is stands beside the status', () => {
    const world = new ReviewWorld(shortSpec.replace('**Status**: Draft', '**Status**: Approved'), cast).begin({
      kind: 'person',
      id: 'ada@example.org',
      name: 'ada',
    });
    expect(lenses(world.text, world)[0]).toContain('| Draft; the line says Approved');
  });
});
