import type { BoundDocument } from '@specwright/core/document/document.ts';
import { lastEdits } from '@specwright/core/lifecycle/authorship.ts';
import type { PartEdits } from '@specwright/core/lifecycle/review.ts';
import { diffArrays } from 'diff';
import type { LineRun } from '../database/tables/documents.ts';

/** Beyond so many changed lines a text is taken to be written anew as a whole, which is bounded work. */
const mostChanges = 5_000;

/** What was known of a text's lines. */
interface Written {
  readonly text: string;
  readonly lines: readonly LineRun[];
}

/** Who wrote each line of a text last, when `who` made it of another at a time (RFC 3339): lines that stayed keep their authors. */
export function linesOf(text: string, before: Written | null, who: readonly string[], at: string): readonly LineRun[] {
  const fresh = (count: number): LineRun => [count, who, at];
  const now = text.split('\n');
  if (before === null) return [fresh(now.length)];
  const changes = diffArrays(before.text.split('\n'), now, { maxEditLength: mostChanges });
  if (changes === undefined) return [fresh(now.length)];
  const known = new Runs(before.lines);
  const runs: LineRun[] = [];
  for (const { added, removed, count } of changes) {
    if (added) runs.push(fresh(count));
    else if (removed) known.take(count);
    else for (const run of known.take(count)) runs.push(run);
  }
  return joined(runs);
}

/** Who edited each part of a document last: all who may have, where several wrote at once. */
export function editsOf(bound: BoundDocument, runs: readonly LineRun[]): PartEdits {
  const most = runs.reduce((so, [, who]) => Math.max(so, who.length), 1);
  const edits = new Map<string, { readonly who: Set<string>; readonly at: string }>();
  for (let place = 0; place < most; place += 1) {
    const lines = runs.flatMap(([count, who, at]) => {
      const one = who[Math.min(place, who.length - 1)];
      return Array.from({ length: count }, () => (one === undefined ? null : { who: one, at }));
    });
    for (const [part, { who, at }] of lastEdits(bound, lines)) {
      const known = edits.get(part);
      edits.set(part, { who: new Set([...(known?.who ?? []), ...who]), at });
    }
  }
  return edits;
}

/** Runs that are taken from their beginning, line by line. */
class Runs {
  readonly #runs: readonly LineRun[];
  #run = 0;
  /** How many lines of the present run are taken. */
  #taken = 0;

  constructor(runs: readonly LineRun[]) {
    this.#runs = runs;
  }

  take(count: number): LineRun[] {
    const found: LineRun[] = [];
    for (let left = count; left > 0; ) {
      const run = this.#runs[this.#run];
      if (run === undefined) break;
      const [length, who, at] = run;
      const step = Math.min(left, length - this.#taken);
      found.push([step, who, at]);
      left -= step;
      this.#taken += step;
      if (this.#taken < length) continue;
      this.#run += 1;
      this.#taken = 0;
    }
    return found;
  }
}

function joined(runs: readonly LineRun[]): LineRun[] {
  const all: LineRun[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last !== undefined && last[2] === run[2] && last[1].join('\n') === run[1].join('\n'))
      all[all.length - 1] = [last[0] + run[0], last[1], last[2]];
    else all.push(run);
  }
  return all;
}
