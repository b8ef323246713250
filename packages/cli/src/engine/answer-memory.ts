import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KeptLinesWriter, readKept, removeOldest } from './kept-lines.ts';
import type { RunState, StateHead } from './run-state.ts';

/** What a command printed, and its exit code. */
export interface Answer {
  readonly text: Uint8Array;
  readonly exit: number;
}

/** Stands behind the text, for the exit code is known only at its end. */
interface Foot extends StateHead {
  readonly exit: number;
}

const format = 'specwright-answer-1';

/** Answers to other questions that are kept beside this one. They are as long as what was printed. */
const mostKept = 2;

/**
 * What was printed when the same was asked of the same files: while no file, folder or setting changed, it is what would
 * be printed now. Reading it takes no longer than reading so many bytes, where findings would have to be parsed, placed
 * and written as JSON again.
 */
export class AnswerMemory {
  readonly #path: string;
  readonly #state: RunState;

  /** `folder` is the cache's; `question` is all that the text depends on besides the findings. */
  constructor(folder: string, state: RunState, question: string) {
    const digest = createHash('sha256').update(question).digest('hex').slice(0, 16);
    this.#path = join(folder, `answer-${state.selection}-${digest}.txt`);
    this.#state = state;
  }

  recall(): Answer | null {
    const kept = readKept(this.#path, format);
    if (kept === null) return null;
    const end = kept.lastIndexOf(10, kept.length - 2);
    const foot = JSON.parse(kept.toString('utf8', end + 1)) as Foot;
    return this.#state.isOf(foot) ? { text: kept.subarray(0, end), exit: foot.exit } : null;
  }

  /** Gives `print` a place for the pieces of its text, and keeps them when it has given its exit code. */
  remember(folders: Iterable<string>, print: (keep: (piece: string) => void) => number): number {
    let writer: KeptLinesWriter | null = null;
    // A cache that cannot be written is no reason to fail; the next run is slower.
    const attempt = (write: () => void): void => {
      try {
        write();
      } catch {
        writer?.abandon();
        writer = null;
      }
    };
    attempt(() => {
      mkdirSync(dirname(this.#path), { recursive: true });
      writer = new KeptLinesWriter(this.#path, format);
    });
    const exit = print((piece) => attempt(() => writer?.addPiece(piece)));
    attempt(() => {
      const foot: Foot = { ...this.#state.head(folders), exit };
      writer?.addPiece('\n');
      writer?.add(JSON.stringify(foot));
      writer?.finish();
      removeOldest(this.#path, /^answer-[0-9a-f]{16}-[0-9a-f]{16}\.txt$/, mostKept);
    });
    return exit;
  }
}
