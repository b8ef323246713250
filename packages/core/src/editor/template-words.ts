import { optionalityOf } from '../template/optional.ts';
import type { GuidanceSchema, Schema, SchemaPart, SectionSchema } from '../template/schema.ts';
import { lastAnswer } from '../text/last-answer.ts';
import { LineIndex } from '../text/lines.ts';
import { codeMarkdown, plainMarkdown } from './plain-markdown.ts';

/** More pieces of help text than these are left to the template itself. */
const mostPieces = 5;

/** What the template says to whoever writes a part, each piece a paragraph of Markdown: its help text and placeholders. */
export function templateWords(schema: Schema, part: Pick<SchemaPart, 'address' | 'required'>): readonly string[] {
  const guidance = schema.guidance.filter((one) => one.address === part.address && !isOfNext(one, part));
  const placeholders = schema.placeholders.filter((one) => one.address === part.address);
  return [...guidance, ...placeholders]
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ folded }) => plainMarkdown(folded))
    .filter((words, index, all) => words !== '' && all.indexOf(words) === index)
    .slice(0, mostPieces);
}

/** A comment before a heading may say of what follows that it is optional, though it stands in the section above. */
function isOfNext({ notation, folded }: GuidanceSchema, { required }: Pick<SchemaPart, 'required'>): boolean {
  return required && notation === 'comment' && optionalityOf(folded) === 'optional';
}

const linesOf = lastAnswer((schema: Schema) => new LineIndex(schema.text));

/** Where the template has a part, as Markdown: its file and line. */
export function templatePlace(schema: Schema, { range, file }: Pick<SchemaPart, 'range'> & { file?: string }): string {
  if (file !== undefined) return `Template ${codeMarkdown(file)}`;
  return `Template ${codeMarkdown(`${schema.file}:${linesOf(schema).lineAt(range.start)}`)}`;
}

/** Whether a section must stand, and how often, in words: `required section, repeated`. */
export function demandOf({ required, repeat }: Pick<SectionSchema, 'required' | 'repeat'>): string {
  const demand = required ? 'required section' : 'optional section';
  if (repeat === null) return demand;
  return repeat.min > 1 ? `${demand}, at least ${repeat.min} times` : `${demand}, repeated`;
}
