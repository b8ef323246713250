import { foldKey } from '../template/names.ts';
import type { TableSchema } from '../template/schema.ts';

/** Tables of a template with the same columns, which fit a table of a document equally well. */
interface TableKind {
  /** As `foldKey`. */
  readonly columns: readonly string[];
  /** Those that no table of the document fills yet, the first of them last. */
  readonly open: TableSchema[];
}

/** More kinds of tables than a section of a template that people write has; the bound keeps the work linear. */
const mostKinds = 500;

/** The tables that a section of a template shows, each of which one table of the document fills. */
export class TableSchemas {
  readonly #kinds: TableKind[];
  /** True when it is the only table on both sides. */
  readonly #alone: boolean;

  /** `count` is the number of tables in the document's section. */
  constructor(schemas: readonly TableSchema[], count: number) {
    const kinds = new Map<string, TableKind>();
    for (const schema of schemas) {
      const columns = schema.columns.map(({ name }) => foldKey(name));
      const key = columns.join('\n');
      const kind = kinds.get(key) ?? { columns, open: [] };
      kind.open.push(schema);
      kinds.set(key, kind);
    }
    this.#kinds = [...kinds.values()].slice(0, mostKinds);
    for (const { open } of this.#kinds) open.reverse();
    this.#alone = schemas.length === 1 && count === 1;
  }

  /** True when every table of the template is filled. */
  get used(): boolean {
    return this.#kinds.length === 0;
  }

  /** Takes the table that shares most columns with a header; at least half of its own, or any where it is alone. */
  take(names: readonly string[]): TableSchema | null {
    const keys = new Set(names.map(foldKey));
    let best: TableKind | null = null;
    let most = 0;
    for (const kind of this.#kinds) {
      const shared = kind.columns.filter((column) => keys.has(column)).length;
      const fits = shared > 0 && shared * 2 >= kind.columns.length;
      const fitsAlone = this.#alone && (shared > 0 || names.length === kind.columns.length);
      if (!fits && !fitsAlone) continue;
      if (best === null || shared > most || (shared === most && comesBefore(kind, best))) {
        best = kind;
        most = shared;
      }
    }
    if (best === null) return null;
    const schema = best.open.pop() ?? null;
    if (best.open.length === 0) this.#kinds.splice(this.#kinds.indexOf(best), 1);
    return schema;
  }
}

/** True when the first open table of a kind stands before that of another. */
function comesBefore(kind: TableKind, other: TableKind): boolean {
  return (kind.open.at(-1)?.index ?? 0) < (other.open.at(-1)?.index ?? 0);
}
