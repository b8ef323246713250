import { signOffColumns } from '../../lifecycle/table-claims.ts';
import type { Completion } from './completion.ts';
import { narrowed } from './narrowing.ts';
import type { Slot } from './slot.ts';

/** People where the template wants people, in the order given. */
export function people(slot: Slot, names: readonly string[]): Completion[] {
  if (!wantsPeople(slot)) return [];
  const { name, value, typed, put } = slot;
  const isSample = value.state === 'placeholder' || value.state === 'unchosen';
  return narrowed(names.filter(isPlainName), isSample ? '' : typed, (person) => person).map((person, rank) => ({
    kind: 'person',
    label: person,
    detail: name,
    documentation: null,
    edit: put(person),
    filter: isSample && typed !== '' ? typed : null,
    rank,
  }));
}

function wantsPeople({ spec, role, table }: Slot): boolean {
  if (spec.type === 'person' || spec.type === 'persons' || role === 'author') return true;
  if (table?.schema?.role !== 'sign-offs') return false;
  const column = signOffColumns(table).name;
  return column !== null && table.columns[column]?.schema === spec;
}

const plainName = /^[\p{L}\p{N}@][\p{L}\p{M}\p{N} .'’@+()&/_-]{0,79}$/u;

/** False for what would be read as more than one name, or as marks of Markdown: git takes anything for a name. */
function isPlainName(name: string): boolean {
  return plainName.test(name) && name.trim() === name;
}
