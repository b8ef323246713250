import { foldSpace } from '../../../markdown/plain.ts';
import { stripOptionalMark } from '../../../template/names.ts';
import { stripBrackets } from '../../../template/placeholder.ts';
import type {
  GuidanceNotation,
  GuidanceSchema,
  LiteralSchema,
  PlaceholderSchema,
  Schema,
  SectionSchema,
} from '../../../template/schema.ts';

/** What the PLH rules look up, read once from a schema. */
export interface TemplateText {
  /** By text as written, line ends and the white space around them folded to `\n`. */
  readonly exact: ReadonlyMap<string, readonly PlaceholderSchema[]>;
  /** By words alone: no brackets, case, punctuation. */
  readonly loose: ReadonlyMap<string, readonly PlaceholderSchema[]>;
  /** Placeholders long enough to be known when a word or two changed, by the words they hold. */
  readonly byWord: ReadonlyMap<string, readonly WordedPlaceholder[]>;
  readonly guidance: ReadonlyMap<GuidanceNotation, ReadonlyMap<string, readonly GuidanceSchema[]>>;
  /** Runs of words of comments, to find the one that an edited comment came from. */
  readonly commentRuns: ReadonlyMap<string, readonly GuidanceSchema[]>;
  /** First answers that are to be replaced, by folded text. */
  readonly defaults: ReadonlyMap<string, readonly LiteralSchema[]>;
  /** Offset in the template where its first section starts. */
  readonly firstSection: number;
}

export interface WordedPlaceholder {
  readonly schema: PlaceholderSchema;
  readonly words: readonly string[];
}

const known = new WeakMap<Schema, TemplateText>();

export function templateText(schema: Schema): TemplateText {
  let text = known.get(schema);
  if (text === undefined) {
    text = readTemplateText(schema);
    known.set(schema, text);
  }
  return text;
}

function readTemplateText(schema: Schema): TemplateText {
  const guidance = new Map<GuidanceNotation, Map<string, GuidanceSchema[]>>();
  const commentRuns = new Map<string, GuidanceSchema[]>();
  for (const part of schema.guidance) {
    let byText = guidance.get(part.notation);
    if (byText === undefined) {
      byText = new Map();
      guidance.set(part.notation, byText);
    }
    addTo(byText, part.folded, part);
    if (part.notation === 'comment') {
      for (const run of new Set(wordRuns(wordsOf(part.folded)))) addTo(commentRuns, run, part);
    }
  }
  const placeholders = toReplace(schema);
  return {
    exact: groupBy(placeholders, (part) => asWritten(part.text)),
    loose: groupBy(placeholders, (part) => looseText(part.text)),
    byWord: longPlaceholders(placeholders),
    guidance,
    commentRuns,
    defaults: groupBy(
      schema.literals.filter((literal) => literal.kind === 'default'),
      (literal) => literal.folded,
    ),
    firstSection: schema.sections[0]?.headingRange.start ?? Number.POSITIVE_INFINITY,
  };
}

/** Placeholders that ask for words. A list of choices is spoken of as such, by the rules about fields and cells. */
function toReplace(schema: Schema): readonly PlaceholderSchema[] {
  const choices = choiceTexts(schema);
  return schema.placeholders.filter((part) => !choices.has(`${part.address} ${part.folded}`) && !isMark(part.text));
}

/** `[Optional]` before a name says something of it; nobody is to replace it. */
function isMark(text: string): boolean {
  const { optional, mandatory } = stripOptionalMark(`x ${text}`);
  return optional || mandatory;
}

function choiceTexts(schema: Schema): ReadonlySet<string> {
  const texts = new Set<string>();
  const add = (address: string, part: { readonly choices: unknown; readonly placeholder: string | null }): void => {
    if (part.choices !== null && part.placeholder !== null) texts.add(`${address} ${foldSpace(part.placeholder)}`);
  };
  for (const field of schema.fields) add(field.address, field);
  const pending: SectionSchema[] = [...schema.sections];
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    pending.push(...section.sections);
    if (section.field !== null) add(section.address, section.field);
    for (const field of section.content?.fields ?? []) add(field.address, field);
    for (const table of section.content?.tables ?? []) for (const column of table.columns) add(section.address, column);
    for (const group of section.content?.groups ?? []) for (const field of group.fields) add(section.address, field);
  }
  return texts;
}

function addTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) addTo(groups, keyOf(value), value);
  return groups;
}

/** Fewest words by which a placeholder is known although some of them changed. */
const longEnough = 5;

function longPlaceholders(
  placeholders: readonly PlaceholderSchema[],
): ReadonlyMap<string, readonly WordedPlaceholder[]> {
  const byWord = new Map<string, WordedPlaceholder[]>();
  for (const part of placeholders) {
    const words = wordsOf(stripBrackets(part.text));
    if (words.length < longEnough) continue;
    const worded = { schema: part, words };
    for (const word of new Set(words)) if (word.length > 3) addTo(byWord, word, worded);
  }
  return byWord;
}

/** Text as written, but for how its lines end and are indented. */
export function asWritten(text: string): string {
  return /[\r\n]/u.test(text) ? text.replace(/[ \t]*(?:\r\n|\r|\n)[ \t>]*/gu, '\n') : text;
}

/** The words of a placeholder: brackets, escapes, quotes, punctuation and case dropped. */
export function looseText(text: string): string {
  return wordsOf(text).join(' ');
}

/** Lower-case words; punctuation separates them. */
export function wordsOf(text: string): readonly string[] {
  return (
    foldSpace(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Words in a run that tells where a text came from. */
const runLength = 4;

/** Every run of four words, in order. */
export function wordRuns(words: readonly string[]): readonly string[] {
  const runs: string[] = [];
  for (let index = 0; index + runLength <= words.length; index += 1) {
    runs.push(words.slice(index, index + runLength).join(' '));
  }
  return runs;
}
