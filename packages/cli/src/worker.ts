import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { Checker } from './engine/check-one.ts';
import { parcels, type WorkerInput } from './engine/share.ts';

const port = parentPort;
if (port !== null) {
  const { jobs, setting, next } = workerData as WorkerInput;
  const checker = new Checker(setting, await loadParser());
  for (const share of parcels(jobs, next, checker)) {
    port.postMessage(share);
    // The parser's native memory is given back only between tasks.
    await setImmediate();
  }
}
