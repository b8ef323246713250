import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { dateOf } from './dates.ts';
import { demandOf, placeOf } from './field-scopes.ts';
import { metadataByRole } from './roles.ts';

export const updatedBeforeCreated: DocumentRule = {
  scope: 'document',
  code: 'MET308',
  name: 'updated-before-created',
  summary: 'The document was updated before it was created',
  why: 'One of the two dates is wrong, so neither the age nor the last change of the document is known.',
  remedy: 'Correct the date that is wrong.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Created**: YYYY-MM-DD\n**Last Updated**: YYYY-MM-DD\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Created**: 2026-03-31\n**Last Updated**: 2026-03-13\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Created**: 2026-03-13\n**Last Updated**: 2026-03-31\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: compareDates,
};

function* compareDates(document: BoundDocument): Iterable<Finding> {
  const created = metadataByRole(document, 'created');
  const updated = metadataByRole(document, 'updated');
  if (created === null || updated === null) return;
  const from = dateOf(created);
  const to = dateOf(updated);
  if (from === null || to === null || to >= from) return;
  yield {
    ...placeOf(document, updated),
    range: updated.value.range,
    message: `"${updated.name}" is ${to}, before "${created.name}", which is ${from}`,
    address: updated.address,
    ...demandOf(updated.schema),
  };
}
