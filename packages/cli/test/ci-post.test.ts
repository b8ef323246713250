import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { conversationWith } from '../src/forge/conversation.ts';
import type { Forge } from '../src/forge/forge.ts';
import { ChangePlayground, headline } from './change-playground.ts';
import { type ForgeBehaviour, ForgeServer } from './forge-server.ts';
import { program, type Run } from './playground.ts';

const slow = { timeout: 120_000 };
const marker = '<!-- specwright ci  -->';
const servers: ForgeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(behaviour: ForgeBehaviour = {}): Promise<{ readonly server: ForgeServer; readonly api: string }> {
  const server = new ForgeServer(behaviour);
  servers.push(server);
  return { server, api: await server.start() };
}

const manners = { agent: 'specwright/test', patience: 2000, pause: 1 };

function forgeAt(api: string, kind: 'github' | 'gitlab' = 'github', token: string | null = 'secret'): Forge {
  return {
    name: kind === 'github' ? 'GitHub' : 'GitLab',
    pullRequest: { number: '7', fromFork: false, head: 'cafe' },
    bases: [],
    place: { kind, api, repository: kind === 'github' ? 'team/plans' : '42', token, tokenName: 'GITHUB_TOKEN' },
  };
}

describe('one comment', () => {
  test.each(['github', 'gitlab'] as const)('is written once on %s and then kept up to date', async (kind) => {
    const { server, api } = await serve({ login: 'checker' });
    // Anybody may write the marker; others' comments stay as they are.
    server.add(`${marker}\nmine`, 'eve');
    for (let other = 0; other < 150; other += 1) server.add(`talk ${other}`, 'dan');
    const say = async (comment: string) =>
      (await conversationWith(forgeAt(api, kind), manners)).say(marker, comment, true);
    expect(await say('first')).toMatchObject({ isThere: true, message: expect.stringContaining('was written') });
    expect(await say('first')).toMatchObject({ isThere: true, message: expect.stringContaining('says so already') });
    expect(await say('second')).toMatchObject({
      isThere: true,
      message: expect.stringContaining('brought up to date'),
    });
    const own = server.comments.filter(({ author }) => author === 'checker');
    expect(own.map(({ body }) => body)).toEqual([`${marker}\nsecond`]);
    expect(server.comments[0]?.body).toBe(`${marker}\nmine`);
  });

  test('two that were begun at once become one', async () => {
    const { server, api } = await serve();
    server.add(`${marker}\na`, 'github-actions[bot]', 'Bot');
    server.add(`${marker}\nb`, 'github-actions[bot]', 'Bot');
    await (await conversationWith(forgeAt(api), manners)).say(marker, 'c', true);
    expect(server.comments.map(({ body }) => body)).toEqual([`${marker}\nc`]);
  });

  test('is not begun where there is nothing to say', async () => {
    const { server, api } = await serve();
    await (await conversationWith(forgeAt(api), manners)).say(marker, 'fine', false);
    expect(server.comments).toEqual([]);
  });
});

