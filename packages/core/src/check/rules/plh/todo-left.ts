import type { BoundDocument } from '../../../document/document.ts';
import { allContents } from '../../../document/walk-document.ts';
import { foldSpace } from '../../../markdown/plain.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { atField } from './at-field.ts';
import { addressAt, documentText } from './document-text.ts';
import { isTemplateDefault } from './home.ts';
import { placeholdersLeft } from './placeholders-left.ts';
import { shown } from './shown.ts';
import { isTodo, startsWithTodo } from './todo.ts';
import { isUntouched } from './untouched.ts';

export const todoLeft: DocumentRule = {
  scope: 'document',
  code: 'PLH208',
  name: 'todo-left',
  summary: 'A text says that it is still to be written',
  why: 'TBD and TODO are fine while a document is a draft; once it is reviewed they are questions without an owner.',
  remedy: 'Write the text, or move the question to where open questions are kept.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback Plan\n\n[How do we undo this?]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Rollback Plan\n\nTBD\n',
    good: '# Queue\n\n## Context\n\nThe TODO list of the broker is lost, `TODO: x` too.\n\n## Rollback Plan\n\nTurn the flag off.\n',
  },
  check: findTodos,
};

function* findTodos(document: BoundDocument): Iterable<Finding> {
  if (isUntouched(document)) return;
  yield* todosInFields(document);
  yield* todosInText(document);
}

function* todosInText(document: BoundDocument): Iterable<Finding> {
  const choices = cellChoices(document);
  const taken = new Set(placeholdersLeft(document).map((left) => left.range.start));
  for (const field of documentText(document).fields) {
    if (!field.inCompanion) taken.add(field.value.range.start);
  }
  for (const unit of documentText(document).units) {
    if (unit.node.type === 'heading' || unit.node.type === 'html' || taken.has(unit.range.start)) continue;
    const whole = isTodo(unit.raw) && !(unit.node.type === 'tableCell' && isAnswer(unit.raw, choices));
    if (!whole && !(unit.node.type === 'paragraph' && startsWithTodo(unit.raw))) continue;
    if (unit.top && isTemplateDefault(document.schema, foldSpace(unit.raw), unit.section)) continue;
    const range = whole ? unit.range : firstLine(document, unit.range);
    yield {
      range,
      message: `${shown(unit.raw)} is still to be written`,
      address: addressAt(document, unit.range.start, unit.section),
    };
  }
}

/** In a cell `?` is an answer, and so is a state such as `TODO` that the template offers. */
function isAnswer(raw: string, choices: ReadonlySet<string>): boolean {
  return /^\?+$/u.test(raw) || choices.has(raw.toLowerCase());
}

/** What columns of the template offer, in lower case. */
function cellChoices(document: BoundDocument): ReadonlySet<string> {
  const choices = new Set<string>();
  for (const { tables } of allContents(document)) {
    for (const { columns } of tables)
      for (const { schema } of columns) for (const choice of schema?.choices ?? []) choices.add(choice.toLowerCase());
  }
  return choices;
}

function* todosInFields(document: BoundDocument): Iterable<Finding> {
  for (const field of documentText(document).fields) {
    if (!isTodo(field.value.raw) && !startsWithTodo(field.value.raw)) continue;
    yield {
      ...atField(document, field),
      message: `"${field.name}" is still to be written: ${shown(field.value.raw)}`,
    };
  }
}

function firstLine(document: BoundDocument, range: Range): Range {
  const { lines } = document.source;
  return { start: range.start, end: Math.min(range.end, lines.endOfLine(lines.lineAt(range.start))) };
}
