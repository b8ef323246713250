import type { Diagnostic } from '../../../diagnostic/diagnostic.ts';
import { counted } from '../../../diagnostic/summary.ts';
import { compareTemplates } from '../../../template/compatibility.ts';
import { isBreaking, type TemplateChange } from '../../../template/compatibility-change.ts';
import type { Schema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { Finding, RuleOptions, TemplateRule } from '../../rule.ts';

export const breakingChange: TemplateRule = {
  scope: 'template',
  code: 'TPL907',
  name: 'breaking-change',
  summary: 'The template asks for something that documents written to its version on the git base do not have',
  why: 'Every document of the workspace was right yesterday. Whoever changes the template should know how many are wrong today, and bring them along in the same change.',
  remedy:
    'Bring the documents along with `specwright template migrate --from REVISION`, or make the new part optional; `specwright template diff FILE --from REVISION` shows all of it.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    older: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback\n\n[How do we go back?]\n',
    good: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback (optional)\n\n[How do we go back?]\n',
  },
  check: findBreaking,
};

function* findBreaking(schema: Schema, _self: readonly Diagnostic[], { templateBase }: RuleOptions): Iterable<Finding> {
  if (templateBase === undefined) return;
  for (const change of compareTemplates(templateBase.schema, schema)) {
    if (isBreaking(change)) yield finding(schema, change, templateBase.documents);
  }
}

function finding(
  schema: Schema,
  { message, step, new: range, address, file }: TemplateChange,
  documents: number,
): Finding {
  const way =
    step === null ? 'a person must decide what becomes of it' : `\`specwright template migrate\` would: ${step.title}`;
  return {
    range: range ?? firstLine(schema),
    message: `${message}, and ${counted(documents, 'document')} here ${documents === 1 ? 'follows' : 'follow'} the template; ${way}`,
    address,
    ...(file === undefined ? {} : { file }),
  };
}

function firstLine({ text, title }: Schema): Range {
  const end = text.indexOf('\n');
  return title?.range ?? { start: 0, end: end === -1 ? text.length : end };
}
