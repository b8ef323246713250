import type { MigrationStep, NameMap, TemplateChange } from './compatibility-change.ts';
import { changeOf, compareChoices, sureReading, wordOf } from './compatibility-fields.ts';
import { nameLikeness, outOfOrder } from './compatibility-likeness.ts';
import { foldKey, foldName } from './names.ts';
import type { ColumnSchema, TableSchema } from './schema.ts';

/** What changed among the tables of one section. Tables whose rows are fields are compared as fields. */
export function* compareTables(
  olds: readonly TableSchema[],
  news: readonly TableSchema[],
  where: string,
  renames: NameMap,
): Iterable<TemplateChange> {
  const free = news.filter((table) => !table.keyValue);
  const plain = olds.filter((table) => !table.keyValue);
  for (const old of plain) {
    const current = likestTable(old, free, plain.length === 1);
    if (current === null) {
      const message = `The table ${nameOf(old)}${where} is gone; documents keep theirs`;
      yield { ...placeOf('table-removed', 'compatible', message, old, null), step: null };
      continue;
    }
    free.splice(free.indexOf(current), 1);
    yield* compareTable(old, current, where, renames);
  }
  for (const current of free) yield added(current, where);
}

/** The table that shares most columns; where each side has one, they are the same. */
function likestTable(old: TableSchema, free: readonly TableSchema[], alone: boolean): TableSchema | null {
  const keys = new Set(old.columns.map((column) => foldKey(column.name)));
  const shared = (table: TableSchema): number => table.columns.filter(({ name }) => keys.has(foldKey(name))).length;
  const best = [...free].sort((a, b) => shared(b) - shared(a))[0];
  if (best === undefined) return null;
  return shared(best) > 0 || (alone && free.length === 1 && best.columns.length === old.columns.length) ? best : null;
}

function added(table: TableSchema, where: string): TemplateChange {
  const demanded = table.required && table.confidence >= sureReading;
  const message = `The table ${nameOf(table)}${where} is new${demanded ? '' : ' and optional'}`;
  const step: MigrationStep = {
    kind: 'insert-table',
    title: `Insert the table ${nameOf(table)}`,
    new: table.range,
    file: null,
  };
  const change = placeOf('table-added', demanded ? 'breaking' : 'compatible', message, null, table);
  return { ...change, step: demanded ? step : null };
}

function* compareTable(
  old: TableSchema,
  current: TableSchema,
  where: string,
  renames: NameMap,
): Iterable<TemplateChange> {
  const pairs = pairColumns(old.columns, current.columns, renames);
  const sure = current.confidence >= sureReading;
  for (const column of old.columns) {
    const now = pairs.get(column);
    if (now === undefined) {
      const message = `Column "${column.name}"${where} is gone; documents keep theirs`;
      yield changeOf('column-removed', 'compatible', message, column, null, null);
    } else yield* compareColumn(column, now, where, renames);
  }
  const taken = new Set(pairs.values());
  for (const column of current.columns) {
    if (!taken.has(column)) yield addedColumn(column, where, sure);
  }
  const kept = current.columns.filter((column) => taken.has(column));
  const order = old.columns.flatMap((column) => {
    const now = pairs.get(column);
    return now === undefined ? [] : [kept.indexOf(now)];
  });
  if (outOfOrder(order).size > 0) {
    const message = `The columns${where} stand in another order: ${nameOf(current)}`;
    const step: MigrationStep = {
      kind: 'order-columns',
      title: `Put the columns${where} into the order ${nameOf(current)}`,
      new: current.range,
      file: null,
    };
    yield { ...placeOf('columns-reordered', 'breaking', message, old, current), step: sure ? step : null };
  }
  yield* compareRows(old, current, where);
}

function addedColumn(column: ColumnSchema, where: string, sure: boolean): TemplateChange {
  const demanded = sure && column.required && column.confidence >= sureReading;
  const message = `Column "${column.name}"${where} is new${demanded ? '' : ' and optional'}`;
  const fill = column.default ?? '';
  const filled = fill === '' ? '' : `, each cell "${fill}"`;
  const step: MigrationStep = {
    kind: 'insert-column',
    title: `Insert column "${column.name}"${where}${filled}`,
    new: column.range,
    file: null,
    fill,
  };
  return changeOf('column-added', demanded ? 'breaking' : 'compatible', message, null, column, demanded ? step : null);
}

