import type { Severity } from '../../../diagnostic/diagnostic.ts';
import type { FieldRole, FieldSchema } from '../../../template/schema.ts';

/**
 * How bad it can be at most that a field has no value. Links to other documents stand where there are any, and a
 * template that only shows an example does not ask as plainly as one with a placeholder.
 */
export function worstWithout(schema: FieldSchema): { readonly atMost?: Severity } {
  if (isRelation(schema)) return { atMost: 'info' };
  if (schema.choices !== null || schema.placeholder !== null) return {};
  return { atMost: schema.where === 'frontmatter' ? 'info' : 'warning' };
}

/** True for fields that name other documents: most documents have none to name. */
export function isRelation(schema: FieldSchema): boolean {
  return schema.role !== null && relations.has(schema.role);
}

const relations: ReadonlySet<FieldRole> = new Set(['supersedes', 'superseded-by', 'depends-on', 'related']);
