import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type CheckedText, Checker, type Job, type JobSetting, type Outcome } from './check-one.ts';
import { openParcel, type Parcel, takeShare, type WorkerInput } from './share.ts';

/** Starting a thread, which warms up anew, pays from about this many documents each. */
const worthAThread = 1_200;
const mostThreads = 8;

/** How a run is spread over threads. */
export interface Threads {
  /** The most to use; null leaves it to the machine. */
  readonly most: number | null;
  /** The worker's bundle. */
  readonly worker: URL;
}

/** What is done with outcomes as they come, in no order. */
export interface Receiver {
  take(outcome: Outcome): void;
  /** Told for outcomes that may be kept for the next run, with their JSON; null when nothing is to be kept. */
  readonly keep: ((text: CheckedText, json: string) => void) | null;
}

/** Checks documents, in this thread and as many others as pay. */
export async function runJobs(
  jobs: readonly Job[],
  setting: JobSetting,
  threads: Threads,
  receiver: Receiver,
): Promise<void> {
  if (jobs.length === 0) return;
  const next = new Int32Array(new SharedArrayBuffer(4));
  const most = threads.most ?? Math.min(mostThreads, availableParallelism());
  const useful = Math.min(most, Math.ceil(jobs.length / worthAThread));
  const done = new Set<string>();
  const deliver = (outcome: Outcome, text: CheckedText | null, json: () => string): void => {
    done.add(outcome.kind === 'checked' ? outcome.report.file : outcome.file);
    receiver.take(outcome);
    if (text !== null) receiver.keep?.(text, json());
  };
  const checker = new Checker(setting, await loadParser());
  const checkHere = (job: Job): void => {
    const { outcome, text } = checker.check(job);
    // Through JSON, for parts of a document's text in it would otherwise keep all of that text in memory.
    const json = JSON.stringify(outcome);
    deliver(JSON.parse(json) as Outcome, text, () => json);
  };
  const workers = Array.from({ length: useful - 1 }, () =>
    runWorker(threads.worker, { jobs, setting, next }, (parcels) => {
      for (const parcel of parcels) deliver(openParcel(parcel), parcel.text, () => parcel.outcome);
    }),
  );
  for (const share of takeShare(jobs, next)) {
    share.forEach(checkHere);
    // In between, messages are taken, and the parser's native memory is given back.
    await setImmediate();
  }
  await Promise.all(workers);
  // What a thread had taken when it died, for want of memory say, is done here.
  for (const job of jobs) if (!done.has(job.name)) checkHere(job);
}

/** A thread holds one document at a time; more than this is needed only for files of many megabytes. */
const resourceLimits = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 512 };

/** Resolves when the thread has ended, however it did. */
function runWorker(file: URL, input: WorkerInput, hear: (parcels: readonly Parcel[]) => void): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(file, { workerData: input, resourceLimits });
    worker.on('message', hear);
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
}
