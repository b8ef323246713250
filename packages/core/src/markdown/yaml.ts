import type { Range } from '../text/range.ts';

/** What a YAML value is in JSON. Dates stay text; a number that JSON cannot hold (`.inf`, `.nan`) is its text. */
export type YamlValue = null | boolean | number | string | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** One key of a YAML map. Every range counts in the text given to `readYaml`, in UTF-16 units. */
export interface YamlEntry {
  readonly key: string;
  /** Quotes included. */
  readonly keyRange: Range;
  /** The value as written without the white space and comments around it; empty where a value would stand. */
  readonly valueRange: Range;
  /** The text of `valueRange`. */
  readonly raw: string;
  /** The typed value; the raw text where it is not valid YAML or only looks like a map (`{a | b}`, `{{name}}`). */
  readonly value: YamlValue;
  /** Of a sequence, in block or flow notation; else empty. */
  readonly items: readonly YamlItem[];
  /** The comment on the value's line, or on the key's line when the value starts below it. */
  readonly comment: YamlComment | null;
  /** Of a map; else empty. */
  readonly children: readonly YamlEntry[];
}

export interface YamlItem {
  readonly range: Range;
  readonly raw: string;
  readonly value: YamlValue;
}

export interface YamlComment {
  /** Without `#` and the white space around. */
  readonly text: string;
  /** From `#` to the end of the line. */
  readonly range: Range;
}

export interface YamlProblem {
  readonly message: string;
  readonly range: Range;
}

export interface YamlReading {
  /** In text order; a key that stands twice is here twice. */
  readonly entries: readonly YamlEntry[];
  readonly problems: readonly YamlProblem[];
}
