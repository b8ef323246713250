import type { DocumentFacts } from '../../workspace/facts.ts';
import { plainMarkdown } from '../plain-markdown.ts';

/** What a document is, in one line of Markdown. */
export function aboutDocument({ title, file, status }: DocumentFacts): string {
  const claimed = status === null ? '' : ` · ${plainMarkdown(status)}`;
  return `${title === '' ? '' : `**${plainMarkdown(title)}** · `}${plainMarkdown(file)}${claimed}`;
}
