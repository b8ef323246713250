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
import { addTo, groupBy } from '../../../text/group-by.ts';
import type { Range } from '../../../text/range.ts';

/** What the PLH rules look up, read once from a schema. */
export interface TemplateText {
  /** By text as written, line ends and the white space around them folded to `\n`. */
  readonly exact: ReadonlyMap<string, readonly PlaceholderSchema[]>;
  /** By words alone: no brackets, case, punctuation. */
  readonly loose: ReadonlyMap<string, readonly PlaceholderSchema[]>;
  /** Placeholders long enough to be known when a word or two changed, by the words they hold. */
  readonly byWord: ReadonlyMap<string, readonly WordedPlaceholder[]>;
  /** True when placeholders in brackets stand outside the front matter, where documents are searched for them. */
  readonly bracketed: boolean;
  /** First words of placeholders that are not a field's, to leave most texts unread. */
  readonly firstWords: ReadonlySet<string>;
  readonly guidance: ReadonlyMap<GuidanceNotation, KnownWords<GuidanceSchema>>;
  /** Runs of words of comments, to find the one that an edited comment came from. */
  readonly commentRuns: ReadonlyMap<string, readonly GuidanceSchema[]>;
  /** First answers that are to be replaced; null when there are none. */
  readonly defaults: KnownWords<LiteralSchema> | null;
  /** Offset in the template where its first section starts. */
  readonly firstSection: number;
}

/** Texts of a template by their folded words. */
export class KnownWords<Part extends { readonly folded: string }> {
  readonly byText: ReadonlyMap<string, readonly Part[]>;
  /** Length of the shortest text that starts with a word. */
  readonly #shortest = new Map<string, number>();

  constructor(parts: readonly Part[]) {
    this.byText = groupBy(parts, (part) => part.folded);
    for (const { folded } of parts) {
      const first = firstWord(folded);
      this.#shortest.set(first, Math.min(this.#shortest.get(first) ?? folded.length, folded.length));
    }
  }

  /** False when a stretch of Markdown cannot be any of the texts, told by its first word and its length alone. */
  mayHold(text: string, { start, end }: Range): boolean {
    const shortest = this.#shortest.get(firstWord(text.slice(start, Math.min(end, start + 120))));
    return shortest !== undefined && end - start >= shortest;
  }
}

/** The first word in lower case; empty when there is none. */
export function firstWord(text: string): string {
  return /[\p{L}\p{N}]+/u.exec(text)?.[0].toLowerCase() ?? '';
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
  const guidance = new Map<GuidanceNotation, KnownWords<GuidanceSchema>>();
  for (const [notation, parts] of groupBy(schema.guidance, (part) => part.notation)) {
    guidance.set(notation, new KnownWords(parts));
  }
  const commentRuns = new Map<string, GuidanceSchema[]>();
  for (const part of schema.guidance) {
    if (part.notation !== 'comment') continue;
    for (const run of new Set(wordRuns(wordsOf(part.folded)))) addTo(commentRuns, run, part);
  }
  const defaults = schema.literals.filter((literal) => literal.kind === 'default');
  const placeholders = toReplace(schema);
  const ofFields = new Map(schema.fields.map((field) => [field.valueRange.start, field.where]));
  return {
    exact: groupBy(placeholders, (part) => asWritten(part.text)),
    loose: groupBy(placeholders, (part) => looseText(part.text)),
    bracketed: placeholders.some((part) => isBracketed(part.text) && ofFields.get(part.range.start) !== 'frontmatter'),
    firstWords: new Set(
      placeholders.filter((part) => !ofFields.has(part.range.start)).map((part) => firstWord(part.text)),
    ),
    byWord: longPlaceholders(placeholders),
    guidance,
    commentRuns,
    defaults: defaults.length === 0 ? null : new KnownWords(defaults),
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
    for (const child of section.sections) pending.push(child);
    if (section.field !== null) add(section.address, section.field);
    for (const field of section.content?.fields ?? []) add(field.address, field);
    for (const table of section.content?.tables ?? []) for (const column of table.columns) add(section.address, column);
  }
  return texts;
}

/** A whole link starts with a bracket too, but is none. */
function isBracketed(text: string): boolean {
  return /^\\?[[{<【〔]/u.test(text) && !text.includes('](');
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
export const runLength = 4;

/** Every run of four words, in order. */
export function wordRuns(words: readonly string[]): readonly string[] {
  const runs: string[] = [];
  for (let index = 0; index + runLength <= words.length; index += 1) {
    runs.push(words.slice(index, index + runLength).join(' '));
  }
  return runs;
}
