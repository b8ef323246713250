import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Summary, summarise } from '../diagnostic/summary.ts';
import { compareDiagnostics, compareText } from './order.ts';

/** The findings of one file, or some of them, by place. */
export interface FileFindings {
  readonly file: string;
  /** They may be made anew each time, from something smaller that is held in their place. */
  read(): readonly Diagnostic[];
}

/**
 * Findings of many files: by file, then by place. They can be read any number of times, and are made file by file while
 * they are read, so that those of thousands of documents never stand in memory together.
 */
export class Findings implements Iterable<Diagnostic> {
  /** By file, each file once. */
  readonly byFile: readonly FileFindings[];
  #summary: Summary | null = null;

  /** In any order; one file may come several times. */
  constructor(parts: readonly FileFindings[]) {
    const sorted = parts.toSorted((a, b) => compareText(a.file, b.file));
    const byFile: FileFindings[] = [];
    for (const part of sorted) {
      const last = byFile.at(-1);
      if (last?.file === part.file) byFile[byFile.length - 1] = together(last, part);
      else byFile.push(part);
    }
    this.byFile = byFile;
  }

  *[Symbol.iterator](): Generator<Diagnostic, undefined> {
    const summary = { error: 0, warning: 0, info: 0 };
    for (const part of this.byFile) {
      for (const diagnostic of part.read()) {
        summary[diagnostic.severity] += 1;
        yield diagnostic;
      }
    }
    this.#summary = summary;
    return undefined;
  }

  /** Known from the first time that all were read. */
  get summary(): Summary {
    this.#summary ??= summarise(this);
    return this.#summary;
  }

  /** With findings that are held as they are, in any order. */
  with(diagnostics: readonly Diagnostic[]): Findings {
    if (diagnostics.length === 0) return this;
    const byFile = new Map<string, Diagnostic[]>();
    for (const diagnostic of diagnostics) {
      const list = byFile.get(diagnostic.file);
      if (list === undefined) byFile.set(diagnostic.file, [diagnostic]);
      else list.push(diagnostic);
    }
    const parts = [...byFile].map(([file, list]) => {
      list.sort(compareDiagnostics);
      return { file, read: () => list };
    });
    return new Findings([...this.byFile, ...parts]);
  }

  /** Each finding as `change` makes it, without those that it makes null. */
  refined(change: (diagnostic: Diagnostic) => Diagnostic | null): Findings {
    const parts = this.byFile.map(({ file, read }) => ({
      file,
      read: () => read().flatMap((diagnostic) => change(diagnostic) ?? []),
    }));
    return new Findings(parts);
  }
}

function together(a: FileFindings, b: FileFindings): FileFindings {
  return { file: a.file, read: () => [...a.read(), ...b.read()].sort(compareDiagnostics) };
}

export const noFindings = new Findings([]);
