/**
 * Names as templates and documents write them: cleaning, folding for comparison, and keys. Every function is linear in
 * its input; a name longer than `NAME_LIMIT` units is compared by its beginning.
 */

import { ownCopy } from '../text/own-copy.ts';

const NAME_LIMIT = 300;
const KEY_LIMIT = 100;

const NUMBER = '[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3}){0,5}';
const HAN_NUMBER = '[一二三四五六七八九十百]{1,4}';

/** Each form of an outline number at the start of a name. Every quantifier is bounded. */
const NUMBERING = new RegExp(
  [
    `§{0,2} ?${NUMBER} ?[.):：、．）](?: {1,4}|(?=[^\\sa-z0-9０-９]))`,
    '§{0,2} ?[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3}){1,5} {1,4}',
    '§{1,2} ?[0-9]{1,3} {1,4}',
    `[(（](?:[0-9０-９]{1,3}|[A-Za-z]|[ivxIVX]{1,5}|${HAN_NUMBER})[)）] {0,4}`,
    '(?:[IVXLC]{1,6}|[ivx]{1,5}|[A-Za-z])[.):] {1,4}',
    '[0-9]{1,3} {1,2}[-–—] {1,2}',
    '[0-9]\\uFE0F?\\u20E3 {0,4}',
    `第 ?(?:[0-9０-９]{1,3}|${HAN_NUMBER}) ?[章节節部編编条條] {0,4}[:：、.]? {0,4}`,
    `${HAN_NUMBER}[、．.] {0,4}`,
  ]
    .map((form) => `(?:${form})`)
    .join('|')
    .replace(/^/, '^(?:')
    .concat(')'),
  'u',
);

const WORD = /[\p{L}\p{N}]/u;

/**
 * The name without an outline number before it: `2.1 Goals`, `1) Goals`, `IV. Goals`, `一、目标` give the words alone. A
 * bare number without a mark (`5 Whys`) stays, and so does a name that is nothing but a number.
 */
export function stripNumbering(name: string): string {
  const found = NUMBERING.exec(name.slice(0, 40));
  if (found === null) return name;
  const rest = name.slice(found[0].length).trim();
  return WORD.test(rest.slice(0, NAME_LIMIT)) ? rest : name;
}

const OPTIONAL_WORDS = [
  'optional',
  'optionnel',
  'optionnelle',
  'facultatif',
  'facultative',
  'facoltativo',
  'facoltativa',
  'fakultativ',
  'opcional',
  'opcjonalnie',
  'indien van toepassing',
  'se applicabile',
  'si aplica',
  'se aplicável',
  'falls zutreffend',
  'le cas échéant',
  'opzionale',
  'optioneel',
  'valgfri',
  'valgfritt',
  'valfri',
  'valfritt',
  'freiwillig',
  'nepovinné',
  'volitelné',
  'opcjonalne',
  'opcjonalny',
  'isteğe bağlı',
  'необязательно',
  'необязательный',
  'необязательная',
  'опционально',
  "необов'язково",
  '可选',
  '如适用',
  '如有',
  '如適用',
  '必要に応じて',
  '可選',
  '选填',
  '選填',
  '任意',
  '選択',
  '省略可',
  '선택',
  '선택사항',
  'if applicable',
  'if any',
  'if needed',
  'if relevant',
  'when applicable',
  'where applicable',
  'as needed',
];
const MANDATORY_WORDS = [
  'required',
  'mandatory',
  'obligatoire',
  'requis',
  'obligatorio',
  'obligatoria',
  'obrigatório',
  'obbligatorio',
  'erforderlich',
  'pflicht',
  'verplicht',
  'обязательно',
  'обязательный',
  "обов'язково",
  '必填',
  '必须',
  '必須',
  '필수',
];
const OPTIONAL_SET = new Set(OPTIONAL_WORDS);
const MARK_SET = new Set([...OPTIONAL_WORDS, ...MANDATORY_WORDS]);
const LONGEST_MARK = 24;

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '（': '）', '【': '】', '<': '>' };
const OPENER: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CLOSER).map(([open, close]) => [close, open]),
);

