import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { technicalSpecFile } from '@specwright/core/template/builtin/technical-spec.ts';
import { afterAll, expect, test, vi } from 'vitest';
import { Playground, program } from './playground.ts';

const playground = new Playground({ 'specs/note.md': '# Note\n' });
// PostgreSQL runs as another user when the tests run as root.
chmodSync(playground.folder, 0o755);
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGTERM');
  playground.remove();
});

interface Started {
  /** The first line of standard output; null when it ended before. */
  readonly line: string | null;
  /** What it said so far besides. */
  said(): string;
  /** Ends it; gives the exit code and what it said besides. */
  end(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly said: string }>;
}

/** The real command, with its data in the playground. */
async function start(...parameters: readonly string[]): Promise<Started> {
  const { PORT: _port, HOST: _host, DATABASE_URL: _url, ...rest } = process.env;
  const env = { ...rest, XDG_DATA_HOME: playground.path('data'), SPECWRIGHT_ACTOR: 'Ada <ada@example.com>' };
  const child = spawn(process.execPath, [program, ...parameters], { cwd: playground.folder, env });
  running.add(child);
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const line = await Promise.race([
    new Promise<string>((done) => createInterface(child.stdout).once('line', done)),
    ended.then(() => null),
  ]);
  const end = async (signal?: NodeJS.Signals) => {
    if (signal !== undefined) child.kill(signal);
    const code = await ended;
    running.delete(child);
    return { code, said };
  };
  return { line, said: () => said, end };
}

/** Something that has a port: `port`, or any for 0; null when another program has it already. */
function take(port: number): Promise<{ readonly port: number; readonly free: () => void } | null> {
  return new Promise((done) => {
    const server = createServer().once('error', () => done(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      done({ port: typeof address === 'object' ? (address?.port ?? 0) : 0, free: () => server.close() });
    });
  });
}

test('serve starts on the next free port, lets in by its address alone, and ends cleanly', async () => {
  const taken = await take(7331);
  const { line, end } = await start('serve', 'specs');
  taken?.free();
  const address = /^Specwright is at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43})$/u.exec(line ?? '')?.[1] ?? '';
  const url = new URL(address);
  expect(Number(url.port)).toBeGreaterThan(7331);
  const ask = (path: string, headers = {}) => fetch(new URL(path, url), { headers, redirect: 'manual' });
  expect((await ask('/api/v1/openapi.json')).status).toBe(401);
  const cookie = (await ask(address)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const described = await ask('/api/v1/openapi.json', { cookie });
  expect(await described.json()).toMatchObject({ openapi: '3.1.0' });
  expect(await (await ask('/api/static/swagger-ui.css', { cookie })).text()).toContain('.swagger-ui');
  expect((await ask('/readyz')).status).toBe(200);
  expect(await end('SIGTERM')).toEqual({
    code: 0,
    said: expect.stringMatching(/^Left out: note\.md: No template of the workspace fits note\.md/u),
  });
});

test('hub prints where it is and how the first administrator comes in, and keeps its data', async () => {
  for (const _start of ['first', 'second']) {
    const { line, end } = await start('hub', '--port', '0', '--log-level', 'error');
    const url = /^Specwright is at (http:\/\/127\.0\.0\.1:\d+)$/u.exec(line ?? '')?.[1] ?? '';
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${url}/api/v1/me`)).headers.get('content-type')).toMatch(/^application\/problem\+json/u);
    const { code, said } = await end('SIGINT');
    expect([code, said]).toEqual([0, expect.stringMatching(new RegExp(`^Nobody .*: ${url}/join#[\\w-]+\n$`, 'u'))]);
  }
});