function* compareColumn(
  old: ColumnSchema,
  current: ColumnSchema,
  where: string,
  renames: NameMap,
): Iterable<TemplateChange> {
  if (foldKey(old.name) !== foldKey(current.name)) {
    const message = `Column "${old.name}"${where} is called "${current.name}" now`;
    const step: MigrationStep = {
      kind: 'rename-column',
      title: `Rename column "${old.name}"${where} to "${current.name}"`,
      old: old.range,
      file: null,
      name: current.name,
    };
    yield changeOf('column-renamed', 'breaking', message, old, current, step);
  }
  if (old.type !== current.type) {
    const breaks = current.type === 'choice' && !current.open && current.confidence >= sureReading;
    const message = `Column "${current.name}"${where} holds ${wordOf(current)} now, not ${wordOf(old)}`;
    yield changeOf('column-type', breaks ? 'breaking' : 'compatible', message, old, current, null);
  }
  yield* compareChoices('column-choices', old, current, renames);
}

function* compareRows(old: TableSchema, current: TableSchema, where: string): Iterable<TemplateChange> {
  const has = (rows: readonly string[], name: string): boolean => rows.some((row) => foldName(row) === foldName(name));
  for (const name of old.fixedRows) {
    if (has(current.fixedRows, name)) continue;
    const message = `Row "${name}"${where} is gone; documents keep theirs`;
    yield { ...placeOf('row-removed', 'compatible', message, old, current), step: null };
  }
  const demanded = current.required && current.confidence >= sureReading;
  for (const name of current.fixedRows) {
    if (has(old.fixedRows, name)) continue;
    const step: MigrationStep = {
      kind: 'insert-row',
      title: `Insert row "${name}"${where}`,
      new: current.range,
      file: null,
      name,
    };
    const change = placeOf(
      'row-added',
      demanded ? 'breaking' : 'compatible',
      `Row "${name}"${where} is new`,
      old,
      current,
    );
    yield { ...change, step: demanded ? step : null };
  }
}

/** By name; what is left over at one place, or under a like name, was renamed when both hold the same kind of value. */
function pairColumns(
  olds: readonly ColumnSchema[],
  news: readonly ColumnSchema[],
  renames: NameMap,
): ReadonlyMap<ColumnSchema, ColumnSchema> {
  const pairs = new Map<ColumnSchema, ColumnSchema>();
  const taken = new Set<ColumnSchema>();
  const pair = (old: ColumnSchema, current: ColumnSchema): void => {
    pairs.set(old, current);
    taken.add(current);
  };
  for (const old of olds) {
    const key = foldKey(renames.get(foldName(old.name)) ?? old.name);
    const same = news.find((column) => !taken.has(column) && foldKey(column.name) === key);
    if (same !== undefined) pair(old, same);
  }
  for (const [place, old] of olds.entries()) {
    if (pairs.has(old) || renames.has(foldName(old.name))) continue;
    const alike = news.filter((column) => !taken.has(column) && nameLikeness(old.name, column.name) >= sureReading);
    const there = olds.length === news.length ? news[place] : undefined;
    const found = alike.length === 1 ? alike[0] : there;
    if (found !== undefined && !taken.has(found) && found.type === old.type) pair(old, found);
  }
  return pairs;
}

function nameOf(table: TableSchema): string {
  const names = table.columns.slice(0, 5).map((column) => column.name);
  return `${names.join(' | ')}${table.columns.length > names.length ? ' | …' : ''}`;
}

function placeOf(
  kind: TemplateChange['kind'],
  severity: TemplateChange['severity'],
  message: string,
  old: TableSchema | null,
  current: TableSchema | null,
): Omit<TemplateChange, 'step'> {
  return {
    kind,
    severity,
    message,
    address: current?.address ?? old?.address ?? '',
    old: old?.range ?? null,
    new: current?.range ?? null,
  };
}
