import { describe, expect, test } from 'vitest';
import type { Policy, PolicyChoices } from '../../lifecycle/policy.ts';
import { policyOf } from '../../lifecycle/policy.ts';
import { mdastParser } from '../../markdown/mdast-parser.ts';
import { technicalSpecText } from '../../template/builtin/technical-spec.ts';
import { compileTemplate } from '../../template/compile.ts';
import { policyChanges } from './policy-changes.ts';

const schema = compileTemplate(technicalSpecText, 'technical-spec.md', mdastParser);
const policy = (choices: PolicyChoices): Policy => policyOf(schema, choices);
const held: PolicyChoices = {
  roles: { Security: { people: ['sue@example.org'], scope: ['api-changes', 'data-model'] } },
};

/** `weaker` or `stronger`, and what is said. */
function said(before: PolicyChoices, after: PolicyChoices): string[] {
  return policyChanges(policy(before), policy(after)).map(
    ({ message, weaker }) => `${weaker ? 'weaker' : 'stronger'}: ${message}`,
  );
}

describe('what another policy lets pass', () => {
  test('the same one nothing', () => expect(said(held, held)).toEqual([]));

  test.each<[PolicyChoices, PolicyChoices, string]>([
    [held, { roles: { Security: { ...held.roles?.Security, required: false } } }, 'weaker: Security need not sign'],
    [
      held,
      { roles: { Security: { ...held.roles?.Security, people: ['sue@example.org', 'eve@example.org'] } } },
      'weaker: eve@example.org may hold the role Security',
    ],
    [
      held,
      { roles: { Security: { ...held.roles?.Security, people: [] } } },
      'weaker: Anybody may hold the role Security',
    ],
    [
      { roles: { Security: { ...held.roles?.Security, people: [] } } },
      held,
      'stronger: Only sue@example.org may hold the role Security',
    ],
    [
      held,
      { roles: { Security: { ...held.roles?.Security, scope: ['api-changes'] } } },
      'weaker: Security reads api-changes, before api-changes, data-model',
    ],
    [{ assurance: 'key' }, { assurance: 'claimed' }, 'weaker: An event has to be claimed, before key'],
    [{}, { separation: { authors: false } }, 'weaker: People may approve what they wrote'],
    [{}, { agents: ['robot'] }, 'weaker: robot may sign as agents'],
    [{ waivers: 'nobody' }, {}, 'weaker: Anybody may waive what a gate misses'],
    [{ roles: { Legal: {} } }, {}, 'weaker: The role Legal is gone'],
    [{}, { roles: { Legal: {} } }, 'stronger: Legal has to sign'],
  ])('%j, then %j', (before, after, message) => {
    expect(said(before, after)).toEqual([message]);
  });

  test('a gate that is gone, and a way around it', () => {
    const moves = [
      { from: 'Draft', to: 'In Review' },
      { from: 'In Review', to: 'Approved', gates: ['sign-offs'] as const },
    ];
    const open = [moves[0], { ...moves[1], gates: [] }, { from: 'Draft', to: 'Approved', gates: [] }] as typeof moves;
    expect(said({ moves }, { moves: open })).toEqual([
      'weaker: The move from In Review to Approved does not ask for sign-offs',
      'weaker: A document may move from Draft to Approved',
    ]);
  });
});
