import type { Document, Node, Pair } from 'yaml';
import { isMap, isPair, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Range } from '../text/range.ts';
import type { YamlComment, YamlEntry, YamlItem, YamlProblem, YamlValue } from './yaml.ts';
import { commentIn, emptyValueAt, trimRange } from './yaml-chunks.ts';

/** Texts that make the library take more than linear time or memory are refused beyond these counts. */
const MOST = { units: 1_000_000, aliases: 100, explicitKeys: 16 } as const;

const TOO_DEEP = 'it is nested too deeply';

interface LibraryReading {
  readonly entries: readonly YamlEntry[];
  /** Why the text is not a map in valid YAML; `entries` is then empty. */
  readonly problem: YamlProblem | null;
}

/** Reads a stretch of text with the `yaml` package. Never throws; time is bounded by the length of the stretch. */
export function readWithLibrary(text: string, range: Range): LibraryReading {
  const part = text.slice(range.start, range.end);
  const refusal = refusalOf(part);
  if (refusal !== null) return failure(refusal, range);
  try {
    return read(text, part, range);
  } catch (error) {
    // Deep nesting overflows the stack; aliases that grow or hold themselves make the library or JSON throw.
    return failure(error instanceof RangeError ? TOO_DEEP : 'its aliases ("*name") grow without bound', range);
  }
}

function read(text: string, part: string, range: Range): LibraryReading {
  const document = parseDocument(part, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: false });
  const error = document.errors[0];
  if (error !== undefined) {
    const [start, end] = error.pos;
    const at = { start: range.start + start, end: range.start + Math.min(Math.max(end, start), part.length) };
    return failure(reasonOf(error.message), at);
  }
  const top = document.contents;
  if (top === null || (isScalar(top) && top.value === null)) return { entries: [], problem: null };
  if (!isMap(top)) return failure('it holds no keys', range);
  return { entries: new LibraryReader(text, range.start, document).entriesOf(top), problem: null };
}

function failure(message: string, range: Range): LibraryReading {
  return { entries: [], problem: { message, range } };
}

