import type { Schema, TemplateProblemKind } from '../../../template/schema.ts';
import type { Finding } from '../../rule.ts';

/** The compiler's problems of one kind as findings; `template` carries the second place where there is one. */
export function* problemsOfKind(schema: Schema, kind: TemplateProblemKind): Iterable<Finding> {
  for (const problem of schema.problems) {
    if (problem.kind === kind) yield { range: problem.range, message: problem.message, template: problem.other };
  }
}
