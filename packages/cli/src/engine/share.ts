import type { Checker, Job, Outcome } from './check-one.ts';

/** Documents taken at once: few enough that threads end together, many enough that taking costs nothing. */
const batch = 16;

/** Takes jobs from the common heap, which `next` counts, until none are left; gives the outcomes batch by batch. */
export function* checkShare(jobs: readonly Job[], next: Int32Array, checker: Checker): Generator<Outcome[]> {
  for (;;) {
    const first = Atomics.add(next, 0, batch);
    if (first >= jobs.length) return;
    yield jobs.slice(first, first + batch).map((job) => checker.check(job));
  }
}