function refusalOf(part: string): string | null {
  if (part.length > MOST.units) return 'it is longer than a million characters';
  if (countUpTo(part, /(?:^|[\s[{,?-])\?(?=\s|$)/gmu, MOST.explicitKeys)) return 'it has too many explicit keys ("? ")';
  if (countUpTo(part, /(?:^|[\s[{,])\*/gmu, MOST.aliases)) return 'it has too many aliases ("*name")';
  return null;
}

/** True when the pattern matches more than `most` times. */
function countUpTo(part: string, pattern: RegExp, most: number): boolean {
  let count = 0;
  for (const _ of part.matchAll(pattern)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

/** The library's words as a clause; it reports an overflow of its own stack as an error of the text. */
function reasonOf(message: string): string {
  if (message.includes('call stack')) return TOO_DEEP;
  const quote = /^Missing closing (["'])/u.exec(message)?.[1];
  if (quote !== undefined) return `the closing ${quote} is missing`;
  const line = message.split('\n', 1)[0] as string;
  return line.charAt(0).toLowerCase() + line.slice(1);
}

class LibraryReader {
  readonly #text: string;
  readonly #shift: number;
  readonly #document: Document;

  constructor(text: string, shift: number, document: Document) {
    this.#text = text;
    this.#shift = shift;
    this.#document = document;
  }

  entriesOf(map: YAMLMap): YamlEntry[] {
    return map.items.map((pair) => this.#entry(pair as Pair<Node, Node | null>));
  }

  #entry(pair: Pair<Node, Node | null>): YamlEntry {
    const keyRange = this.#rangeOf(pair.key);
    const colonEnd = this.#colonAfter(keyRange.end);
    const node = pair.value;
    const written = node === null ? null : this.#rangeOf(node);
    const empty = written === null || written.start >= written.end;
    const valueRange = empty ? emptyValueAt(this.#text, colonEnd) : written;
    const raw = this.#slice(valueRange);
    const asText = node !== null && isMap(node) && isOnlyKeys(node);
    const items = isSeq(node) ? node.items.map((item) => this.#item(item as Node | Pair)) : [];
    return {
      key: isScalar(pair.key) ? String(pair.key.value ?? '') : this.#slice(keyRange),
      keyRange,
      valueRange,
      raw,
      value: asText ? raw : isSeq(node) ? items.map((item) => item.value) : this.#valueOf(node, raw),
      items,
      comment: this.#commentOf(node, valueRange, colonEnd),
      children: isMap(node) && !asText ? this.entriesOf(node) : [],
    };
  }

  #item(item: Node | Pair): YamlItem {
    const node = isPair(item) ? (item.key as Node) : item;
    const written = isPair(item) ? this.#pairRange(item) : this.#rangeOf(node);
    // The library puts an item without a value before whatever comes next; here it stands after its dash.
    const empty = written.start >= written.end;
    const range = empty ? emptyValueAt(this.#text, this.#text.lastIndexOf('-', written.start) + 1) : written;
    const raw = this.#slice(range);
    return { range, raw, value: isPair(item) ? raw : this.#valueOf(node, raw) };
  }

  #valueOf(node: Node | null, raw: string): YamlValue {
    if (node === null) return null;
    const value: unknown = node.toJS(this.#document, { maxAliasCount: MOST.aliases });
    if (typeof value === 'number') return Number.isFinite(value) ? value : raw;
    if (typeof value !== 'object' || value === null) return value as YamlValue;
    // A round trip makes it plain: no cycles (it throws), nothing JSON lacks.
    return JSON.parse(JSON.stringify(value)) as YamlValue;
  }

  /** On the value's last line, or on the key's line when a block starts below it. */
  #commentOf(node: Node | null, valueRange: Range, colonEnd: number): YamlComment | null {
    const block = (isMap(node) || isSeq(node)) && node.flow !== true;
    const from = block || valueRange.start === valueRange.end ? colonEnd : valueRange.end;
    const lineEnd = this.#lineEnd(from);
    const comment = commentIn(this.#text, { start: from, end: lineEnd });
    const between = comment === null ? '' : this.#text.slice(from, comment.range.start);
    return /^[ \t]*$/u.test(between) ? comment : null;
  }

  /** The node as written; block collections end with their last value, not with the blank lines after it. */
  #rangeOf(node: Node): Range {
    const start = this.#shift + (node.range?.[0] ?? 0);
    let last: Node = node;
    while ((isMap(last) || isSeq(last)) && last.flow !== true) {
      const item = last.items[last.items.length - 1] as Node | Pair<Node, Node | null> | undefined;
      if (item === undefined) break;
      if (!isPair(item)) last = item;
      else if (item.value !== null && (item.value.range?.[1] ?? 0) > (item.value.range?.[0] ?? 0)) last = item.value;
      else return { start, end: this.#colonAfter(this.#shift + (item.key.range?.[1] ?? 0)) };
    }
    return { start, end: trimRange(this.#text, { start, end: this.#shift + (last.range?.[1] ?? 0) }).end };
  }

  #pairRange(pair: Pair): Range {
    const key = this.#rangeOf(pair.key as Node);
    return pair.value === null ? key : { start: key.start, end: this.#rangeOf(pair.value as Node).end };
  }

  #colonAfter(offset: number): number {
    const colon = this.#text.indexOf(':', offset);
    return colon === -1 ? offset : colon + 1;
  }

  #lineEnd(offset: number): number {
    let end = offset;
    while (end < this.#text.length && this.#text.charCodeAt(end) !== 10 && this.#text.charCodeAt(end) !== 13) end += 1;
    return end;
  }

  #slice(range: Range): string {
    return this.#text.slice(range.start, range.end);
  }
}

/** `{a | b}`, `{YYYY-MM-DD when …}`, `{{name}}`: a flow map without any value is words in braces. */
function isOnlyKeys(map: YAMLMap): boolean {
  return map.flow === true && map.items.length > 0 && map.items.every((pair) => pair.value === null);
}