describe('what may go wrong', () => {
  test('a server that fails now and then is asked again, but nothing is made twice', async () => {
    const { server, api } = await serve({ failures: 2 });
    const conversation = await conversationWith(forgeAt(api), manners);
    expect(await conversation.say(marker, 'text', true)).toMatchObject({ isThere: true });
    expect(server.comments).toHaveLength(1);
    const down = await serve({ failures: 99 });
    const said = await (await conversationWith(forgeAt(down.api), manners)).say(marker, 'text', true);
    expect(said).toMatchObject({ isThere: false, message: expect.stringContaining('answers 502') });
    expect(down.server.requests.filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  test('the token goes to no other address', async () => {
    const elsewhere = await serve();
    const { api } = await serve({ passOn: elsewhere.api });
    const conversation = await conversationWith(forgeAt(api), manners);
    const said = await conversation.say(marker, 'text', true);
    expect(said).toMatchObject({ isThere: false, message: expect.stringContaining('is not followed') });
    expect(elsewhere.server.requests).toEqual([]);
  });

  test('nobody answers, nobody has a token, or the token may only read', async () => {
    const gone = await serve();
    await gone.server.stop();
    const unheard = await (await conversationWith(forgeAt(gone.api), manners)).say(marker, 'text', true);
    expect(unheard).toMatchObject({ isThere: false, message: expect.stringContaining('cannot be reached') });
    const { server, api } = await serve({ readOnly: true });
    const refused = await (await conversationWith(forgeAt(api), manners)).say(marker, 'text', true);
    expect(refused.message).toContain('GitHub refuses the comment (403)');
    server.requests.length = 0;
    const without = await (await conversationWith(forgeAt(api, 'github', null), manners)).say(marker, 'text', true);
    expect(without).toMatchObject({ isThere: false, message: expect.stringContaining('There is no GITHUB_TOKEN') });
    expect(server.requests).toEqual([]);
  });
});

test('of each reviewer the last verdict is a claim, unless it was dismissed', async () => {
  const review = (login: string, state: string, commit_id: string) => ({ user: { login }, state, commit_id });
  const reviews = [
    review('ann', 'CHANGES_REQUESTED', 'old'),
    review('ann', 'APPROVED', 'cafe'),
    review('ann', 'COMMENTED', 'cafe'),
    review('bea', 'APPROVED', 'old'),
    review('cy', 'APPROVED', 'cafe'),
    review('cy', 'DISMISSED', 'cafe'),
    { user: null, state: 'APPROVED' },
  ];
  const { api } = await serve({ reviews });
  expect((await conversationWith(forgeAt(api), manners)).approvals).toEqual({
    forge: 'GitHub',
    given: [
      { who: 'ann', verdict: 'approved', ofHead: true },
      { who: 'bea', verdict: 'approved', ofHead: false },
    ],
  });
  const gitlab = await serve({ reviews: [{ user: { username: 'ann' } }] });
  expect((await conversationWith(forgeAt(gitlab.api, 'gitlab'), manners)).approvals?.given).toEqual([
    { who: 'ann', verdict: 'approved', ofHead: null },
  ]);
});

describe('the command in a pull request', () => {
  let place: ChangePlayground;
  beforeAll(() => {
    place = new ChangePlayground();
    place.editApi();
  }, 60_000);
  afterAll(() => place.remove());

  /** Not in step with this process, which has the server to run. */
  async function start(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
    const options = { cwd: place.folder, env: { ...place.env, ...env } };
    return promisify(execFile)(process.execPath, [program, ...words], options).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ status: code, stdout, stderr }),
    );
  }

  test('writes the comment, the summary and annotations', slow, async () => {
    const { server, api } = await serve({ reviews: [{ user: { login: 'tim' }, state: 'APPROVED', commit_id: 'x' }] });
    place.write('.git/summary.md', 'Before\n');
    const env = { ...place.pullRequest({ api, token: 'secret' }), GITHUB_STEP_SUMMARY: place.path('.git/summary.md') };
    const { status, stdout } = await start(['ci', '--post'], env);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=specs\/0001-reminders\.md,line=\d+/u);
    expect(stdout).toMatch(/::stop-commands::(\S+)\n[\s\S]*\n::\1::\n$/u);
    const [comment] = server.comments;
    expect(comment?.body.split('\n').slice(0, 2)).toEqual([marker, `### Specwright: ${headline}`]);
    expect(comment?.body).toContain('#### Claims on GitHub');
    expect(comment?.body).toContain('- tim approved an earlier state');
    expect(place.read('.git/summary.md')).toMatch(/^Before\n### Specwright: Security/u);
    expect([...server.tokens]).toEqual(['Bearer secret']);
    await start(['ci', '--post'], env);
    expect(server.comments).toHaveLength(1);
  });

  test('from a fork without a token writes the summary alone, and says so there', slow, async () => {
    const { server, api } = await serve();
    const summary = place.path('.git/fork.md');
    const { status } = await start(['ci', '--post', '--summary', summary], place.pullRequest({ api, fork: true }));
    expect(status).toBe(1);
    expect(server.requests).toEqual([]);
    expect(place.read('.git/fork.md')).toContain('as it is for changes from forks, so no comment is written');
  });
});
