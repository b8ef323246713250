import type { Diagnostic } from '../../../diagnostic/diagnostic.ts';
import type { Schema } from '../../../template/schema.ts';
import type { Finding, TemplateRule } from '../../rule.ts';

export const selfCheck: TemplateRule = {
  scope: 'template',
  code: 'TPL904',
  name: 'self-check',
  summary: 'The template breaks a demand that is read from it',
  why: 'A fresh copy of the template must lack nothing but content. Where the copy itself is wrong in shape, every document written from it starts out wrong.',
  remedy:
    'Mend the template at the place given: a table row with too few cells, a link to a heading that is not there, numbers with a gap.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now], see [the decision](#decision)\n\n## Decision\n\n[What]\n',
    bad: '# [Name]\n\n## Context\n\n[Why now], see [the decision](#decisions)\n\n## Decision\n\n[What]\n',
    good: '# [Name]\n\n## Context\n\n[Why now], see [the decision](#decision)\n\n## Decision\n\n[What]\n',
  },
  check: findOwnFaults,
};

function* findOwnFaults(schema: Schema, self: readonly Diagnostic[]): Iterable<Finding> {
  // Of two parts with one address neither can be told from the other; that is said already.
  const doubled = new Set(
    schema.problems.flatMap(({ range, other }) => (other === null ? [] : [range.start, other.start])),
  );
  for (const diagnostic of self) {
    if (!faultsOfShape.has(diagnostic.name) || doubled.has(diagnostic.range.start)) continue;
    yield {
      range: diagnostic.range,
      message: `A fresh copy of this template already gives ${diagnostic.code}: ${diagnostic.message}`,
      address: diagnostic.address,
      template: diagnostic.template?.range ?? null,
    };
  }
}

/** Every other finding is what a fresh copy is expected to give: text that is still to be written. */
const faultsOfShape: ReadonlySet<string> = new Set([
  'missing-section',
  'section-order',
  'wrong-level',
  'near-miss-heading',
  'duplicate-section',
  'second-title',
  'field-missing',
  'field-duplicate',
  'table-missing',
  'column-missing',
  'column-renamed',
  'column-order',
  'ragged-row',
  'required-row-missing',
  'broken-anchor',
  'unresolved-label',
]);
