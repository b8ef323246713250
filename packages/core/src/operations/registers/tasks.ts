import type { BoundDocument, BoundGroup, BoundItem } from '../../document/document.ts';
import { sectionsWithRole, tablesWithRole } from '../../document/walk-document.ts';
import type { RegisterRow } from './register-rows.ts';
import { cellText, filledItems, filledRows, isFilledText, rowAt, textOf } from './register-rows.ts';

export interface TaskRow extends RegisterRow {
  readonly task: string;
  /** Null when the task has no box to tick. */
  readonly done: boolean | null;
  /** The group the task stands in, such as `Phase 1`; null outside of groups. */
  readonly group: string | null;
  readonly owner: string | null;
}

const OWNER = /owner|assignee|who|responsible|person|ответствен|исполнитель|负责人|担当|verantwortlich|responsable/u;
const STATE = /status|state|done|статус|状态|状態|estado|statut/u;
const DONE =
  /^(?:done|complete[d]?|finished|closed|shipped|yes|x|✅|✔|☑|готово|выполнено|完成|完了|erledigt|fertig|fait|hecho|feito)/iu;

/** Every task of the documents, in the order of the documents. */
export function taskRegister(documents: Iterable<BoundDocument>): TaskRow[] {
  const rows: TaskRow[] = [];
  for (const document of documents) {
    for (const row of tasksInSections(document)) rows.push(row);
    for (const row of tasksInTables(document)) rows.push(row);
  }
  return rows;
}

function tasksInSections(document: BoundDocument): TaskRow[] {
  return sectionsWithRole(document, 'tasks').flatMap((section) => [
    ...filledItems(section).map((item) => taskOf(document, item, null)),
    ...section.content.groups.flatMap((group) => tasksOfGroup(document, group)),
  ]);
}

function tasksOfGroup(document: BoundDocument, group: BoundGroup): TaskRow[] {
  return group.lists
    .flatMap((list) => list.items)
    .filter((item) => item.depth === 0 && isFilledText(item.raw))
    .map((item) => taskOf(document, item, nameOf(group)));
}

function nameOf(group: BoundGroup): string {
  const stem = group.number === null ? group.schema.name : `${group.schema.name} ${group.number}`;
  return group.ownName === null || group.ownName === '' ? stem : `${stem}: ${group.ownName}`;
}

function taskOf(document: BoundDocument, item: BoundItem, group: string | null): TaskRow {
  return {
    ...rowAt(document, item.address, item.range.start),
    task: item.plain,
    done: item.checked,
    group,
    owner: null,
  };
}

function tasksInTables(document: BoundDocument): TaskRow[] {
  return tablesWithRole(document, 'tasks').flatMap((table) =>
    filledRows(table).map((row) => {
      const state = cellText(row, STATE);
      return {
        ...rowAt(document, row.address, row.range.start),
        task: row.cells[0] === undefined ? '' : (textOf(row.cells[0]) ?? ''),
        done: state === null ? null : DONE.test(state),
        group: null,
        owner: cellText(row, OWNER),
      };
    }),
  );
}
