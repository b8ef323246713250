import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  readonly files: Iterable<RememberedFile>;
}

/** The findings of one file as JSON, with its packed lines; null for a file whose lines must be read anew. */
export interface RememberedFile {
  readonly file: string;
  readonly lines: string | null;
  readonly diagnostics: string;
}

interface RecalledRun extends RememberedRun {
  readonly files: readonly RememberedFile[];
  /** Folders in which the run looked for the targets of links. */
  readonly lookedInto: readonly string[];
}

/** Stands behind the files: where links lead is looked for while their findings are read. */
interface Foot extends Omit<RememberedRun, 'files'>, StateHead {}

const format = 'specwright-run-2';

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

  recall(): RecalledRun | null {
    const lines = readKeptLines(this.#path, format);
    if (lines === null) return null;
    const foot = JSON.parse(lines.at(-1) ?? '') as Foot;
    if (!this.#state.isOf(foot)) return null;
    const lookedInto = foot.folders.map(([folder]) => folder);
    return { ...foot, lookedInto, files: rememberedFiles(lines) };
  }

  /**
   * `lookedInto` gives the folders in which the run looked for the targets of links, once all files were read. Returns them
   * when the run is kept, else null: a cache that cannot be written is no reason to fail.
   */
  remember({ files, ...run }: RememberedRun, lookedInto: () => Iterable<string>): readonly string[] | null {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const writer = new KeptLinesWriter(this.#path, format);
      try {
        for (const { diagnostics, ...file } of files) {
          writer.add(JSON.stringify(file));
          writer.add(diagnostics);
        }
        const folders = [...lookedInto()];
        const foot: Foot = { ...run, ...this.#state.head(folders) };
        writer.add(JSON.stringify(foot));
        writer.finish();
        removeOldest(this.#path, /^run-[0-9a-f]{16}\.jsonl$/, mostKept);
        return folders;
      } catch {
        writer.abandon();
        return null;
      }
    } catch {
      return null;
    }
  }
}

/** Two lines for each file, for its findings are parsed only when they are read; behind all of them the foot. */
function rememberedFiles(lines: readonly string[]): RememberedFile[] {
  const files: RememberedFile[] = [];
  for (let at = 0; at + 2 < lines.length; at += 2) {
    const file = JSON.parse(lines[at] as string) as Omit<RememberedFile, 'diagnostics'>;
    files.push({ ...file, diagnostics: lines[at + 1] as string });
  }
  return files;
}
