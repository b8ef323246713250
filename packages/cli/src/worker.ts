import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { Checker, type Job, type JobSetting } from './engine/check-one.ts';
import { parcels } from './engine/share.ts';

/** What the main thread hands to a worker. */
export interface WorkerInput {
  readonly jobs: readonly Job[];
  readonly setting: JobSetting;
  readonly next: Int32Array;
}

const port = parentPort;
if (port !== null) {
  const { jobs, setting, next } = workerData as WorkerInput;
  const checker = new Checker(setting, await loadParser());
  for (const share of parcels(jobs, next, checker)) port.postMessage(share);
}
