import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import { hashText } from '../diagnostic/fingerprint.ts';
import { foldSpace } from '../markdown/plain.ts';
import { compareText } from './order.ts';

/**
 * Findings a team has decided to live with for now, so that a check shows only new ones. Plain JSON, kept in version
 * control; an entry stays true when its lines move, and goes stale when its finding is mended.
 */
export interface Baseline {
  readonly version: 1;
  /** Sorted by file, code, address, fingerprint. */
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly file: string;
  readonly code: Code;
  /** Where the finding stood when the baseline was made; for people, and part of the fingerprint but for its ordinals. */
  readonly address: string;
  /** 32 hexadecimal digits over code, address and the words at the finding. */
  readonly fingerprint: string;
  /** How many findings of the file are alike in all of these. */
  readonly count: number;
}

/** The text of a file as it was checked; null when it could not be read. */
export type TextOf = (file: string) => string | null;

export interface BaselineResult {
  /** Findings that the baseline does not hold, in the order given. */
  readonly fresh: readonly Diagnostic[];
  /** Findings that it holds. */
  readonly known: readonly Diagnostic[];
  /** Entries, with the count that is left over, whose findings are gone. */
  readonly stale: readonly BaselineEntry[];
}

export function createBaseline(diagnostics: Iterable<Diagnostic>, textOf: TextOf): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const diagnostic of diagnostics) {
    const entry = entryOf(diagnostic, textOf);
    const key = keyOf(entry);
    const known = entries.get(key);
    entries.set(key, known === undefined ? entry : { ...known, count: known.count + 1 });
  }
  return { version: 1, entries: [...entries.values()].sort(compareEntries) };
}

/** Parts findings into known and fresh ones. Each entry takes as many findings as it counts, the first in the order given. */
export function applyBaseline(diagnostics: Iterable<Diagnostic>, baseline: Baseline, textOf: TextOf): BaselineResult {
  const left = new Map<string, number>();
  for (const entry of baseline.entries) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  const fresh: Diagnostic[] = [];
  const known: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const key = keyOf(entryOf(diagnostic, textOf));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    (count > 0 ? known : fresh).push(diagnostic);
  }
  const stale = baseline.entries.flatMap((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    left.delete(keyOf(entry));
    return count === 0 ? [] : [{ ...entry, count }];
  });
  return { fresh, known, stale };
}

/** The baseline without its stale entries; entries of files outside `checked` stay, for they were not looked at. */
export function pruneBaseline(
  baseline: Baseline,
  stale: readonly BaselineEntry[],
  checked: (file: string) => boolean,
): Baseline {
  const gone = new Map(stale.filter((entry) => checked(entry.file)).map((entry) => [keyOf(entry), entry.count]));
  const entries = baseline.entries.flatMap((entry) => {
    const count = entry.count - (gone.get(keyOf(entry)) ?? 0);
    return count > 0 ? [{ ...entry, count }] : [];
  });
  return { version: 1, entries };
}

export type BaselineReading = { readonly baseline: Baseline } | { readonly baseline: null; readonly problem: string };

/** Reads a baseline file. The problem is one sentence without the file's name. */
export function parseBaseline(text: string): BaselineReading {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { baseline: null, problem: `The baseline is not JSON: ${error instanceof Error ? error.message : ''}` };
  }
  if (!isRecord(data) || data.version !== 1) {
    return { baseline: null, problem: 'The baseline has no `"version": 1`; it may be from a newer Specwright' };
  }
  if (!Array.isArray(data.entries)) return { baseline: null, problem: 'The baseline has no list `entries`' };
  const wrong = data.entries.findIndex((entry) => !isEntry(entry));
  if (wrong !== -1) {
    return {
      baseline: null,
      problem: `Entry ${wrong + 1} of the baseline lacks file, code, address, fingerprint or count`,
    };
  }
  return { baseline: { version: 1, entries: data.entries as BaselineEntry[] } };
}

/** One entry a line, so that merges of two branches rarely conflict. Ends with a line end. */
export function formatBaseline(baseline: Baseline): string {
  const lines = baseline.entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "version": 1,\n  "entries": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

function entryOf(diagnostic: Diagnostic, textOf: TextOf): BaselineEntry {
  const { file, code, address } = diagnostic;
  const words = wordsAt(textOf(file) ?? '', diagnostic.range);
  // An ordinal moves when something is put in before it; the words tell such findings apart well enough.
  const place = address.replace(/\[\d+\]/gu, '[]');
  return { file, code, address, fingerprint: hashText(`${code}\n${place}\n${words}`), count: 1 };
}

/** The finding's own text, or its line where the range is empty. Long ranges are known by their beginning. */
function wordsAt(text: string, range: { start: number; end: number }): string {
  if (range.end > range.start) return foldSpace(text.slice(range.start, Math.min(range.end, range.start + 400)));
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = text.indexOf('\n', range.start);
  const line = text.slice(range.start === 0 ? 0 : start, end === -1 ? text.length : end);
  return foldSpace(line.slice(0, 400));
}

/** The address shows where the finding stood; the fingerprint alone says which it is. */
function keyOf(entry: BaselineEntry): string {
  return `${entry.file}\n${entry.code}\n${entry.fingerprint}`;
}

/** The order of a baseline: file, code, address, fingerprint. */
export function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.code, b.code) ||
    compareText(a.address, b.address) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isRecord(value)) return false;
  const texts = [value.file, value.code, value.address, value.fingerprint];
  return (
    texts.every((text) => typeof text === 'string') && Number.isInteger(value.count) && (value.count as number) > 0
  );
}
