import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { Skipped, TemplateUse } from '@specwright/core/operations/context.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { KeptLinesWriter, readKeptLines, removeOldest } from './kept-lines.ts';
import type { RunState, StateHead } from './run-state.ts';

/** How many documents follow a template, and how like it they are together. */
export interface Usage {
  readonly origin: TemplateUse['origin'];
  documents: number;
  score: number;
  scored: number;
}

/** All that a run found. */
export interface RememberedRun {
  readonly uses: readonly (readonly [template: string, usage: Usage])[];
  readonly skipped: readonly Skipped[];
  readonly shared: TemplateFile | null;
  readonly files: readonly RememberedFile[];
}

/** The findings of one file, with its packed lines; null for a file whose lines must be read anew. */
export interface RememberedFile {
  readonly file: string;
  readonly lines: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface Head extends Omit<RememberedRun, 'files'>, StateHead {}

const format = 'specwright-run-1';

/** Runs over other selections of documents that are kept beside this one. */
const mostKept = 8;

/**
 * The last run over one selection of documents, whole: while no file, folder or setting changed, its findings are the
 * findings. Whatever changed, this says nothing, and the documents' own reports in the cache are asked.
 */
export class RunMemory {
  readonly #path: string;
  readonly #state: RunState;

  /** `folder` is the cache's. */
  constructor(folder: string, state: RunState) {
    this.#path = join(folder, `run-${state.selection}.jsonl`);
    this.#state = state;
  }

  /** The run, with the folders in which it looked for the targets of links. */
  recall(): (RememberedRun & { readonly lookedInto: readonly string[] }) | null {
    const lines = readKeptLines(this.#path, format);
    if (lines === null) return null;
    const [first = '', ...files] = lines;
    const head = JSON.parse(first) as Head;
    if (!this.#state.isOf(head)) return null;
    const lookedInto = head.folders.map(([folder]) => folder);
    return { ...head, lookedInto, files: files.map((line) => JSON.parse(line) as RememberedFile) };
  }

  /** A cache that cannot be written is no reason to fail. */
  remember({ files, ...run }: RememberedRun, folders: Iterable<string>): void {
    const head: Head = { ...run, ...this.#state.head(folders) };
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const writer = new KeptLinesWriter(this.#path, format);
      try {
        writer.add(JSON.stringify(head));
        for (const file of files) writer.add(JSON.stringify(file));
        writer.finish();
      } catch {
        writer.abandon();
      }
      removeOldest(this.#path, /^run-[0-9a-f]{16}\.jsonl$/, mostKept);
    } catch {
      // The next run is slower; nothing else is lost.
    }
  }
}
