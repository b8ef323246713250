import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from './database.ts';
import { freePort } from './real-hub.ts';

// There is no Docker where tests run, so its steps are taken one by one, with folders in the place of the image's.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'specwright-image-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const database = await testDatabase();

/** Instructions of the Dockerfile, by stage. */
const stages: { readonly word: string; readonly rest: string }[][] = [];
for (const line of readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n')) {
  const [, word = '', rest = ''] = /^([A-Z]+) (.+)$/u.exec(line) ?? [];
  if (word === 'FROM') stages.push([]);
  if (word !== '') stages.at(-1)?.push({ word, rest });
}
const [build = [], image = []] = stages;
const said = (word: string): string[] => image.filter((one) => one.word === word).map(({ rest }) => rest);

/** Whether a file is sent to the build; of two lines that fit, the later one counts. */
function isSent(path: string): boolean {
  let sent = true;
  for (const line of readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')) {
    const pattern = line.replace(/^!/u, '');
    if (pattern === '' || pattern.startsWith('#')) continue;
    const words = pattern.split('**/').map((part) => part.replace(/[.+]/gu, '\\$&').replaceAll('*', '[^/]*'));
    if (new RegExp(`^${words.join('(?:.*/)?')}(?:/|$)`, 'u').test(path)) sent = line.startsWith('!');
  }
  return sent;
}

test('only sources are sent to the build, and no secret', () => {
  for (const path of [
    '.git/config',
    '.env',
    'packages/hub/.env.local',
    'node_modules/a/b.js',
    'packages/cli/dist/main.js',
  ])
    expect([path, isSent(path)]).toEqual([path, false]);
  for (const path of ['package.json', 'packages/hub/migrations/0000_first.sql', 'scripts/setup/bundle.mjs', 'LICENSE'])
    expect([path, isSent(path)]).toEqual([path, true]);
});

test('what the steps of the Dockerfile lay out serves a team, and is asked after its health', {
  timeout: 240_000,
}, async () => {
  const context = join(place, 'build');
  const files = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).stdout.split('\0');
  for (const { word, rest } of build) {
    if (word === 'COPY') {
      const [from = [], to = ''] = [rest.split(' ').slice(0, -1), rest.split(' ').at(-1)];
      const wanted = files.filter((file) => file !== '' && isSent(file) && existsSync(join(root, file)));
      for (const file of from[0] === '.' ? wanted : from) {
        const target = join(context, to, from[0] === '.' ? file : (file.split('/').at(-1) ?? ''));
        mkdirSync(dirname(target), { recursive: true });
        cpSync(join(root, file), target);
      }
    } else if (rest.startsWith('npm ci ')) symlinkSync(join(root, 'node_modules'), join(context, 'node_modules'));
    else if (word === 'RUN') {
      const [command = '', ...words] = rest.replace('/app', join(place, 'app')).split(' ');
      const { status, stderr } = spawnSync(command, words, { cwd: context, encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    }
  }
  const manifests = files.filter((file) => /^packages\/[^/]+\/package\.json$/u.test(file));
  expect(manifests.filter((path) => !build.some(({ rest }) => rest.startsWith(`${path} `)))).toEqual([]);
  expect([said('USER'), said('COPY')]).toEqual([['node'], ['--from=build /app /app']]);

  const set = Object.fromEntries(said('ENV').flatMap((line) => line.split(' ').map((one) => one.split('='))));
  const port = await freePort();
  const env = { PATH: process.env.PATH, ...set, PORT: String(port), PUBLIC_URL: 'https://specs.example.com' };
  const [command = '', ...words] = [...said('ENTRYPOINT'), ...said('CMD')].flatMap((line) => JSON.parse(line));
  const program = words.map((word: string) => word.replace('/app', join(place, 'app')));
  const ask = () => {
    const [, check = '[]'] = /CMD (\[.*\])/u.exec(said('HEALTHCHECK')[0] ?? '') ?? [];
    const [command = '', ...words] = JSON.parse(check);
    return spawnSync(command, words, { env }).status;
  };
  expect(ask()).toBe(1);
  const hub = spawn(command, program, { cwd: place, env: { ...env, DATABASE_URL: database.url } });
  const [line] = await once(createInterface(hub.stdout), 'line');
  expect(line).toBe('Specwright is at https://specs.example.com');
  expect(ask()).toBe(0);
  const ended = once(hub, 'close');
  hub.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  const { stderr } = spawnSync(command, program, { cwd: place, env, encoding: 'utf8' });
  expect(stderr).toMatch(/^error: PostgreSQL for this platform is not installed.*\n.*DATABASE_URL/u);
});
