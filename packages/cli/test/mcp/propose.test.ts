import { afterEach, describe, expect, test } from 'vitest';
import { draft, ReviewPlayground, spec } from '../review-playground.ts';
import { Agent } from './agent.ts';

let playground: ReviewPlayground;
let agent: Agent;
afterEach(async () => {
  await agent.close();
  playground.remove();
});

async function start(...words: readonly string[]): Promise<string> {
  playground = new ReviewPlayground();
  agent = await Agent.connect(playground, ...words);
  return (await agent.call('show', { document: spec })).revision;
}

const goal = { do: 'add', address: 'overview.goals', words: ['No message is sent twice'] };

describe('a proposal', { timeout: 60_000 }, () => {
  test('shows what edits would do, one after the other, and writes nothing', async () => {
    const revision = await start();
    const count = (await agent.call('show', { document: spec, address: 'overview.goals' })).data.length;
    const added = `overview.goals[${count + 1}]`;
    const proposal = await agent.call('propose', {
      document: spec,
      revision: revision.slice(0, 12),
      edits: [goal, { do: 'set', values: [{ address: added, value: 'No message is sent thrice' }] }],
    });
    expect(proposal).toMatchObject({ file: spec, base: revision, applied: false, changed: [spec], causes: [] });
    expect(proposal.addresses).toEqual([added, added]);
    expect(proposal.diff).toContain('+- No message is sent thrice');
    expect(proposal.diff).not.toContain('sent twice');
    expect(playground.read(spec)).toBe(draft);
  });

  test('tells the findings it would cause, and counts those it would mend', async () => {
    const revision = await start();
    const broken = await agent.call('propose', {
      document: spec,
      revision,
      edits: [{ do: 'remove', addresses: ['overview.problem-statement'] }],
    });
    expect(broken.causes.map(({ name }: { name: string }) => name)).toContain('missing-section');
    playground.edit(/### Problem Statement\n[\s\S]*?(?=### Goals)/u, '');
    const { revision: now } = await agent.call('show', { document: spec });
    const mended = await agent.call('propose', {
      document: spec,
      revision: now,
      edits: [
        { do: 'add', address: 'problem-statement' },
        { do: 'set', values: [{ address: 'problem-statement', value: 'Patients forget their appointments.' }] },
      ],
    });
    expect(mended.mends).toBeGreaterThan(0);
  });

  test('is refused on a text that moved on, with what changed, also when nobody was shown the old one', async () => {
    const revision = await start('--write');
    playground.edit('## Background', '## Background\n\nNew words.');
    const refused = await agent.refusal('propose', { document: spec, revision, edits: [goal], apply: true });
    expect(refused).toContain('these parts changed since: background');
    expect(refused).toContain('Read it anew');
    const unknown = await agent.refusal('propose', { document: spec, revision: 'a'.repeat(64), edits: [goal] });
    expect(unknown).toContain(`${spec} is not at the revision aaaaaaaaaaaa any more`);
    expect(playground.read(spec)).not.toContain('sent twice');
  });

  test('is not written where writing is not allowed', async () => {
    const revision = await start();
    const refused = await agent.refusal('propose', { document: spec, revision, edits: [goal], apply: true });
    expect(refused).toContain('specwright mcp --write');
    expect(playground.read(spec)).toBe(draft);
  });

  test('that is refused in its last edit writes none of them', async () => {
    const revision = await start('--write');
    const edits = [goal, { do: 'tick', addresses: ['nothing[9]'] }];
    const refused = await agent.refusal('propose', { document: spec, revision, edits, apply: true });
    expect(refused).toContain('Edit 2 (tick): There is nothing at the address "nothing[9]"');
    expect(playground.read(spec)).toBe(draft);
  });

  test('never touches the status or the sign-offs', async () => {
    const revision = await start('--write');
    for (const edit of [
      { do: 'set', values: [{ address: 'status', value: 'Approved' }] },
      { do: 'set', values: [{ address: 'review-sign-offs[1].status', value: 'Approved' }] },
      { do: 'add', address: 'review-sign-offs', words: ['Privacy', 'name=Bo', 'status=Approved'] },
    ]) {
      const refused = await agent.refusal('propose', { document: spec, revision, edits: [edit], apply: true });
      expect(refused).toContain('done by people');
    }
    expect(playground.read(spec)).toBe(draft);
  });

  test('is written with --write, and one of two on the same revision is refused', async () => {
    const revision = await start('--write');
    const second = { do: 'add', address: 'overview.non-goals', words: ['Letters on paper'] };
    const results = await Promise.allSettled([
      agent.call('propose', { document: spec, revision, edits: [goal], apply: true }),
      agent.call('propose', { document: spec, revision, edits: [second], apply: true }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const [first] = results;
    const text = playground.read(spec);
    expect(text).toContain('- No message is sent twice');
    expect(text).not.toContain('Letters on paper');
    const now = (await agent.call('show', { document: spec })).revision;
    expect(first.status === 'fulfilled' && first.value.revision).toBe(now);
    await agent.call('propose', { document: spec, revision: now, edits: [second], apply: true });
    expect(playground.read(spec)).toContain('- Letters on paper');
  });
});

describe('with --write an agent comments in its own name', { timeout: 60_000 }, () => {
  test('the client says which, or --actor', async () => {
    await start('--write');
    const { event, by } = await agent.call('comment', {
      document: spec,
      address: 'overview.goals',
      text: 'Which day is day one?',
    });
    expect(by).toBe('scribe');
    await agent.call('reply', { document: spec, thread: event.slice(0, 10), text: 'The day of the booking' });
    const { events } = playground.json('history', spec);
    const said = events.filter(({ kind }: { kind: string }) => kind === 'thread-opened' || kind === 'replied');
    expect(said).toHaveLength(2);
    for (const one of said) expect(one.by).toEqual({ kind: 'agent', id: 'scribe', name: 'scribe' });
    expect(said[0].blocking).toBe(false);
    await agent.close();
    agent = await Agent.connect(playground, '--write', '--actor', 'agent:Quill <x>');
    const named = await agent.call('comment', { document: spec, address: 'overview.goals', text: 'And who pays?' });
    expect(named.by).toBe('Quill x');
  });

  test('no name makes it a person', async () => {
    await start();
    for (const name of ['person:Ada', 'service:x', '', 'agent:']) {
      const { status, stderr } = playground.run(['mcp', '--actor', name]);
      expect(status).toBe(2);
      expect(stderr).toContain('--actor names no agent');
    }
  });
});
