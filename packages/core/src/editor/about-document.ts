import { numberOfFile } from '../check/rules/met/file-name.ts';
import type { DocumentFacts } from '../workspace/facts.ts';
import { codeMarkdown, plainMarkdown } from './plain-markdown.ts';

/** What a document is, in one line of Markdown: title, number, file and the status that it claims. */
export function aboutDocument(document: DocumentFacts): string {
  const { title, file, status } = document;
  const number = numberOf(document);
  const words = [
    ...(title === '' ? [] : [`**${plainMarkdown(title)}**`]),
    ...(number === null || title.includes(number) ? [] : [plainMarkdown(number)]),
    codeMarkdown(file),
    ...(status === null ? [] : [plainMarkdown(status)]),
  ];
  return words.join(' · ');
}

/** The number of a document with the word before it, and as many digits as the file's name has: `ADR-0007`. */
export function numberOf({ file, id }: DocumentFacts): string | null {
  if (id === null) return null;
  const inName = numberOfFile(file);
  const digits = Number(inName) === Number(id.value) ? inName : id.value;
  return id.prefix === '' ? digits : `${id.prefix.toUpperCase()}-${digits}`;
}
