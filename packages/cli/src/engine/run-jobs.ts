import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { WorkerInput } from '../worker.ts';
import { Checker, type Job, type JobSetting, type Outcome } from './check-one.ts';
import { checkShare } from './share.ts';

/** Starting a thread takes about as long as checking this many documents. */
const worthAThread = 120;
const mostThreads = 8;

/** How a run is spread over threads. */
export interface Threads {
  /** The most to use; null leaves it to the machine. */
  readonly most: number | null;
  /** The worker's bundle. */
  readonly worker: URL;
}

/** Checks documents, in this thread and as many others as pay, and gives each outcome as it comes, in no order. */
export async function runJobs(
  jobs: readonly Job[],
  setting: JobSetting,
  threads: Threads,
  take: (outcome: Outcome) => void,
): Promise<void> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const most = threads.most ?? Math.min(mostThreads, availableParallelism());
  const useful = Math.min(most, Math.ceil(jobs.length / worthAThread));
  const done = new Set<string>();
  const takeOne = (outcome: Outcome): void => {
    done.add(outcome.kind === 'checked' ? outcome.report.file : outcome.file);
    take(outcome);
  };
  const input: WorkerInput = { jobs, setting, next };
  const workers = Array.from({ length: Math.max(0, useful - 1) }, () => startWorker(threads.worker, input, takeOne));
  const checker = new Checker(setting, await loadParser());
  for (const outcomes of checkShare(jobs, next, checker)) {
    outcomes.forEach(takeOne);
    // Outcomes of the other threads are taken in between, so that they do not pile up.
    if (workers.length > 0) await setImmediate();
  }
  await Promise.all(workers);
  // What a thread had taken when it died, for want of memory say, is done here.
  for (const job of jobs) if (!done.has(job.name)) takeOne(checker.check(job));
}

/** Resolves when the thread has ended, however it did. */
function startWorker(file: URL, input: WorkerInput, take: (outcome: Outcome) => void): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(file, { workerData: input });
    worker.on('message', (outcomes: readonly Outcome[]) => outcomes.forEach(take));
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
}
