import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { dateOf, dayAfter } from './dates.ts';
import { demandOf, placeOf } from './field-scopes.ts';
import { metadataByRole } from './roles.ts';

export const dateInFuture: DocumentRule = {
  scope: 'document',
  code: 'MET309',
  name: 'date-in-future',
  summary: 'The document says that it was created or updated on a day that has not come yet',
  why: 'A wrong date puts the document at the wrong place in every list by date.',
  remedy: 'Correct the date; often the year or the order of day and month is wrong.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Created**: YYYY-MM-DD\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Created**: 9026-03-31\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Created**: 2020-03-31\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findFuture,
};

function* findFuture(document: BoundDocument, options: RuleOptions): Iterable<Finding> {
  // Somewhere it is tomorrow already.
  const latest = dayAfter(options.today);
  for (const role of ['created', 'updated'] as const) {
    const field = metadataByRole(document, role);
    const date = field === null ? null : dateOf(field);
    if (field === null || date === null || date <= latest) continue;
    yield {
      ...placeOf(document, field),
      range: field.value.range,
      message: `"${field.name}" is ${date}, which is in the future`,
      address: field.address,
      ...demandOf(field.schema),
    };
  }
}
