import type { BoundDocument, BoundField } from '../document/document.ts';
import { commentsOf } from '../markdown/comments.ts';
import { readPins } from '../template/pins.ts';
import type { FieldRole, GuidanceSchema } from '../template/schema.ts';
import type { Replacement } from '../text/edit.ts';
import { containsRange } from '../text/range.ts';
import type { Judging } from './allowed-value.ts';
import { type Draft, ownChange } from './change.ts';
import { oneLineName } from './entry-names.ts';
import { lineEndOf } from './line-end.ts';
import { removal } from './removal.ts';
import { setValue } from './set-value.ts';

/** What is known of a new document before it is written. */
export interface FreshValues {
  readonly title: string;
  /** As its file name writes it; null when it has none. */
  readonly number: string | null;
  /** Null when nobody knows. */
  readonly author: string | null;
  /** False to leave the template's help texts out. */
  readonly guidance: boolean;
}

/**
 * Makes a template, read as a document of its own, into a new document: title, number, author, dates and first status are
 * filled in; help texts become comments, so that readers never see them, or go; pins go. Placeholders stay.
 */
export function fillTemplate(draft: Draft, values: FreshValues, judging: Judging): void {
  draft.apply(ownChange(helpTexts(draft.document, values.guidance)));
  fillTitle(draft, values);
  const { lifecycle } = draft.document.schema;
  const status = draft.document.status?.field;
  const initial = lifecycle?.initial ?? status?.schema?.choices?.[0];
  if (status !== undefined && initial !== undefined) fill(draft, status, initial, judging);
  fillRole(draft, 'title', oneLineName(values.title), judging);
  if (values.author !== null) fillRole(draft, 'author', values.author, judging);
  fillRole(draft, 'created', judging.today, judging);
  fillRole(draft, 'updated', judging.today, judging);
  fillOnlyDate(draft, judging);
  const id = fieldsOf(draft.document).find(({ schema }) => schema?.role === 'id');
  if (id !== undefined && values.number !== null) fill(draft, id, numbered(id.value.plain, values.number), judging);
}

/** The title's placeholder and number; a title that the template fixes stays. */
function fillTitle(draft: Draft, { title, number }: FreshValues): void {
  const { document } = draft;
  const sample = document.schema.title;
  if (document.title === null || sample === null) return;
  const { start, end } = document.title.range;
  const raw = document.source.text.slice(start, end);
  const replacements: Replacement[] = [];
  const put = (words: string | null, text: string): void => {
    const at = words === null || words === '' ? -1 : raw.indexOf(words);
    if (words !== null && at !== -1) replacements.push({ start: start + at, end: start + at + words.length, text });
  };
  put(sample.placeholder, oneLineName(title));
  if (number !== null && sample.number !== null) put(sample.number, numbered(sample.number, number));
  draft.apply(ownChange(replacements));
}

/** The part of a sample that stands for the number (`0000`, `NNNN`, `#`), else all of it, becomes the number. */
function numbered(sample: string, number: string): string {
  const stands = /\d+|(?<!\p{L})(?:N{2,}|X{2,}|#+)(?!\p{L})/u;
  return stands.test(sample) ? sample.replace(stands, number) : number;
}

function fieldsOf(document: BoundDocument): readonly BoundField[] {
  return [...document.fields, ...document.allSections.flatMap(({ field }) => field ?? [])];
}

function fillRole(draft: Draft, role: FieldRole, value: string, judging: Judging): void {
  const field = fieldsOf(draft.document).find(({ schema }) => schema?.role === role);
  if (field !== undefined) fill(draft, field, value, judging);
}

/** A date whose name says nothing is the document's own when it is the only one. */
function fillOnlyDate(draft: Draft, judging: Judging): void {
  const dates = fieldsOf(draft.document).filter(({ schema }) => schema?.type === 'date');
  const [only] = dates;
  if (dates.length === 1 && only?.schema?.role === null) fill(draft, only, judging.today, judging);
}

function fill(draft: Draft, field: BoundField, value: string, judging: Judging): void {
  if (field.value.choice === value && field.value.state === 'valid') return;
  draft.apply(setValue(draft.document, { kind: 'field', address: field.address, home: null, field }, value, judging));
}

function helpTexts(document: BoundDocument, keep: boolean): Replacement[] {
  const { source, schema } = document;
  const pins = commentsOf(source).filter(({ inner }) => readPins(inner) !== null);
  const gone = pins.map(({ range }) => removal(source.lines, range));
  const texts = schema.guidance.filter(({ range }) => !pins.some((pin) => containsRange(pin.range, range)));
  const outer = texts.filter(
    ({ range }) => !texts.some((other) => other.range !== range && containsRange(other.range, range)),
  );
  const replaced = keep
    ? outer.flatMap((text) => asComment(document, text))
    : outer.map(({ range }) => removal(source.lines, range));
  return withoutOverlaps([...gone, ...replaced]);
}

/** Help text that fills its lines, as a comment. */
function asComment(document: BoundDocument, { range, notation }: GuidanceSchema): Replacement[] {
  const { text, lines } = document.source;
  if (notation === 'comment') return [];
  const fills =
    lines.startOfLine(lines.lineAt(range.start)) === range.start &&
    text.slice(range.end, lines.endOfLine(lines.lineAt(range.end))).trim() === '';
  if (!fills) return [];
  let words = text.slice(range.start, range.end).trim();
  if (notation === 'quote') words = words.replace(/^[ \t]*>[ \t]?/gmu, '');
  if (notation === 'italic') words = words.replace(/^([*_])([\s\S]*)\1$/u, '$2');
  // A comment ends at the first `-->`, and an empty line is no matter to it (CommonMark 0.31, section 4.6).
  const safe = words.replaceAll('--', '- -');
  const isLong = /[\r\n]/u.test(safe);
  const end = lineEndOf(text);
  return [{ ...range, text: isLong ? `<!--${end}${safe}${end}-->` : `<!-- ${safe} -->` }];
}

function withoutOverlaps(replacements: readonly Replacement[]): Replacement[] {
  const kept: Replacement[] = [];
  for (const replacement of [...replacements].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || replacement.start >= last.end) kept.push(replacement);
  }
  return kept;
}
