import type { OutlineSection } from '../markdown/outline.ts';
import { foldSpace } from '../markdown/plain.ts';
import { splitComments } from './inline-comments.ts';
import { cleanName, foldName, splitOrdinal, stripNumbering, stripOptionalMark } from './names.ts';
import { optionalityOf } from './optional.ts';
import { scanBrackets } from './placeholder.ts';

/** A template's heading taken apart. */
export interface HeadingName {
  /** Without marks, outline number, optional mark and placeholder brackets: how it is shown and addressed. */
  readonly name: string;
  readonly optional: boolean;
  readonly mandatory: boolean;
  /** The bracketed part as written; the whole heading when `wholly`. Null when the heading is fixed words. */
  readonly placeholder: string | null;
  /** True when nothing but a placeholder stands there. */
  readonly wholly: boolean;
  /** What repeated siblings share: `Alternative` of `Alternative 1: [Name]`. Equal to `name` without ordinal and placeholder. */
  readonly stem: string;
  readonly ordinal: number | null;
  /** True for a code with a running number (`FR-001`), which repeats only beside another one. */
  readonly counted: boolean;
  /** True when a name of its own, or room for one, follows the stem. */
  readonly named: boolean;
}

/**
 * Reads a template's heading; the text is taken as written because `<name>` is an HTML tag to a Markdown parser. `counted`:
 * a bare number before it is an outline number.
 */
export function readHeading(text: string, section: OutlineSection, counted = false): HeadingName {
  const children = section.node.children;
  const first = children[0]?.position?.start.offset;
  const last = children[children.length - 1]?.position?.end.offset;
  const written = first === undefined || last === undefined ? '' : text.slice(first, last);
  return headingName(counted ? written.replace(BARE_NUMBER, '') : written);
}

const BARE_NUMBER = /^(\d{1,2}) {1,4}(?=\p{L})/u;

/** True when siblings count themselves without any mark behind the number: `1 Scope`, `2 Mapping`. */
export function areCounted(siblings: readonly OutlineSection[]): boolean {
  const numbers = siblings.map((section) => Number(BARE_NUMBER.exec(section.title)?.[1] ?? Number.NaN));
  return numbers.length > 1 && numbers.every((number, at) => number === (numbers[0] as number) + at);
}

const COMMENT_ONLY = /^<!--([\s\S]*)-->$/u;

export function headingName(written: string): HeadingName {
  const commented = COMMENT_ONLY.exec(written.trim())?.[1];
  const { words, comments } = splitComments(written);
  const bare = commented === undefined ? words : `{${commented.trim()}}`;
  const said = commented === undefined ? optionalityOf(comments.join(' ')) : null;
  const line = stripLinks(foldSpace(bare).replace(/\s*\{#[^{}\s]*\}$/u, ''))
    .replace(/\*\*|__|`/gu, '')
    .replace(/^[*_]([^*_]+)[*_]$/u, '$1');
  const marked = readMark(line.replace(/\s*\*\(([^)*]+)\)\*$/u, ' ($1)'));
  const unnumbered = stripNumbering(marked.name)
    .replace(/\s*[:：]\s*$/u, '')
    .trim();
  const found = scanBrackets(unnumbered, { start: 0, end: unnumbered.length });
  const only = found[0];
  const wholly = only !== undefined && only.start === 0 && only.end === unnumbered.length;
  const plain = wholly ? only.inner : unnumbered;
  const split = splitOrdinal(plain);
  const ordinal = split === null || /[&+/]$/u.test(split.stem) ? null : split;
  const code = ordinal === null ? /^(\p{L}{1,6})-?\d{1,4}(?=$|[\s:：.)–-])/u.exec(plain) : null;
  const fixed = ordinal?.stem ?? code?.[1] ?? fixedWords(plain, wholly ? undefined : only?.start);
  return {
    name: cleanName(withoutBrackets(plain)),
    optional: marked.optional || said === 'optional',
    mandatory: marked.mandatory || said === 'mandatory',
    placeholder: commented === undefined ? (wholly ? unnumbered : (only?.text ?? null)) : written.trim(),
    wholly,
    stem: withoutBrackets(cleanName(fixed)) || cleanName(withoutBrackets(plain)),
    ordinal: ordinal?.ordinal ?? null,
    counted: code !== null,
    named: wholly && ordinal === null ? true : ordinal === null ? only !== undefined : ordinal.rest !== '' || wholly,
  };
}

/** An optional mark, also as a remark with a condition: `*(include if the feature involves data)*`. */
function readMark(line: string): ReturnType<typeof stripOptionalMark> {
  const conditional = /^(.*\S)\s*\*?\((?:[^()]{0,30}\s)?(?:if|when|where)\s[^()]{1,80}\)\*?$/iu.exec(line)?.[1];
  return conditional === undefined ? stripOptionalMark(line) : { name: conditional, optional: true, mandatory: false };
}

/** `[Text](url)` reads as `Text`; a bracket alone stays, for it may be a placeholder. */
function stripLinks(line: string): string {
  return line.replace(/\[([^\][]{1,200})\]\([^()\s]{0,300}\)/gu, '$1');
}

function withoutBrackets(text: string): string {
  return foldSpace(text.replace(/[[\]{}<>]/gu, ''));
}

/** The words before a placeholder, the separator left out: `Endpoint` of `Endpoint: [name]`. */
function fixedWords(text: string, placeholderStart: number | undefined): string {
  if (placeholderStart === undefined || placeholderStart === 0) return text;
  return text.slice(0, placeholderStart).replace(/[\s:：\-–—(#]+$/u, '');
}

/** True when two sibling headings are samples of one repeated section: they differ by ordinal or placeholder only. */
export function areSamplesOfOne(a: HeadingName, b: HeadingName): boolean {
  if (a.wholly && b.wholly && a.ordinal === null && b.ordinal === null) return true;
  const varies = (name: HeadingName): boolean => name.ordinal !== null || name.placeholder !== null || name.counted;
  if (!varies(a) || !varies(b)) return false;
  if (a.wholly && b.wholly) return true;
  if (foldName(a.stem) !== foldName(b.stem)) return false;
  const named = a.placeholder === null && b.placeholder === null && a.named && b.named;
  return !(named && isAppendix(a.stem) && foldName(a.name) !== foldName(b.name));
}

/** True for what stands behind the document proper, in many languages. */
export function isAppendix(name: string): boolean {
  return /^(?:appendix|appendices|annex(?:es)?|annexes?|anhang|anhänge|apéndices?|apendices?|anexos?|appendici|allegat[oi]|bijlagen?|załączniki?|приложени[ея]|付録|附录|附錄|부록)$/u.test(
    foldName(name),
  );
}

/** True when one sample alone says that more may follow: room for a name, or an ordinal without fixed words after it. */
export function repeatsAlone(name: HeadingName, depth: number): boolean {
  if (name.wholly) return true;
  if (name.ordinal !== null) return !name.named || name.placeholder !== null;
  return name.placeholder !== null && depth >= 3;
}

/** English plural for the key of a repeated part (`component` → `components`); other scripts stay as they are. */
export function pluralOf(name: string): string {
  if (!/[a-z]$/iu.test(name)) return name;
  if (/(?:s|x|z|ch|sh)$/iu.test(name)) return /ss$|[xz]$|ch$|sh$|us$|is$/iu.test(name) ? `${name}es` : name;
  if (/[^aeiou]y$/iu.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}
