import { and, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { fieldValue } from '../database/tables/documents.ts';
import { searchPart } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { type ChoiceKey, choiceKeys, documentSign, fieldSign, wholeSign, wordSigns, workspaceSign } from './choices.ts';
import { pathsMeant } from './field-paths.ts';
import { indexed } from './indexed.ts';
import { type Reach, reachOf } from './reach.ts';
import type { FieldOperator, SearchQuery, SearchTerm } from './search-query.ts';
import { sectionsMeant } from './sections-meant.ts';
import { type UnwantedPart, type WantedPart, type WantedWords, wantedWords } from './wanted-words.ts';
import { quoted } from './word-vector.ts';
import { foldField, foldWord } from './words.ts';

/** A condition on a field: `status = In Review`, `risks.impact = high`. Those of one key and `=` are alternatives. */
export interface Filter {
  readonly key: string;
  readonly operator: FieldOperator;
  readonly value: string;
}

/** Which documents somebody asks for. */
export interface Wanted {
  /** Id; null for every workspace. */
  readonly workspace: string | null;
  readonly query: SearchQuery;
  readonly filters: readonly Filter[];
}

/** What must hold of a row of `indexed`; all of it together, `readable` never left out. */
export interface Conditions {
  readonly readable: SQL;
  /** What its words and signs must meet, each a `tsquery`; the index answers them all at once. */
  readonly signs: readonly string[];
  /** What some part of it must meet. */
  readonly parts: readonly WantedPart[];
  /** What none of its parts may meet. */
  readonly noParts: readonly UnwantedPart[];
  readonly others: readonly SQL[];
  readonly words: WantedWords;
  /** Keys that no document has which the caller may read; what was typed with them is looked for as words. */
  readonly unknown: readonly string[];
}

type FieldTerm = Extract<SearchTerm, { readonly kind: 'field' }>;

/** What a caller asks for, as a condition that holds for nothing that they may not read. */
export async function conditionsFor(queries: Queries, caller: Caller, wanted: Wanted): Promise<Conditions> {
  const reach = await reachOf(queries, caller);
  const fields = new FieldConditions(await pathsMeant(queries, caller, reach, fieldKeys(wanted)));
  const free: Exclude<SearchTerm, FieldTerm>[] = [];
  const sections: string[] = [];
  for (const term of wanted.query.terms) {
    if (term.kind !== 'field') free.push(term);
    else if (nameOf(term.key) !== 'in') {
      if (!fields.addTyped(term)) free.push({ kind: 'phrase', text: `${term.key}:${term.value}`, not: term.not });
    } else {
      const meant = await sectionsMeant(queries, term.value);
      if (term.not) fields.leaveOut(meant);
      else sections.push(meant);
    }
  }
  for (const filter of wanted.filters) fields.addFilter(filter);
  const words = wantedWords(free, sections);
  const { signs, none, others } = fields.conditions();
  const negative = [...words.none, ...none].map((query) => `!(${query})`);
  const positive = [...(words.document === null ? [] : [words.document]), ...signs];
  // The index leaves out only what it gave before.
  if (positive.length === 0 && negative.length + words.noPart.length > 0) positive.push(everyDocument);
  const within = placesOf(reach, wanted.workspace);
  return {
    readable: readableDocuments(caller),
    signs: positive.length === 0 ? [] : [...positive, ...within.signs, ...negative],
    parts: words.parts,
    noParts: words.noPart,
    others: [...within.others, ...others],
    words,
    unknown: fields.unknown,
  };
}

const everyDocument = `(${['no', 'yes'].map((value) => quoted(wholeSign('archived', value))).join(' | ')})`;

/** Where documents are to lie, for the index of words and for the other ones. */
function placesOf(reach: Reach, workspace: string | null): { readonly signs: string[]; readonly others: SQL[] } {
  const signs: string[] = [];
  const others: SQL[] = [];
  if (reach !== 'everywhere') {
    const { workspaces, documents } = reach;
    const places = [...workspaces.map(workspaceSign), ...documents.map(documentSign)];
    signs.push(`(${(places.length === 0 ? ['='] : places).map(quoted).join(' | ')})`);
    others.push(sql`(${indexed.workspace} = any(${sql.param(workspaces)}::text[])
      or ${indexed.document} = any(${sql.param(documents)}::text[]))`);
  }
  if (workspace !== null) {
    signs.push(quoted(workspaceSign(workspace)));
    others.push(sql`${indexed.workspace} = ${workspace}`);
  }
  return { signs, others };
}

/** All conditions as one, and that of `more` signs. */
export function whole(conditions: Conditions, more: readonly string[] = []): SQL {
  return and(withoutParts(conditions, more), ...partsMet(conditions, indexed.document, true)) as SQL;
}

/**
 * The conditions on the parts of a document; `all`: those that the index of parts answers quickly are asked of it, for all documents at
 * once, else every one is asked of one document after the other.
 */
export function partsMet({ parts, noParts }: Conditions, document: SQLWrapper, all: boolean): SQL[] {
  return [
    ...parts.map(({ query, loose }) => (all && loose !== null ? inPart : hasPart)(document, query)),
    ...noParts.map((part) => sql`not ${(all && part.document === null ? inPart : hasPart)(document, part.query)}`),
  ];
}

/** All but those on parts. */
export function withoutParts({ readable, signs, others }: Conditions, more: readonly string[] = []): SQL {
  const all = [...signs, ...more];
  const met = all.length === 0 ? [] : [sql`${indexed.words} @@ ${all.join(' & ')}::tsquery`];
  return and(readable, ...met, ...others) as SQL;
}

/** Asked of the index, which is quick for words that few parts hold together. */
function inPart(document: SQLWrapper, query: string): SQL {
  return sql`${document} in
    (select ${searchPart.document} from ${searchPart} where ${searchPart.words} @@ ${query}::tsquery)`;
}

/** The same, asked of one document after the other: the offset keeps PostgreSQL from asking the index for each of them. */
function hasPart(document: SQLWrapper, query: string): SQL {
  return sql`exists (select 1 from
    (select ${searchPart.words} as words from ${searchPart} where ${searchPart.document} = ${document} offset 0) part
    where part.words @@ ${query}::tsquery)`;
}

/** The keys that are of typed fields, as typed. */
function fieldKeys({ query, filters }: Wanted): string[] {
  const keys = [...filters, ...query.terms.filter((term) => term.kind === 'field')].map(({ key }) => key);
  return [...new Set(keys)].filter(
    (key) => nameOf(key) !== 'in' && nameOf(key) !== 'updated' && !isChoice(nameOf(key)),
  );
}

function nameOf(key: string): string {
  return foldWord(key);
}

function isChoice(key: string): key is ChoiceKey {
  return (choiceKeys as readonly string[]).includes(key);
}

/** Gathers conditions on fields: those of one key that say "equal" are alternatives, all others must be met. */
class FieldConditions {
  readonly unknown: string[] = [];
  private readonly paths: ReadonlyMap<string, readonly string[]>;
  /** By key, alternatives as `tsquery`. */
  private readonly chosen = new Map<string, string[]>();
  private readonly none: string[] = [];
  private readonly others: SQL[] = [];

  constructor(paths: ReadonlyMap<string, readonly string[]>) {
    this.paths = paths;
  }

  /** False when no document has such a field. */
  addTyped({ key: typed, operator, value, not }: FieldTerm): boolean {
    const key = nameOf(typed);
    if (isChoice(key)) this.choose(key, wordSigns(key, value), ' & ', not);
    else if (key === 'updated') this.others.push(negated(updatedCondition(operator, value), not));
    else return this.addField(typed, operator, value, not);
    return true;
  }

  /** A field that no document has is met by none. */
  addFilter({ key: typed, operator, value }: Filter): void {
    const key = nameOf(typed);
    if (isChoice(key)) this.choose(key, [wholeSign(key, value)], ' & ', false);
    else if (key === 'updated') this.others.push(updatedCondition(operator, value));
    else if (!this.addField(typed, operator, value, false)) this.others.push(sql`false`);
  }

  /** Documents with a part that meets this are none. */
  leaveOut(part: string): void {
    this.others.push(sql`not ${inPart(indexed.document, part)}`);
  }

  conditions(): { readonly signs: string[]; readonly none: string[]; readonly others: SQL[] } {
    const signs = [...this.chosen.values()].map((alternatives) => `(${alternatives.join(' | ')})`);
    return { signs, none: this.none, others: this.others };
  }

  private choose(key: string, signs: readonly string[], joined: ' & ' | ' | ', not: boolean): void {
    const query = `(${signs.map(quoted).join(joined)})`;
    if (not) this.none.push(query);
    else this.chosen.set(key, [...(this.chosen.get(key) ?? []), query]);
  }

  private addField(typed: string, operator: FieldOperator, value: string, not: boolean): boolean {
    const paths = this.paths.get(typed) ?? [];
    if (paths.length === 0) {
      this.unknown.push(typed);
      return false;
    }
    const folded = foldField(value);
    if (operator !== '=') this.others.push(negated(withField(paths, comparison(operator, folded)), not));
    else
      this.choose(
        nameOf(typed),
        paths.map((path) => fieldSign(path, folded)),
        ' | ',
        not,
      );
    return true;
  }
}

function negated(condition: SQL, not: boolean): SQL {
  return not ? sql`not (${condition})` : condition;
}

function withField(paths: readonly string[], condition: SQL): SQL {
  return sql`${indexed.document} in
    (select ${fieldValue.document} from ${fieldValue} where ${inArray(fieldValue.path, [...paths])} and ${condition})`;
}

/** As numbers where the value begins with one and is no date; else as text, in which dates have their order. */
function comparison(operator: Exclude<FieldOperator, '='>, value: string): SQL {
  const number = /^\d{4}-\d{2}/u.test(value) ? null : (/^-?\d{1,15}(?:\.\d{1,9})?/u.exec(value)?.[0] ?? null);
  const sign = sql.raw(operator);
  if (number === null) return sql`${fieldValue.value} collate "C" ${sign} ${value}`;
  return sql`${fieldValue.number} ${sign} ${Number(number)}`;
}

/** `2026`, `2026-03` and `2026-03-05` are all of that year, month or day, in UTC; anything else is met by nothing. */
function updatedCondition(operator: FieldOperator, value: string): SQL {
  const [, year = '', month, day] = /^([1-8]\d{3})(?:-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?)?$/u.exec(value) ?? [];
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  if (year === '') return sql`false`;
  const next = Date.UTC(
    Number(year) + (month === undefined ? 1 : 0),
    Number(month ?? 1) - 1 + (month !== undefined && day === undefined ? 1 : 0),
    Number(day ?? 1) + (day === undefined ? 0 : 1),
  );
  const [start, end] = [new Date(first).toISOString(), new Date(next).toISOString()];
  const at = indexed.updatedAt;
  switch (operator) {
    case '=':
      return sql`(${at} >= ${start}::timestamptz and ${at} < ${end}::timestamptz)`;
    case '<':
      return sql`${at} < ${start}::timestamptz`;
    case '<=':
      return sql`${at} < ${end}::timestamptz`;
    case '>':
      return sql`${at} >= ${end}::timestamptz`;
    case '>=':
      return sql`${at} >= ${start}::timestamptz`;
  }
}