/**
 * Takes `(Optional)`, `[required]`, `- optional`, `Optional: ` and the like in many languages off a name. Both flags are
 * false when there is no mark. A name that is nothing but the mark stays as it is.
 */
export function stripOptionalMark(name: string): { name: string; optional: boolean; mandatory: boolean } {
  const trimmed = name.trim();
  const found = markAfter(trimmed) ?? markBefore(trimmed);
  if (found === null || !WORD.test(found.rest.slice(0, NAME_LIMIT)))
    return { name: trimmed, optional: false, mandatory: false };
  const optional = OPTIONAL_SET.has(found.mark);
  return { name: found.rest.trim(), optional, mandatory: !optional };
}

interface MarkedName {
  readonly mark: string;
  readonly rest: string;
}

const AROUND_MARK = /^[\s*_]+|[\s*_.!]+$/gu;

function markOf(words: string): string | null {
  if (words.length > LONGEST_MARK + 8) return null;
  const mark = words.replace(AROUND_MARK, '').toLowerCase();
  return MARK_SET.has(mark) ? mark : null;
}

/** A mark in brackets at the end, or behind a dash, comma or colon. */
function markAfter(name: string): MarkedName | null {
  const end = lengthWithoutEmphasis(name);
  const opener = OPENER[name[end - 1] ?? ''];
  const from = Math.max(0, end - LONGEST_MARK - 8);
  if (opener !== undefined) {
    const start = name.lastIndexOf(opener, end - 1);
    const mark = start < from ? null : markOf(name.slice(start + 1, end - 1));
    if (mark !== null) return { mark, rest: name.slice(0, lengthWithoutEmphasis(name.slice(0, start))) };
  }
  const separator = AFTER_SEPARATOR.exec(name.slice(from));
  const mark = separator === null ? null : markOf(separator[1] as string);
  return mark === null || separator === null ? null : { mark, rest: name.slice(0, name.length - separator[0].length) };
}

const AFTER_SEPARATOR = /(?: {1,3}[-–—]|[,:：]) {1,3}([^,:：–—]+)$/u;

function lengthWithoutEmphasis(name: string): number {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '*' || name[end - 1] === '_' || name[end - 1] === ' ')) end -= 1;
  return end;
}

/** A mark in brackets at the start, or before a colon. */
function markBefore(name: string): MarkedName | null {
  const head = name.slice(0, LONGEST_MARK + 10).replace(/^[*_]{1,3}/u, '');
  const skipped = Math.min(name.length, LONGEST_MARK + 10) - head.length;
  const closer = CLOSER[head[0] ?? ''];
  const end = closer === undefined ? head.search(/[:：]/u) : head.indexOf(closer);
  if (end <= 0) return null;
  const mark = markOf(head.slice(closer === undefined ? 0 : 1, end));
  return mark === null ? null : { mark, rest: name.slice(skipped + end + 1).replace(/^[*_:： ]{1,6}/u, '') };
}

