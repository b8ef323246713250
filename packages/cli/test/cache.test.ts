import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanPlan, faultyPlan, Playground, program, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

const check = ['check', 'plans', '--format', 'json'];

function workspace(count = 60): Playground {
  playground = new Playground({ 'plans/template.md': template });
  for (let index = 0; index < count; index += 1) {
    const path = `plans/${index}.md`;
    playground.write(path, (index % 2 === 0 ? cleanPlan : faultyPlan).replace('# Plan: ', `# Plan: ${index} `));
    // Files written just now are read again whatever the cache says.
    utimesSync(playground.path(path), 1_700_000_000, 1_700_000_000);
  }
  return playground;
}

function shards(): string[] {
  const home = playground.path('.cache');
  return readdirSync(home).flatMap((folder) => readdirSync(join(home, folder)).map((name) => join(home, folder, name)));
}

test('a run with the cache gives what a run without it gives', () => {
  workspace();
  const cold = playground.run(check).stdout;
  expect(shards().length).toBeGreaterThan(1);
  expect(playground.run(check).stdout).toBe(cold);
  expect(playground.run([...check, '--no-cache']).stdout).toBe(cold);
  playground.write('plans/0.md', faultyPlan);
  const changed = playground.run(check).stdout;
  expect(changed).not.toBe(cold);
  expect(playground.run([...check, '--no-cache']).stdout).toBe(changed);
});

test('content decides, not the time of the file', () => {
  workspace(2);
  playground.run(check);
  const [shard] = shards();
  const before = statSync(shard as string).size;
  const same = playground.read('plans/1.md');
  playground.write('plans/1.md', same);
  expect(playground.run(check).stdout).toContain('plans/1.md');
  expect(statSync(shard as string).size).toBeLessThan(before * 2);
  // Same size, same time, other content, written within the clock's tick: still seen.
  playground.write('plans/1.md', same.replace('agreed', 'Agreed'));
  expect(playground.run(check).stdout).not.toContain('MET304');
});

test('a change of the template or of the settings is another cache', () => {
  workspace(4);
  const before = playground.run(check).stdout;
  playground.write('plans/template.md', template.replace('Agreed', 'agreed'));
  expect(playground.run(check).stdout).not.toBe(before);
  expect(playground.run([...check, '--off', 'missing-section']).stdout).not.toContain('STR101');
  expect(playground.run(check).stdout).toContain('STR101');
});

test('what was printed is printed again to the same question alone', () => {
  workspace(6);
  const questions = [
    check,
    [...check, '--quiet'],
    [...check, '--fail-on', 'info'],
    [...check, '--rule', 'missing-section'],
    ['check', 'plans/1.md', '--format', 'json'],
    ['check', 'plans', '--format', 'sarif'],
  ];
  const fresh = questions.map((question) => playground.run([...question, '--no-cache']));
  for (const [index, question] of [...questions, ...questions].entries()) {
    const { status, stdout } = playground.run(question);
    expect({ status, stdout }).toEqual({ status: fresh[index % 6]?.status, stdout: fresh[index % 6]?.stdout });
  }
  expect(shards().some((path) => basename(path).startsWith('answer-'))).toBe(true);
  playground.write('specwright-baseline.json', '{ "version": 1, "entries": [] }');
  playground.run(['check', 'plans', '--update-baseline']);
  expect(playground.run(check).stdout).toContain('"diagnostics":[\n]');
});

test('a damaged cache is ignored and made anew', () => {
  workspace();
  const cold = playground.run(check).stdout;
  for (const [index, shard] of shards().entries()) {
    const bytes = readFileSync(shard);
    if (index % 3 === 0) writeFileSync(shard, bytes.subarray(0, bytes.length / 2));
    else if (index % 3 === 1)
      writeFileSync(shard, Buffer.from(bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte))));
    else writeFileSync(shard, 'not a cache');
  }
  expect(playground.run(check).stdout).toBe(cold);
  expect(playground.run(check).stdout).toBe(cold);
});

test('runs beside each other, some of them killed, agree', async () => {
  workspace(120);
  const cold = playground.run([...check, '--no-cache']).stdout;
  const runs = Array.from({ length: 6 }, (_, index) => {
    const child = spawn(process.execPath, [program, ...check], { cwd: playground.folder, env: playground.env });
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    if (index % 2 === 1) setTimeout(() => child.kill('SIGKILL'), 150 + index * 60);
    return new Promise<string | null>((resolve) =>
      child.on('close', (_code, signal) => resolve(signal === null ? stdout : null)),
    );
  });
  for (const stdout of await Promise.all(runs)) if (stdout !== null) expect(stdout).toBe(cold);
  expect(playground.run(check).stdout).toBe(cold);
  expect(playground.run(check).stdout).toBe(cold);
});

test('a cache that cannot be written is no failure', () => {
  workspace(3);
  playground.write('blocked', 'a file where the folder should be');
  const { status, stderr } = playground.run(check, '', { SPECWRIGHT_CACHE: playground.path('blocked') });
  expect(status).toBe(1);
  expect(stderr).not.toContain('failed');
});

test('threads give what one thread gives', () => {
  workspace(400);
  const one = playground.run([...check, '--no-cache', '--jobs', '1']).stdout;
  expect(playground.run([...check, '--no-cache', '--jobs', '3']).stdout).toBe(one);
});
