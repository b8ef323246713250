import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { expect, test } from 'vitest';
import { chainEntries } from '../src/audit/chain.ts';
import { brokenEntry } from '../src/audit/verify-chain.ts';
import { openDatabase } from '../src/database/database.ts';
import { reachOf } from '../src/postgres/reach.ts';
import { letIn } from './let-in.ts';
import { type Acknowledged, lostAt, startLoad } from './load.ts';
import { dataFolder, freePort, startRealHub } from './real-hub.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260702);
const rounds = Number(process.env.SPECWRIGHT_ROUNDS ?? (proof ? 200 : 2));
/** For a machine that does much else, ms. */
const timeout = rounds * 60_000 + 60_000;
const targets = ['postgres', 'both', 'hub'] as const;

const data = dataFolder();

/** A number below `most` that follows from the seed. */
function chance(what: string, most: number): number {
  return Number.parseInt(sha256Of(`${seed} ${what}`).slice(0, 8), 16) % most;
}

/** Every process of the hub's PostgreSQL at once, in the middle of whatever they do. */
function killPostgres(): void {
  const server = Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const all = stdout.split('\n').map((line) => line.trim().split(/\s+/u).map(Number));
  process.kill(server, 'SIGKILL');
  for (const [pid = 0, parent] of all) {
    try {
      if (parent === server) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with its server.
    }
  }
}

test('what a hub has acknowledged is there after it, its PostgreSQL or both were killed under load', {
  timeout,
}, async () => {
  const port = await freePort();
  const start = () => startRealHub(port, '--data', data);
  let hub = await start();
  const database = openDatabase((await reachOf(data)).url('specwright'));
  const input = { ports: [port], ...(await letIn(database)), writers: 2, typists: 2 };
  const all: Acknowledged[] = [];
  const restarts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const target = targets[(proof ? chance(`${round} target`, 3) : round) % 3];
    const load = startLoad(input);
    while (load.acknowledged.length < 5) await sleep(5);
    await sleep(chance(`${round} moment`, proof ? 800 : 200));
    if (target !== 'hub') killPostgres();
    if (target !== 'postgres') await hub.kill();
    const killed = Date.now();
    const stopped = load.stop();
    if (target !== 'postgres') hub = await start();
    while (!(await isReady(port))) await sleep(10);
    restarts.push(Date.now() - killed);
    await stopped;
    const lost = await lostAt(input, load.acknowledged);
    expect(lost, `seed ${seed}, round ${round}, ${target} killed`).toEqual([]);
    expect(load.surprises, `seed ${seed}, round ${round}`).toEqual([]);
    all.push(...load.acknowledged);
  }
  await chainEntries(database);
  expect(await brokenEntry(database.pool)).toBe(null);
  expect(await lostAt(input, all)).toEqual([]);
  if (proof) console.log(toldOf(restarts, all));
  await database.close();
  await hub.stop();
});

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function toldOf(restarts: readonly number[], all: readonly Acknowledged[]): string {
  const sorted = restarts.toSorted((one, other) => one - other);
  const at = (part: number): string => `${sorted[Math.floor((sorted.length - 1) * part)]} ms`;
  const of = (as: string): string => `${all.filter((one) => one.as === as).length} ${as}`;
  const kinds = [of('text'), of('comment'), of('typed')].join(', ');
  const times = `half answered again within ${at(0.5)}, 95 % within ${at(0.95)}, all within ${at(1)}`;
  return `killed ${rounds} times (seed ${seed}): ${all.length} acknowledged writes (${kinds}), none lost; ${times}`;
}
