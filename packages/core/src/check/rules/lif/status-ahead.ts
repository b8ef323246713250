import type { BoundDocument } from '../../../document/document.ts';
import { replaceWord } from '../../../edit/fields.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { atStatus, claimOf, claimsMore, exampleWith } from './history.ts';

export const statusAhead: DocumentRule = {
  scope: 'document',
  code: 'LIF609',
  name: 'status-ahead',
  summary: 'The status line claims more than the history of the document',
  why: 'A status that was typed is a claim. What counts are the moves that were made, the sign-offs that hold and the text as it is.',
  remedy:
    'Move the document with `specwright move`, which says what is missing, or let the line say what is: `specwright verify --fix`.',
  severity: { draft: 'error', settled: 'error' },
  example: exampleWith({}),
  check: findAhead,
};

function* findAhead(document: BoundDocument, { history }: RuleOptions): Iterable<Finding> {
  if (history === undefined || !claimsMore(document, history.state) || document.status === null) return;
  const claim = claimOf(document) as string;
  const fix = replaceWord(document.status.field.value, document.status.raw, history.state);
  yield {
    ...atStatus(document, `The line says "${claim}", and by its history the document is "${history.state}"`),
    fixes: fix === null ? [] : [{ title: `Let it say "${history.state}"`, kind: 'safe', edits: [fix] }],
  };
}
