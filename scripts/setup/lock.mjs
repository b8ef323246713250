// A lock file that parallel calls wait for and that a crashed holder cannot keep.

import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** The holder touches its file this often; a file untouched for `STALE_MS` belongs to nobody. */
const BEAT_MS = 1_000;
const STALE_MS = 20_000;

/**
 * Runs `work` while holding `file`; the file is gone afterwards, also when `work` throws or the process exits.
 * `say` is told once when another process holds it.
 */
export async function withLock(file, say, work) {
  const token = `${process.pid} ${hostname()} ${process.hrtime.bigint()}\n`;
  let told = false;
  while (!take(file, token)) {
    if (freeIfStale(file)) continue;
    if (!told) say('waiting for another setup in this folder to finish');
    told = true;
    await pause(200);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  const release = () => {
    if (read(file) === token) rmSync(file, { force: true });
  };
  process.once('exit', release);
  const interrupt = () => process.exit(130);
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release();
    process.removeListener('exit', release);
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

function take(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead holder's file away. Renaming succeeds for one caller only; what turns out to be a live one is put back. */
function freeIfStale(file) {
  const seen = read(file);
  if (seen === null || !isStale(file, seen)) return false;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return false;
  }
  try {
    if (read(aside) !== seen) linkSync(aside, file);
  } catch {
    // A third process took the lock in between; it holds it rightly.
  }
  rmSync(aside, { force: true });
  return true;
}

function isStale(file, seen) {
  const [pid, host] = seen.trim().split(' ');
  if (host === hostname() && !isAlive(Number(pid))) return true;
  try {
    return Date.now() - statSync(file).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The file was taken away by hand; the work goes on.
  }
}
