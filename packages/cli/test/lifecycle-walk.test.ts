import { afterAll, expect, test } from 'vitest';
import { ReviewPlayground, spec } from './review-playground.ts';

const playground = new ReviewPlayground();
afterAll(() => playground.remove());

test('a document walks from draft to implemented', { timeout: 120_000 }, () => {
  expect(playground.does('ada', 'gates', spec)).toContain(`specwright move ${spec} "In Review"`);
  expect(playground.does('ada', 'move', spec, 'in review')).toMatch(
    /^Recorded: ada moved it to In Review \(it was Draft\) [0-9a-f]{8}\n$/,
  );
  expect(playground.read(spec)).toContain('**Status**: In Review');
  expect(playground.turns()).toEqual([
    'tl@example.org: sign as Tech Lead',
    'em@example.org: sign as Engineering Manager',
    'sec@example.org: sign as Security',
  ]);

  // Two approve, one objects and asks; then it is the author's turn.
  playground.sign('tl', 'em');
  playground.does('sec', 'sign', spec, '--verdict', 'changes', '--reason', 'Who may call?', '--yes');
  playground.does('sec', 'comment', spec, 'api-changes', 'Who may call this?', '--blocking');
  playground.commit('ada');
  const refused = playground.as('ada', 'move', spec, 'Approved');
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain('Security: sec asks for changes: Who may call?');
  expect(playground.turns()).toEqual([
    '@clinic-scheduling: change what was asked for',
    '@clinic-scheduling: answer a question',
  ]);

  // An answer in the text: exactly those whose parts changed look again, and whoever asked resolves.
  playground.edit('#### API Changes\n', '#### API Changes\n\nOnly the scheduler may call.\n');
  playground.commit('ada');
  const [{ command }] = playground.json('turns').filter(({ what }: { what: string }) => what === 'answer a question');
  const thread = command.split(' ')[3];
  playground.does('ada', 'reply', spec, thread, 'Only the scheduler');
  expect(playground.turns()).toContain('sec@example.org: resolve your question');
  expect(playground.as('ada', 'resolve-thread', spec, thread).status).toBe(0);
  expect(playground.as('ada', 'resolve-thread', spec, thread).stderr).toContain('resolved already');
  playground.sign('tl', 'em', 'sec');
  playground.does('ada', 'move', spec, 'Approved');
  playground.commit('ada');
  expect(playground.run(['verify']).status).toBe(0);
  expect(playground.read(spec)).toMatch(/^\| Security \| sec \| Approved \| \d{4}-\d{2}-\d{2} \|$/mu);

  // A paragraph that is wrapped otherwise keeps every approval.
  playground.edit('A missed half hour\ncannot', 'A missed\nhalf hour cannot');
  playground.does('ada', 'tick', spec, 'phases[1].tasks[1]');
  expect(playground.run(['verify']).status).toBe(0);

  // A word in a part re-opens exactly the roles that hold it, and names the part.
  playground.edit('Remind every patient', 'Remind each patient');
  playground.commit('ada');
  const stale = playground.run(['verify']);
  expect(stale.status).toBe(1);
  expect(stale.stdout).toContain(
    'The status line says Approved, and the document is In Review until they have looked again',
  );
  const { signOffs } = playground.json('verify').documents[0];
  expect(signOffs.map(({ role, state, changed }: Record<string, unknown>) => [role, state, changed])).toEqual([
    ['Tech Lead', 'stale', ['overview.goals']],
    ['Engineering Manager', 'stale', ['overview.goals']],
    ['Security', 'fresh', []],
  ]);
  expect(playground.turns()).toEqual([
    'tl@example.org: sign as Tech Lead',
    'em@example.org: sign as Engineering Manager',
  ]);
  expect(playground.as('tl', 'sign', spec, '--yes').stderr).toMatch(
    /Changed since you signed on .*: overview\.goals\n/u,
  );
  playground.sign('em');
  expect(playground.status()).toBe('Approved');
  expect(playground.json('history', spec).events.filter(({ kind }: { kind: string }) => kind === 'moved')).toHaveLength(
    2,
  );

  // The work is done and measured, or let go with a reason that stays.
  expect(playground.as('ada', 'move', spec, 'Implemented').status).toBe(1);
  playground.does('ada', 'waive', spec, 'tasks-done', '--reason', 'Tracked in the clinic plan');
  for (const row of [1, 2, 3]) playground.does('ada', 'measure', spec, `success-metrics[${row}]`, `${row} %`);
  playground.does('ada', 'waive', spec, 'metrics-measured', 'success-metrics[4]', '--reason', 'No invoice yet');
  expect(playground.as('ada', 'gates', spec).stdout).toContain('success-metrics[4] was waived by ada: No invoice yet');
  playground.does('ada', 'move', spec, 'Implemented');
  playground.commit('ada');
  expect(playground.run(['verify', '--base', 'HEAD']).stdout).toContain('1 document verified: all as they say');
  expect(playground.run(['gates']).stdout).toContain('There is no next state');
  expect(playground.run(['turns']).stdout).toBe('Nobody has to act\n');
});
