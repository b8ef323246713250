import type { BoundField } from '../document/document.ts';
import type { FieldSchema } from '../template/schema.ts';
import { lastAnswer } from '../text/last-answer.ts';

/** Fields that stand together, and the order in which the template lists them. */
export interface OrderedFields {
  readonly fields: readonly BoundField[];
  readonly order: readonly FieldSchema[];
}

/** The fields of a block that stand nearest to one, in the order of the template; null where none does. */
export interface FieldNeighbours {
  readonly before: BoundField | null;
  readonly after: BoundField | null;
}

/**
 * Finds the neighbours of a field that the template asks for. Of fields in front matter only those in the same mapping
 * count. Takes logarithmic time, after linear time for the first question about a block.
 */
export function neighboursOf(block: OrderedFields, schema: FieldSchema): FieldNeighbours {
  const { places, plain, mapped } = readOrder(block);
  const place = places.get(schema) ?? -1;
  const lists = [plain, mapped.get(parentKey(schema.name)) ?? []];
  let before: Standing | null = null;
  let after: Standing | null = null;
  for (const list of lists) {
    const index = firstFrom(list, place);
    const one = list[index - 1];
    const other = list[index]?.place === place ? list[index + 1] : list[index];
    if (one !== undefined && (before === null || one.place > before.place)) before = one;
    if (other !== undefined && (after === null || other.place < after.place)) after = other;
  }
  return { before: before?.field ?? null, after: after?.field ?? null };
}

/** A field of a block, and its place in the template. */
interface Standing {
  readonly place: number;
  readonly field: BoundField;
}

interface FieldOrder {
  readonly places: ReadonlyMap<FieldSchema, number>;
  /** Sorted by place: fields outside of front matter, and those within by the key of their mapping. */
  readonly plain: readonly Standing[];
  readonly mapped: ReadonlyMap<string, readonly Standing[]>;
}

/** A check asks about every field that a block lacks, one after another. */
const readOrder = lastAnswer(({ fields, order }: OrderedFields): FieldOrder => {
  const bySchema = new Map<FieldSchema, BoundField>();
  for (const field of fields) {
    if (field.schema !== null && !bySchema.has(field.schema)) bySchema.set(field.schema, field);
  }
  const plain: Standing[] = [];
  const mapped = new Map<string, Standing[]>();
  for (const [place, schema] of order.entries()) {
    const field = bySchema.get(schema);
    if (field === undefined) continue;
    if (field.where !== 'frontmatter') plain.push({ place, field });
    else {
      const key = parentKey(field.name);
      const known = mapped.get(key);
      if (known === undefined) mapped.set(key, [{ place, field }]);
      else known.push({ place, field });
    }
  }
  return { places: new Map(order.map((schema, place) => [schema, place])), plain, mapped };
});

/** The index of the first that stands at a place or behind it; the length when none does. */
function firstFrom(list: readonly Standing[], place: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Standing).place < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys of mappings within YAML are joined by dots; the outer ones are the parent. Empty for a key at the top. */
function parentKey(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
