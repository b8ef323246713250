import { mdastParser } from '../markdown/mdast-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { bindDocument } from './bind.ts';
import type { BoundDocument, Companion } from './document.ts';

/** For tests: a document's text bound to a template's. */
export function bindText(template: string, text: string, companion: Companion | null = null): BoundDocument {
  const schema = compileTemplate(template, 'template.md', mdastParser);
  return bindDocument({ source: readMarkdown(text, mdastParser), file: 'document.md', schema, companion });
}
