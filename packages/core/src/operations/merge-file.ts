import { type MergeResult, mergeDocuments } from '../diff/merge-documents.ts';
import type { MergeLabels, MergeTexts } from '../diff/merged-text.ts';
import { outlineOf } from '../markdown/outline.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { TemplateChooser } from './choose-template.ts';

/** Merges by the template that the document follows; without one by headings, tables and lists as they are. */
export function mergeByTemplate(
  file: string,
  texts: MergeTexts,
  labels: MergeLabels,
  chooser: TemplateChooser,
  parser: MarkdownParser,
): MergeResult {
  const { schema } = chooser.choose({ file, outline: () => outlineOf(readMarkdown(texts.ours, parser)) });
  return mergeDocuments(texts, { schema: schema ?? compileTemplate('', 'no template', parser), parser, labels });
}
