import { documentData } from '../document/data.ts';
import type { BoundDocument, Json } from '../document/document.ts';
import type { FieldRole } from '../template/schema.ts';
import { baseName } from '../text/paths.ts';
import type { OperationContext, Skipped } from './context.ts';
import { type Condition, compareValues, meets, suggestKey, valuesAt } from './document-query.ts';
import type { Operation } from './operation.ts';

export interface ListInput {
  /** All must be met. */
  readonly where: readonly Condition[];
  readonly sort: SortOrder | null;
}

export interface SortOrder {
  readonly path: readonly string[];
  readonly descending: boolean;
}

export interface ListOutput {
  readonly documents: readonly ListedDocument[];
  readonly skipped: readonly Skipped[];
  /** Names that no document has, with the key that was probably meant. */
  readonly unknown: readonly { readonly name: string; readonly suggestion: string | null }[];
}

export interface ListedDocument {
  readonly file: string;
  readonly template: string;
  /** The number or id that the document gives itself, or its file name begins with. */
  readonly id: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly data: Json;
}

/** The documents that meet all conditions, with what a table of them shows. */
export const list: Operation<ListInput, ListOutput> = {
  input: (zod) => {
    const path = zod.array(zod.string()).min(1);
    const operator = zod.enum(['=', '!=', '<', '>', '<=', '>=', '~', 'present']);
    return zod.object({
      where: zod.array(zod.object({ path, operator, value: zod.string() })),
      sort: zod.object({ path, descending: zod.boolean() }).nullable(),
    });
  },

  async run(context: OperationContext, { where, sort }: ListInput): Promise<ListOutput> {
    const skipped: Skipped[] = [];
    const all: ListedDocument[] = [];
    for (const { bound } of await context.documents.open((file) => skipped.push(file))) all.push(listed(bound));
    const found = all.filter((document) =>
      where.every((condition) => meets(valuesOf(document, condition.path) ?? [], condition)),
    );
    if (sort !== null) sortBy(found, sort);
    return { documents: found, skipped, unknown: unknownNames(all, where, sort) };
  },
};

/** The values of a field of a listed document; what every document has (`file`, `title`) wins over its own fields. */
export function valuesOf(document: ListedDocument, path: readonly string[]): Json[] | null {
  const [name] = path;
  if (path.length === 1 && (name === 'file' || name === 'template' || name === 'id' || name === 'status')) {
    return [document[name]];
  }
  if (path.length === 1 && name === 'title') return [document.title];
  return valuesAt(document.data, path);
}

/** A document as lists show it. */
export function listed(bound: BoundDocument): ListedDocument {
  return {
    file: bound.file,
    template: bound.schema.file,
    id: documentId(bound),
    title: bound.title === null ? fieldOf(bound, 'title') : bound.title.name || bound.title.text,
    status: bound.status === null ? null : (bound.status.state ?? bound.status.field.value.plain),
    data: documentData(bound),
  };
}

/** The number or id that a document gives itself, else the number that its file name begins with; null without either. */
export function documentId(bound: BoundDocument): string | null {
  return fieldOf(bound, 'id') ?? numberOfName(bound.file);
}

/** The digits at the beginning of a file's name, behind a short word if any: `0007` of `specs/adr-0007-retries.md`. */
export function numberOfName(file: string): string | null {
  return /^\D{0,8}?(\d{1,6})(?=[-_. ])/u.exec(baseName(file))?.[1] ?? null;
}

function fieldOf(bound: BoundDocument, role: FieldRole): string | null {
  const field = bound.fields.find(({ schema, value }) => schema?.role === role && value.plain !== '');
  return field?.value.plain ?? null;
}

/** Documents without the field come last, either way. */
function sortBy(documents: ListedDocument[], { path, descending }: SortOrder): void {
  const keys = new Map(documents.map((document) => [document, valuesOf(document, path)?.[0] ?? null]));
  documents.sort((a, b) => {
    const one = keys.get(a) ?? null;
    const other = keys.get(b) ?? null;
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    return descending ? compareValues(other, one) : compareValues(one, other);
  });
}

function unknownNames(
  all: readonly ListedDocument[],
  where: readonly Condition[],
  sort: SortOrder | null,
): ListOutput['unknown'] {
  if (all.length === 0) return [];
  const paths = [...where.map(({ path }) => path), ...(sort === null ? [] : [sort.path])];
  return paths
    .filter((path) => all.every((document) => valuesOf(document, path) === null))
    .map((path) => ({
      name: path.join('.'),
      suggestion: suggestKey(
        path.at(-1) ?? '',
        all.map(({ data }) => data),
      ),
    }));
}
