import type { Range } from '../text/range.ts';
import type { YamlEntry, YamlItem, YamlValue } from './yaml.ts';
import type { YamlChunk } from './yaml-chunks.ts';
import { commentIn, emptyValueAt, trimRange } from './yaml-chunks.ts';

/** A key that is surely text, so that `true:` and `1:` go to the library. */
const TEXT_KEY = /^(?!(?:null|Null|NULL|true|True|TRUE|false|False|FALSE)$)[A-Za-z_][A-Za-z0-9_ -]*$/;
/** Characters with a meaning of their own at the start of a plain scalar (YAML 1.2.2, section 7.3.3); the sign is one here. */
const NOT_PLAIN_START = `-?:,[]{}#&*!|>'"%@\``;

/**
 * Reads the chunks that nearly all front matter is made of: `key: words`, `key: "words"`, and `key:` with lines of
 * `- words`. Null for anything else, which the library reads. What it reads equals the library's reading; the tests
 * hold the two against each other.
 */
export function readSimpleChunk(text: string, chunk: YamlChunk): YamlEntry | null {
  const key = text.slice(chunk.keyRange.start, chunk.keyRange.end);
  const first = chunk.lines[0];
  if (first === undefined || !TEXT_KEY.test(key)) return null;
  const head = readScalar(text, { start: chunk.colonEnd, end: first.end });
  if (head === null) return null;
  // Spreading a shared object here would take longer than all the reading.
  if (chunk.lines.length === 1) {
    const range = head.range ?? emptyValueAt(text, chunk.colonEnd);
    return {
      key,
      keyRange: chunk.keyRange,
      valueRange: range,
      raw: text.slice(range.start, range.end),
      value: head.value,
      items: [],
      comment: head.comment,
      children: [],
    };
  }
  const items = head.range === null ? readItems(text, chunk.lines) : null;
  if (items === null) return null;
  const valueRange = { start: items.start, end: (items.list[items.list.length - 1] as YamlItem).range.end };
  return {
    key,
    keyRange: chunk.keyRange,
    valueRange,
    raw: text.slice(valueRange.start, valueRange.end),
    value: items.list.map((item) => item.value),
    items: items.list,
    comment: head.comment,
    children: [],
  };
}

/** Lines `- words` that share an indent; comments and blank lines between them are passed over. */
function readItems(text: string, lines: readonly Range[]): { start: number; list: YamlItem[] } | null {
  const list: YamlItem[] = [];
  let indent = -1;
  let start = -1;
  for (const line of lines.slice(1)) {
    let dash = line.start;
    while (text[dash] === ' ') dash += 1;
    if (dash >= line.end || text[dash] === '#') continue;
    if (text[dash] !== '-' || text[dash + 1] !== ' ') return null;
    if (indent === -1) {
      indent = dash - line.start;
      start = dash;
    }
    if (dash - line.start !== indent) return null;
    const scalar = readScalar(text, { start: dash + 1, end: line.end });
    if (scalar === null || scalar.range === null) return null;
    const raw = text.slice(scalar.range.start, scalar.range.end);
    list.push({ range: scalar.range, raw, value: scalar.value });
  }
  return list.length === 0 ? null : { start, list };
}

interface Scalar {
  /** Null when there is nothing but white space and a comment. */
  readonly range: Range | null;
  readonly value: YamlValue;
  readonly comment: YamlEntry['comment'];
}

/** The rest of a line after `:` or `-` as one scalar on that line; null when that is not simple to say. */
function readScalar(text: string, rest: Range): Scalar | null {
  if (!isPrintable(text, rest)) return null;
  const quoted = quotedRange(text, rest);
  const comment = commentIn(text, { start: quoted?.end ?? rest.start, end: rest.end });
  const range = trimRange(text, { start: rest.start, end: comment === null ? rest.end : comment.range.start });
  if (range.start === range.end) return { range: null, value: null, comment };
  const raw = text.slice(range.start, range.end);
  if (quoted !== null) return quoted.end === range.end ? { range, value: raw.slice(1, -1), comment } : null;
  return isPlain(raw) ? { range, value: plainValue(raw), comment } : null;
}

/** False when the range holds control characters, tabs too, or marks that end lines elsewhere. */
function isPrintable(text: string, range: Range): boolean {
  for (let at = range.start; at < range.end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 32 || (unit > 126 && (unit < 160 || unit === 0x2028 || unit === 0x2029 || unit >= 0xfeff))) return false;
  }
  return true;
}

/** True when the text starts with no mark of YAML and holds no colon that would part a key from a value. */
function isPlain(raw: string): boolean {
  if (NOT_PLAIN_START.includes(raw.charAt(0))) return false;
  for (let colon = raw.indexOf(':'); colon !== -1; colon = raw.indexOf(':', colon + 1)) {
    if (colon + 1 === raw.length || raw.charCodeAt(colon + 1) === 32) return false;
  }
  return true;
}

/** The range of a quoted scalar that needs no unescaping; null when the text is not quoted so. */
function quotedRange(text: string, rest: Range): Range | null {
  const { start } = trimRange(text, rest);
  const quote = text[start];
  if (start >= rest.end || (quote !== '"' && quote !== "'")) return null;
  const close = text.indexOf(quote, start + 1);
  if (close === -1 || close >= rest.end || text[close + 1] === quote) return null;
  return quote === '"' && text.slice(start, close).includes('\\') ? null : { start, end: close + 1 };
}

/** The core schema's reading of a plain scalar (YAML 1.2.2, section 10.3.2). A minus sign never comes here. */
function plainValue(raw: string): YamlValue {
  const first = raw.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 46 || first === 43) return numberOrText(raw);
  switch (raw) {
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return raw;
  }
}

/** A number that JSON can hold; any other text, `.inf` and `.nan` included, stays text. */
function numberOrText(raw: string): YamlValue {
  if (/^0o[0-7]+$/.test(raw)) return Number.parseInt(raw.slice(2), 8);
  if (/^0x[0-9a-fA-F]+$/.test(raw)) return Number.parseInt(raw.slice(2), 16);
  if (!/^\+?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) ? value : raw;
}
