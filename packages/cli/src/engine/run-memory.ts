import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { Skipped, TemplateUse } from '@specwright/core/operations/context.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import type { DocumentFile } from '../workspace/open-workspace.ts';
import { listed } from './folder-exists.ts';
import { KeptLinesWriter, readKeptLines } from './kept-lines.ts';

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

interface Head extends Omit<RememberedRun, 'files'> {
  /** Of everything the run depended on besides the cache's own identity. */
  readonly state: string;
  /** When the run began to look at the files. */
  readonly readAt: number;
  /** Folders in which it looked for the targets of links, with a digest of their entries. */
  readonly folders: readonly (readonly [folder: string, digest: string])[];
}

const format = 'specwright-run-1';

/** Runs over other selections of documents that are kept beside this one. */
const mostKept = 8;

/** A file written so shortly before it was looked at may be written again within the same tick of the clock. */
const clockTick = 2000;

/**
 * The last run over one selection of documents, whole: while no file, folder or setting changed, its findings are the
 * findings. Whatever changed, this says nothing, and the documents' own reports in the cache are asked.
 */
export class RunMemory {
  readonly #path: string;
  readonly #state: string;
  readonly #newest: number;
  readonly #readAt = Date.now();

  /** `folder` is the cache's; `more` is what the findings depend on besides the documents and the cache's identity. */
  constructor(folder: string, documents: readonly DocumentFile[], more: string) {
    const names = createHash('sha256');
    const state = createHash('sha256').update(more);
    let newest = 0;
    for (const { name, path, companion } of documents) {
      names.update(`${name}\0`);
      for (const file of companion === null ? [path] : [path, companion.path]) {
        const stat = statSync(file, { throwIfNoEntry: false });
        state.update(`${name}\0${stat?.size} ${stat?.mtimeMs} ${stat?.ino}\0`);
        newest = Math.max(newest, stat?.mtimeMs ?? 0);
      }
    }
    this.#path = join(folder, `run-${names.digest('hex').slice(0, 16)}.jsonl`);
    this.#state = state.digest('hex');
    this.#newest = newest;
  }

  recall(): RememberedRun | null {
    const lines = readKeptLines(this.#path, format);
    if (lines === null) return null;
    const [first = '', ...files] = lines;
    const head = JSON.parse(first) as Head;
    if (head.state !== this.#state || this.#newest + clockTick >= head.readAt) return null;
    if (head.folders.some(([folder, digest]) => digestOf(listed(folder)) !== digest)) return null;
    return { ...head, files: files.map((line) => JSON.parse(line) as RememberedFile) };
  }

  /** A cache that cannot be written is no reason to fail. */
  remember({ files, ...run }: RememberedRun, folders: Iterable<string>): void {
    if (run.skipped.some(({ kind }) => kind === 'unreadable')) return;
    const head: Head = {
      ...run,
      state: this.#state,
      readAt: this.#readAt,
      folders: [...folders].map((folder) => [folder, digestOf(listed(folder))]),
    };
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
      removeOldest(this.#path);
    } catch {
      // The next run is slower; nothing else is lost.
    }
  }
}

function digestOf(names: readonly string[]): string {
  return createHash('sha256')
    .update([...names].sort().join('\0'))
    .digest('base64');
}

function removeOldest(path: string): void {
  const folder = dirname(path);
  const others = readdirSync(folder)
    .filter((name) => /^run-[0-9a-f]{16}\.jsonl$/.test(name) && name !== basename(path))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const other of others.slice(mostKept)) rmSync(other.path, { force: true });
}
