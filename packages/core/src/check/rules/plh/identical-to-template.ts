import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isUntouched } from './untouched.ts';

export const identicalToTemplate: DocumentRule = {
  scope: 'document',
  code: 'PLH210',
  name: 'identical-to-template',
  summary: 'The document is a copy of the template and nothing else',
  why: 'Nothing in it was written yet; a list of all its placeholders would say the same many times.',
  remedy:
    'Write the document, or delete it. A template that lies among the documents can be left out in the configuration.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n## Context\n\n[Why now]\n',
    good: '# Queue\n\n## Context\n\n[Why now]\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    if (!isUntouched(document)) return;
    const { lines } = document.source;
    const range = document.title?.range ?? { start: 0, end: lines.endOfLine(1) };
    yield {
      range,
      message: 'The document is the same as its template, nothing in it was written yet',
      address: '',
      template: document.schema.title?.range ?? { start: 0, end: 0 },
    };
  },
};