const ANCHOR_ID = / {0,3}\{ ?[#:][^{}\s]{1,120} ?\}$/u;
const EDGES = /^[\s*_:：.]+|[\s*_:：]+$/gu;

/** Most names are words and nothing else; nothing of the kinds below can be in them. */
const PLAIN_WORDS = /^[A-Za-z]+(?:[ -][A-Za-z]+)*$/;

/** The name without outline number, optional mark, `{#id}`, emphasis marks and final colon: how it is shown to people. */
export function cleanName(name: string): string {
  if (name.length < NAME_LIMIT && PLAIN_WORDS.test(name)) return name;
  const line = name.slice(0, NAME_LIMIT).replace(ANCHOR_ID, '').replace(EDGES, '');
  const marked = stripOptionalMark(line).name.replace(EDGES, '');
  const plain = stripNumbering(marked).replace(EDGES, '');
  return plain === '' ? name.slice(0, NAME_LIMIT).trim() : plain;
}

const NOT_WORD = /[^\p{L}\p{M}\p{N}+#]+/gu;
const LONE_SIGNS = /(?<![\p{L}\p{N}+#])[+#]+|#+(?=[\p{L}\p{N}])/gu;
/** Dropped without leaving a gap: apostrophes, soft hyphens, zero-width units, variation selectors. */
const SILENT = /['’‘`´\u00AD]|\p{Variation_Selector}|\u20E3|[\u200B-\u200D\uFEFF]/gu;
const MAYBE_CONJUNCTION = /(?:^| )(?:and|und|et|и)(?: |$)/;
const CONJUNCTIONS = /(?<![^ ])(?:and|und|et|и)(?![^ ])/gu;

/**
 * The name for comparing: the same for every case, outline number, optional mark, punctuation, emoji, and for `&`
 * against `and`. Words are separated by one space; Unicode letters are kept. Empty when the name has no word at all.
 */
export function foldName(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const made = name.length < NAME_LIMIT && PLAIN_WORDS.test(name) ? foldPlainWords(name) : foldAnyName(name);
  remember(folded, name, made);
  return made;
}

const folded = new Map<string, string>();
const MEMORY = 4096;

/** Documents of one kind share most of their names, so what was made of the last few thousand is kept. */
function remember(memory: Map<string, string>, name: string, made: string): void {
  if (name.length > KEY_LIMIT) return;
  if (memory.size >= MEMORY) memory.clear();
  memory.set(ownCopy(name), ownCopy(made));
}

function foldPlainWords(name: string): string {
  return withoutConjunctions(name.toLowerCase().replaceAll('-', ' '));
}

function foldAnyName(name: string): string {
  const words = withoutAccents(cleanName(name).normalize('NFKC').toLowerCase())
    .replace(SILENT, '')
    .replace(NOT_WORD, ' ')
    .replace(LONE_SIGNS, ' ')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return withoutConjunctions(words);
}

function withoutConjunctions(words: string): string {
  if (!MAYBE_CONJUNCTION.test(words)) return words;
  const bare = words.replace(CONJUNCTIONS, '').replace(/ {2,}/gu, ' ').trim();
  return bare === '' ? words : bare;
}

const ACCENTS = /[\u0300-\u036f]/gu;

/** Latin, Greek and Cyrillic letters without their accents: `Método` and `Metodo` are one name. */
function withoutAccents(text: string): string {
  return /^[\0-\x7f]*$/u.test(text) ? text : text.normalize('NFD').replace(ACCENTS, '').normalize('NFC');
}

/** The folded name without its spaces, so that `Last Updated`, `last_updated`, `last-updated` and `lastUpdated` are one. */
export function foldKey(name: string): string {
  const words = foldName(name);
  return words.includes(' ') ? words.replaceAll(' ', '') : words;
}

const CAMEL = /^[a-z]{2,}(?:[A-Z][a-z0-9]*)+$/u;
const HUMP = /(?<=[a-z0-9])(?=[A-Z])/gu;
const NOT_KEY = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * An address segment: `High-Level Design` gives `high-level-design`, `Risks & Mitigations` gives `risks-and-mitigations`,
 * `createdAt` gives `created-at`. Unicode letters are kept. `unnamed` when the name has no word.
 */
export function kebabName(name: string): string {
  const known = kebabs.get(name);
  if (known !== undefined) return known;
  const isPlain = name.length <= KEY_LIMIT && PLAIN_WORDS.test(name) && !CAMEL.test(name);
  const made = isPlain ? name.toLowerCase().replaceAll(' ', '-') : kebabOfAny(name);
  remember(kebabs, name, made);
  return made;
}

const kebabs = new Map<string, string>();

function kebabOfAny(name: string): string {
  const cleaned = cleanName(name).slice(0, KEY_LIMIT);
  const spaced = CAMEL.test(cleaned) ? cleaned.replace(HUMP, ' ') : cleaned;
  const kebab = spaced
    .normalize('NFKC')
    .toLowerCase()
    .replace(SILENT, '')
    .replaceAll('&', ' and ')
    .replace(NOT_KEY, '-')
    .replace(/^-|-$/gu, '');
  return kebab === '' ? 'unnamed' : kebab;
}

/** A key of typed JSON: the camelCase of `kebabName`. `High-Level Design` gives `highLevelDesign`. */
export function camelName(name: string): string {
  const kebab = kebabName(name);
  return kebab.includes('-') ? kebab.replace(/-(.)/gu, (_, letter: string) => letter.toUpperCase()) : kebab;
}

/** A name that carries an ordinal: `Alternative 1: Queue` is stem `Alternative`, ordinal 1, rest `Queue`. */
export interface OrdinalName {
  readonly stem: string;
  readonly ordinal: number;
  /** The words after the ordinal and its separator; empty when there are none. */
  readonly rest: string;
}

/** A digit, or a capital that a word does not begin with. Cheap, and wide enough. */
const MAYBE_ORDINAL = /[0-9０-９一二三四五六七八九十]| [A-Z](?![a-z])/;
const ORDINAL =
  /^(\p{L}[^:：\n]{0,60}?)(?: {1,2}|(?=[#№(（])|(?<=\p{Ll}{4})|(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]))(?:[#№] ?|[Nn]o\. ?|[(（])?(?:([0-9０-９]{1,3})|(?<= )([A-Z]|[IVX]{2,4}))(?![\p{L}\p{N}%]|[./][0-9])(?: {0,2}(?:[:：.)）|–—]|-(?= )|(?=[([{（<]))|$| {1,2}(?=\S)) {0,3}/u;

/**
 * Splits a name at its ordinal (`Story 2`, `Option B - Queue`, `Phase IV`, `方案1：队列`, `Alternative #3`). Null when there is
 * none: the ordinal must follow the stem and be followed by a separator or space or nothing.
 */
export function splitOrdinal(name: string): OrdinalName | null {
  if (!MAYBE_ORDINAL.test(name)) return null;
  const text = name.slice(0, NAME_LIMIT);
  const found = ORDINAL.exec(text);
  if (found === null) return splitHanOrdinal(text, name);
  const written = found[2] ?? found[3] ?? '';
  const letter = found[3];
  const rest = name.slice(found[0].length).trim();
  const ordinal = letter === undefined ? Number(written.normalize('NFKC')) : letterOrdinal(letter);
  if (letter !== undefined && rest !== '' && !/[:：.)|\-–—([{（<]\s*$/u.test(found[0]) && !/^[([{（<]/u.test(rest))
    return null;
  return { stem: (found[1] ?? '').trim(), ordinal, rest };
}

const HAN_ORDINAL = /^(\p{sc=Han}{2,20}?) ?([一二三四五六七八九]?十?[一二三四五六七八九十]) ?(?:[:：、.)）|–—-] ?|$)/u;
const HAN_DIGITS = '一二三四五六七八九十';

/** `方案一：队列`: an ordinal in Chinese figures, behind Chinese words and before a separator or the end. */
function splitHanOrdinal(text: string, name: string): OrdinalName | null {
  const found = HAN_ORDINAL.exec(text);
  if (found === null) return null;
  const figures = [...(found[2] as string)].map((figure) => HAN_DIGITS.indexOf(figure) + 1);
  const [first = 0, second, third] = figures;
  const teens = first === 10 ? 10 : second === undefined ? first : first * 10;
  const ordinal = teens + (first === 10 ? (second ?? 0) : (third ?? 0));
  return { stem: found[1] as string, ordinal, rest: name.slice(found[0].length).trim() };
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

/** `A` is 1, `B` is 2; two and more of `I`, `V`, `X` are a Roman number, and so is a single `I`. */
function letterOrdinal(letters: string): number {
  if (letters.length === 1 && letters !== 'I') return letters.charCodeAt(0) - 64;
  let total = 0;
  for (let index = 0; index < letters.length; index += 1) {
    const value = ROMAN[letters[index] as string] ?? 0;
    const next = ROMAN[letters[index + 1] ?? ''] ?? 0;
    total += value < next ? -value : value;
  }
  return total;
}
