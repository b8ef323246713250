import type { Range } from '../text/range.ts';

/** One key of a YAML mapping with exact ranges in the document. */
export interface YamlEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly valueRange: Range;
  readonly raw: string;
  readonly value: unknown;
  readonly items: readonly { readonly range: Range; readonly raw: string; readonly value: unknown }[];
  readonly comment: { readonly text: string; readonly range: Range } | null;
  readonly children: readonly YamlEntry[];
}

/** Entries of a YAML text and what is wrong with it. */
export interface YamlReading {
  readonly entries: readonly YamlEntry[];
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
}

/** Reads `key: value` lines. */
export function readYaml(text: string, range: Range): YamlReading {
  const entries: YamlEntry[] = [];
  let at = range.start;
  for (const line of text.slice(range.start, range.end).split('\n')) {
    const match = /^([\w-]+):[ \t]*([^\r]*)/u.exec(line);
    if (match !== null) {
      const key = match[1] as string;
      const written = match[2] as string;
      const hash = written.search(/ #/u);
      const raw = (hash === -1 ? written : written.slice(0, hash)).trim();
      const start = at + line.indexOf(written, key.length + 1);
      entries.push({
        key,
        keyRange: { start: at, end: at + key.length },
        valueRange: { start, end: start + raw.length },
        raw,
        value: raw,
        items: [],
        comment:
          hash === -1
            ? null
            : { text: written.slice(hash + 2).trim(), range: { start: start + hash + 1, end: start + written.length } },
        children: [],
      });
    }
    at += line.length + 1;
  }
  return { entries, problems: [] };
}
