import type { CheckedText, Checker, Job, JobSetting, Outcome } from './check-one.ts';

/** Documents taken at once: few enough that threads end together, many enough that taking costs nothing. */
const batch = 16;

/** An outcome as another thread sends it: JSON, which is quicker to send than an object, and which the cache keeps. */
export interface Parcel {
  readonly outcome: string;
  readonly text: CheckedText | null;
}

/** What the main thread hands to another. */
export interface WorkerInput {
  readonly jobs: readonly Job[];
  readonly setting: JobSetting;
  /** Shared: how many jobs are taken. */
  readonly next: Int32Array;
}

/** Takes jobs from the common heap, which `next` counts, until none are left; gives them batch by batch. */
export function* takeShare(jobs: readonly Job[], next: Int32Array): Generator<readonly Job[]> {
  for (;;) {
    const first = Atomics.add(next, 0, batch);
    if (first >= jobs.length) return;
    yield jobs.slice(first, first + batch);
  }
}

/** Checks a share for another thread. */
export function* parcels(jobs: readonly Job[], next: Int32Array, checker: Checker): Generator<Parcel[]> {
  for (const share of takeShare(jobs, next)) {
    yield share.map((job) => {
      const { outcome, text } = checker.check(job);
      return { outcome: JSON.stringify(outcome), text };
    });
  }
}

export function openParcel({ outcome }: Parcel): Outcome {
  return JSON.parse(outcome) as Outcome;
}
