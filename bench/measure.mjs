import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const peakModule = pathToFileURL(fileURLToPath(new URL('./peers/peak.mjs', import.meta.url))).href;

/**
 * Runs each command once per round, one after the other, and gives for each the median wall time in ms, the least and
 * the greatest, and for Node commands the median peak memory in bytes. A command with `warmUp` runs once more before.
 */
export function measureInTurns(commands, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-bench-'));
  const results = commands.map((command) => ({ ...command, times: [], peaks: [] }));
  for (const command of commands) if (command.warmUp === true) runOnce(command, folder);
  for (let round = 0; round < rounds; round += 1) {
    for (const result of results) {
      const { time, peak } = runOnce(result, folder);
      result.times.push(time);
      result.peaks.push(peak);
    }
  }
  rmSync(folder, { recursive: true });
  return results.map(({ name, times, peaks }) => ({
    name,
    median: median(times),
    spread: `${Math.round(Math.min(...times))}–${Math.round(Math.max(...times))}`,
    peak: median(peaks),
  }));
}

function runOnce(command, folder) {
  const peakFile = join(folder, 'peak');
  rmSync(peakFile, { force: true });
  const start = performance.now();
  const run = spawnSync(command.command, command.arguments, {
    cwd: command.cwd ?? folder,
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...(command.node === false ? {} : { NODE_OPTIONS: `--import=${peakModule}`, BENCH_PEAK_FILE: peakFile }),
    },
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const time = performance.now() - start;
  if (run.error !== undefined) throw new Error(`${command.name} did not run: ${run.error.message}`);
  if (run.status === null || run.status > (command.maxStatus ?? 1)) {
    throw new Error(`${command.name} failed with ${run.status}: ${run.stderr.toString().slice(0, 600)}`);
  }
  return { time, peak: readPeak(peakFile) };
}

function readPeak(file) {
  try {
    return Number(readFileSync(file, 'utf8')) * 1024;
  } catch {
    return Number.NaN;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function milliseconds(value) {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}

export function megabytes(bytes) {
  return Number.isNaN(bytes) ? '' : `${Math.round(bytes / 2 ** 20)} MB`;
}

export function ratio(value) {
  return `${value.toFixed(value >= 10 ? 0 : 2)}×`;
}
