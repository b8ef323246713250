import type { BoundDocument } from '../../../document/document.ts';
import { rangeOf } from '../../../markdown/source.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const missingTitle: DocumentRule = {
  scope: 'document',
  code: 'STR112',
  name: 'missing-title',
  summary: 'The document has no title',
  why: 'Lists, searches, links and browser tabs show a document by its title.',
  remedy: 'Write the title as the first heading, the way the template does.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# Specification: [Name]\n\n## Context\n\n[Why now]\n\n## Design\n\n[How]\n',
    bad: '## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n',
    good: '# Specification: Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    const { title } = document.schema;
    if (title === null || document.title !== null || hasTitleField(document)) return;
    yield {
      range: topLine(document),
      message: `The document has no title, the template has "${title.prefix}${title.placeholder ?? ''}${title.suffix}"`,
      address: '',
      template: title.range,
    };
  },
};

/** The first line with words behind the front matter, where the title belongs. */
function topLine({ source, outline }: BoundDocument): Range {
  const from = outline.frontMatter === null ? 0 : rangeOf(outline.frontMatter).end;
  const words = source.text.slice(from).search(/[^\s\uFEFF]/u);
  const start = words === -1 ? from : from + words;
  return { start, end: source.lines.endOfLine(source.lines.lineAt(start)) };
}

/** A site generator may write the title from the front matter. */
function hasTitleField(document: BoundDocument): boolean {
  return document.fields.some(
    (field) => field.value.raw !== '' && (field.schema?.role === 'title' || field.key === 'title'),
  );
}