test('a hub is backed up while it runs, and restored where there is none', async () => {
  const at = { cwd: playground.folder, encoding: 'utf8' } as const;
  const data = ['--data', playground.path('here')];
  const run = (...words: string[]) => spawnSync(process.execPath, [program, 'hub', ...words], at);
  const post = (url: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'specwright-request': '1' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  expect(run('backup', 'a.hub', ...data).stderr).toContain(`error: ${playground.path('here')} holds no data of a hub`);
  const first = await start('hub', '--port', '0', '--log-level', 'error', ...data);
  const url = first.line?.split(' ').at(-1) ?? '';
  await vi.waitFor(() => expect(first.said()).toContain('#'));
  const ada = { email: 'ada@example.com', password: 'a long and windy road' };
  const [, link = ''] = first.said().trim().split('#');
  expect((await post(`${url}/api/v1/joining`, { ...ada, link, name: 'Ada' })).status).toBe(200);
  const { stdout, stderr } = run('backup', 'a.hub', ...data, '--json');
  expect([JSON.parse(stdout), stderr]).toMatchObject([{ file: playground.path('a.hub'), rows: 2 }, '']);
  expect(statSync(playground.path('a.hub')).mode & 0o777).toBe(0o600);
  expect(run('backup', 'a.hub', ...data).stderr).toMatch(/^error: .*a\.hub is there already\n/u);
  expect(run('backup', 'nowhere/a.hub', ...data).stderr).toMatch(/^error: Cannot write .*nowhere/u);
  expect(run('restore', 'a.hub', ...data).stderr).toMatch(/^error: Another hub \(process \d+\) uses this data folder/u);
  expect(run('rebuild', ...data).stdout).toBe('Made anew from documents and histories: 0\n');
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ok' });
  await first.end('SIGTERM');
  expect(readdirSync(playground.folder).filter((name) => name.includes('a.hub'))).toEqual(['a.hub']);
  expect(run('restore', 'a.hub', ...data).stderr).toMatch(/^error: The hub holds accounts or documents already/u);
  playground.write('cut.hub', readFileSync(playground.path('a.hub')).subarray(0, 900));
  const elsewhere = ['--data', playground.path('there')];
  expect(run('restore', 'cut.hub', ...elsewhere).stderr).toMatch(/^error: The backup is cut off/u);
  expect(run('restore', 'specs/note.md', ...elsewhere).stderr).toMatch(/^error: This is no backup of a hub\n/u);
  expect(run('restore', 'a.hub', ...elsewhere).stdout).toMatch(/^Restored 2 rows as they were at 20/u);
  const second = await start('hub', '--port', '0', '--log-level', 'error', ...elsewhere);
  expect((await post(`${second.line?.split(' ').at(-1)}/api/v1/sign-in`, ada)).status).toBe(200);
  expect(await second.end('SIGTERM')).toEqual({ code: 0, said: '' });
});

test('what a hub holds is exported while it runs, and proved without it', async () => {
  const { line, said, end } = await start('hub', '--port', '0', '--data', 'proved', '--log-level', 'error');
  const url = line?.replace('Specwright is at ', '') ?? '';
  await expect.poll(said).toContain('#');
  const own = { 'specwright-request': '1', 'content-type': 'application/json' };
  const post = (path: string, body: object, headers: object) =>
    fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { ...own, ...headers }, body: JSON.stringify(body) });
  const [, link = ''] = /#([\w-]+)/u.exec(said()) ?? [];
  const who = { link, email: 'ada@example.com', name: 'Ada', password: 'nine lamps at dawn' };
  const cookie = (await post('/joining', who, {})).headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await post('/workspaces', { name: 'plans', title: 'Plans' }, { cookie })).status).toBe(201);
  const lamps = { file: 'lamps.md', title: 'Lamps', template: technicalSpecFile };
  expect((await post('/workspaces/plans/documents/from-template', lamps, { cookie })).status).toBe(201);

  const place = ['--data', 'proved'];
  expect(playground.run(['audit', 'export', 'plans.bundle', '--workspace', 'nothing', ...place])).toMatchObject({
    status: 2,
    stderr: 'error: The hub has no workspace nothing\n',
  });
  const written = playground.run(['audit', 'export', 'plans.bundle', '--workspace', 'plans', ...place]);
  expect(written).toMatchObject({ status: 0, stderr: '' });
  expect(playground.run(['verify-bundle', 'plans.bundle', '--json'])).toMatchObject({ status: 0 });
  playground.write('forged.bundle', playground.read('plans.bundle').replaceAll('Lamps', 'Ramps'));
  expect(playground.run(['verify-bundle', 'forged.bundle'])).toMatchObject({ status: 1 });
  const listed = playground.run(['audit', 'list', '--what', 'create', '--who', 'ADA@example.com', '--json', ...place]);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ what: 'create', from: { address: '127.0.0.1', via: 'session' } }]);
  expect((await end('SIGTERM')).code).toBe(0);
});

test('what cannot be is said before anything starts', async () => {
  const taken = await take(0);
  const refused: readonly [string[], string][] = [
    [['hub', '--port', '70000'], 'error: --port must be a whole number from 0 to 65535, not "70000"\n'],
    [
      ['hub', '--port', String(taken?.port)],
      `error: Port ${taken?.port} is taken\n  Give another one with --port or PORT\n`,
    ],
    [['serve', 'nowhere'], `error: There is no folder ${playground.path('nowhere')}\n`],
  ];
  for (const [parameters, message] of refused) {
    const { line, end } = await start(...parameters);
    expect([line, await end()]).toEqual([null, { code: 2, said: message }]);
  }
  taken?.free();
});
