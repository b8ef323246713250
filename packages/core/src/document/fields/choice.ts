import { foldName } from '../../template/names.ts';
import type { ValueReading, ValueSpec, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

/** The choices of one schema part, folded once. */
interface Choices {
  readonly exact: ReadonlyMap<string, string>;
  /** Folded beginnings that stand for a choice, longest first. */
  readonly stems: readonly { readonly stem: string; readonly choice: string }[];
}

const prepared = new WeakMap<ValueSpec, Choices>();

/**
 * One of the template's choices; the JSON is the template's spelling. Emphasis, links, emoji, case, text struck out and
 * words after the choice (`Accepted, 2020-01-01`, `Superseded by ADR-12`) do not matter. A value that lists all choices,
 * three or more, or several between bars is unchosen; one that names two is invalid.
 */
export function readChoice(text: ValueText, spec: ValueSpec): ValueReading {
  const choices = choicesOf(spec);
  const ticked = readBoxes(text.raw);
  if (ticked !== null && ticked.length === 0) return { json: null, state: 'unchosen', choice: null };
  const plain = ticked !== null && ticked.length === 1 ? (ticked[0] as string) : withoutStruck(text);
  const choice = choices.exact.get(plain) ?? choices.exact.get(foldName(plain));
  if (choice !== undefined) return { json: choice, state: 'valid', choice };
  const listed = listedChoices(plain, choices);
  if (listed >= 2) {
    const isUnchosen = listed >= 3 || listed === new Set(choices.exact.values()).size || /[|｜]/u.test(plain);
    return isUnchosen ? { json: null, state: 'unchosen', choice: null } : INVALID;
  }
  const decorated = readDecorated(plain, choices, spec.role === 'status');
  if (decorated !== null) return { json: decorated, state: 'valid', choice: decorated };
  return spec.open ? valid(plain) : INVALID;
}

function choicesOf(spec: ValueSpec): Choices {
  const known = prepared.get(spec);
  if (known !== undefined) return known;
  const exact = new Map<string, string>();
  const stems: { stem: string; choice: string }[] = [];
  for (const choice of spec.choices ?? []) {
    const folded = foldName(choice);
    for (const key of [choice, folded]) if (key !== '' && !exact.has(key)) exact.set(key, choice);
    if (folded !== '') stems.push({ stem: folded, choice });
    const fixed = fixedWords(folded);
    if (fixed !== folded && fixed !== '') stems.push({ stem: fixed, choice });
  }
  stems.sort((a, b) => b.stem.length - a.stem.length);
  const choices = { exact, stems };
  prepared.set(spec, choices);
  return choices;
}

/** The words before the first that holds a digit: `superseded by adr 0123` is `superseded by` and an example. */
function fixedWords(folded: string): string {
  const words = folded.split(' ');
  const varying = words.findIndex((word) => /\d/u.test(word) || /^(?:x{2,}|n{2,})$/u.test(word));
  if (varying <= 0) return folded;
  const fixed = words.slice(0, varying);
  const last = words[varying - 1] as string;
  return (fixed.length > 1 && last.length <= 4 && !CONNECTING.has(last) ? fixed.slice(0, -1) : fixed).join(' ');
}

const STRUCK = /~~[^~\n]{1,80}~~/gu;

function withoutStruck(text: ValueText): string {
  if (!text.raw.includes('~~')) return text.plain;
  const struck = text.raw.match(STRUCK) ?? [];
  let plain = text.plain;
  for (const part of struck) plain = plain.replace(part.slice(2, -2), '');
  return plain.trim() === '' ? text.plain : plain.trim();
}

const BOX = /^[ \t>]*[-*+][ \t]+\[([ xX])\][ \t]+(.{1,200})$/u;

/** Words beside ticked boxes; null when the value is not a list of boxes. */
function readBoxes(raw: string): string[] | null {
  if (!raw.includes('[')) return null;
  const ticked: string[] = [];
  for (const line of raw.split('\n', 50)) {
    if (line.trim() === '') continue;
    const box = BOX.exec(line.trim());
    if (box === null) return null;
    if (box[1] !== ' ') ticked.push((box[2] as string).replace(/[*_`]/gu, '').trim());
  }
  return ticked;
}

const BETWEEN = /\s*[|｜/／,、]\s*(?:(?:or|oder|ou|или)\s+)?|\s+(?:or|oder|ou|или)\s+/u;

/** How many different choices a text lists; 0 when one of its parts is none. */
function listedChoices(plain: string, choices: Choices): number {
  if (plain.length > 400 || !BETWEEN.test(plain)) return 0;
  const found = new Set<string>();
  for (const part of plain.split(BETWEEN)) {
    const folded = foldName(part);
    if (folded === '') continue;
    const choice = choices.exact.get(folded);
    if (choice === undefined) return 0;
    found.add(choice);
  }
  return found.size;
}

const CONNECTING = new Set(
  'by on in since as at with for from until to via pending per and see of von am durch от с до'.split(' '),
);

/** The choice a longer text begins with, when what follows reads as an explanation. */
function readDecorated(plain: string, choices: Choices, lenient: boolean): string | null {
  const folded = foldName(plain.slice(0, 200));
  for (const { stem, choice } of choices.stems) {
    if (!folded.startsWith(stem)) continue;
    const rest = folded.slice(stem.length);
    if (rest === '') return choice;
    if (!rest.startsWith(' ')) continue;
    if (lenient || isExplanation(plain, choice, rest.trim())) return choice;
  }
  return null;
}

function isExplanation(plain: string, choice: string, rest: string): boolean {
  const next = rest.split(' ', 1)[0] as string;
  if (CONNECTING.has(next) || /^v?\d/u.test(next)) return true;
  const at = plain.toLowerCase().indexOf(choice.toLowerCase());
  return at >= 0 && /^\s*[^\s\p{L}\p{N}]/u.test(plain.slice(at + choice.length));
}
