import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cleanPlan, Playground, program, type Run, template } from './playground.ts';
import { WebServer } from './web-server.ts';

const server = new WebServer();
let address = '';
let playground: Playground;

beforeAll(async () => {
  address = await server.start();
});
afterEach(() => playground.remove());
afterAll(() => server.stop());

/** Runs the program while this process answers it. */
async function run(...words: string[]): Promise<Run> {
  const child = spawn(process.execPath, [program, ...words], { cwd: playground.folder, env: playground.env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

function planWith(goal: string): string {
  return cleanPlan.replace('Nobody is called', `${goal}\n\nNobody is called`);
}

function plansWith(goal: string): string {
  const plan = planWith(goal);
  playground = new Playground({ 'plans/template.md': template, 'plans/plan.md': plan, 'plans/clean.md': cleanPlan });
  return plan;
}

const found = ({ stdout }: Run): { code: string; severity: string; message: string; start: { offset: number } }[] =>
  JSON.parse(stdout).diagnostics;

test('--online tells of pages that are gone, at their place, and of those it cannot judge', async () => {
  const plan = plansWith(
    `[a](${address}/there) [b](${address}/gone) <${address}/passed-on> [c](${address}/no-head) ${address}/answers-503`,
  );
  const result = await run('check', 'plans', '--online', '--format', 'json');
  expect(found(result)).toMatchObject([
    {
      code: 'REF506',
      name: 'web-link-broken',
      severity: 'warning',
      message: `The link leads to "${address}/gone", which answers 404 Not Found`,
      file: 'plans/plan.md',
      address: 'goal',
      start: { offset: plan.indexOf(`${address}/gone`) },
      end: { offset: plan.indexOf(`${address}/gone`) + `${address}/gone`.length },
    },
    {
      code: 'REF506',
      severity: 'info',
      message: `The link to "${address}/answers-503" could not be checked: its server answers 503 Service Unavailable`,
    },
  ]);
  expect(result.status).toBe(0);
  expect((await run('check', 'plans', '--online', '--fail-on', 'warning')).status).toBe(1);
  const one = await run('check', 'plans', '--online', '--max-findings', '1');
  expect(one.stderr).toContain('specwright check plans --online --rule REF506');
});

test('nothing is asked for without being told to; specwright.yaml can tell it', async () => {
  plansWith(`[b](${address}/gone)`);
  server.requests.length = 0;
  expect(found(await run('check', 'plans', '--format', 'json'))).toEqual([]);
  expect(server.requests).toEqual([]);
  const { stderr, status } = await run('check', 'plans', '--rule', 'web-link-broken');
  expect(stderr).toContain('Add --online');
  expect(status).toBe(2);
  const asked = await run('check', 'plans', '--online', '--rule', 'web-link-broken', '--format', 'json');
  expect(found(asked).map(({ code }) => code)).toEqual(['REF506']);
  playground.write('specwright.yaml', 'rules:\n  web-link-broken: off\n');
  server.requests.length = 0;
  expect(found(await run('check', 'plans', '--online', '--format', 'json'))).toEqual([]);
  expect(server.requests).toEqual([]);
});

test('comments and the baseline silence it, and a check without the network leaves both alone', async () => {
  plansWith(`<!-- spec-ignore REF506: the page comes back in May -->\n[b](${address}/gone)`);
  expect(found(await run('check', 'plans', '--online', '--format', 'json'))).toEqual([]);
  expect(found(await run('check', 'plans', '--format', 'json'))).toEqual([]);
  playground.write('plans/plan.md', planWith(`[b](${address}/gone)`));
  await run('check', 'plans', '--online', '--update-baseline');
  expect(found(await run('check', 'plans', '--online', '--format', 'json'))).toEqual([]);
  const pruned = await run('check', 'plans', '--prune');
  expect(pruned.stderr).toContain('took out 0 findings');
  await run('check', 'plans', '--update-baseline');
  expect(found(await run('check', 'plans', '--online', '--format', 'json'))).toEqual([]);
});
