import type { Database } from '../packages/hub/src/database/database.ts';
import type { Filter } from '../packages/hub/src/search/conditions.ts';
import type { SearchTerm } from '../packages/hub/src/search/search-query.ts';

/** A question as somebody asks it who has documents, their texts and their values, and no index of words. */
export interface PlainQuestion {
  readonly kind: 'list' | 'facets';
  readonly workspace: string | null;
  readonly terms: readonly SearchTerm[];
  readonly filters: readonly Filter[];
  readonly by: 'updated' | 'title';
}

/** Asks it in SQL as it is written first, of every document, whoever may read it. */
export async function askPlainly(database: Database, question: PlainQuestion): Promise<void> {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = ['d.removed_at is null'];
  if (question.workspace !== null) conditions.push(`d.workspace_id = ${value(question.workspace)}`);
  const within = question.terms.flatMap((term) => (term.kind === 'field' && term.key === 'in' ? [term.value] : []));
  for (const term of question.terms) {
    if (term.kind !== 'field') {
      const pattern = value(`%${term.text}%`);
      const inSection = within.map((name) => `and p.address ilike ${value(`%${name}%`)}`).join(' ');
      conditions.push(`d.id in (select p.document_id from search_part p
        where (p.heading ilike ${pattern} or p.text ilike ${pattern}) ${inSection})`);
    } else if (term.key !== 'in') conditions.push(fieldCondition(term, value));
  }
  for (const filter of question.filters) conditions.push(fieldCondition(filter, value));
  const where = `from document d join projection p on p.document_id = d.id where ${conditions.join(' and ')}`;
  if (question.kind === 'list') {
    const order = question.by === 'title' ? 'p.title' : 'd.updated_at desc';
    await database.pool.query(
      `select d.id, p.title, p.status, d.updated_at ${where} order by ${order} limit 51`,
      values,
    );
    return;
  }
  const counts = ['status', 'template', 'month', 'unnest(author)', 'unnest(turns)'].map(
    (counted) => `select ${counted} as value, count(*) as count from hit group by 1`,
  );
  await database.pool.query(
    `with hit as materialized (
      select p.status, p.template, to_char(d.updated_at, 'YYYY-MM') as month, p.author,
        array(select who from turn where document_id = d.id) as turns ${where}
    ) ${counts.join(' union all ')}`,
    values,
  );
}

function fieldCondition({ key, operator, value: wanted }: Filter, value: (given: unknown) => string): string {
  if (key === 'status') return `p.status ilike ${value(`%${wanted}%`)}`;
  if (key === 'author') return `${value(wanted)} = any(p.author)`;
  const path = value(`%${key.split('.').at(-1)}`);
  const met =
    operator === '='
      ? `f.value = ${value(wanted.toLowerCase())}`
      : `f.value ${operator} ${value(wanted.toLowerCase())}`;
  return `d.id in (select f.document_id from field_value f where f.path like ${path} and ${met})`;
}
