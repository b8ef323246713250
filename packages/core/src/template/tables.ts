import type { Table } from 'mdast';
import { plainText } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { readChoices, readStates } from './choice.ts';
import { cellRange } from './field-lines.ts';
import { guessType } from './field-type.ts';
import { joinAddress, readValue } from './fields.ts';
import { camelName, cleanName, foldName, kebabName, splitOrdinal, stripOptionalMark } from './names.ts';
import { NO_PINS } from './pins.ts';
import { stripBrackets } from './placeholder.ts';
import type { ColumnSchema, TableRole, TableSchema } from './schema.ts';
import { isStandIn } from './stand-in.ts';

interface Cell {
  readonly text: string;
  readonly range: Range;
}

/** What a table's surroundings say of it. */
export interface TableSurroundings {
  readonly parent: string;
  readonly sectionName: string;
  readonly index: number;
  readonly required: boolean;
}

/** Reads a template's table: its columns, the rows it fixes, and what it is for. */
export function tableSchema(text: string, table: Table, around: TableSurroundings): TableSchema {
  const [header, ...body] = table.children.map((row) =>
    row.children.map((cell): Cell => {
      const range = cellRange(text, cell);
      return { text: text.slice(range.start, range.end), range };
    }),
  );
  const names = (header ?? []).map((cell, at) => ({
    cell,
    shown: stripBrackets(
      plainText((table.children[0] as Table['children'][number]).children[at] as never) || cell.text,
    ),
  }));
  const fixedRows = fixedFirstCells(body, names[0]?.shown ?? '');
  const role =
    fixedRows.length > 1 && SIGN_OFFS.test(foldName(around.sectionName))
      ? 'sign-offs'
      : tableRole(
          names.map((name) => foldName(name.shown)),
          body,
          around.sectionName,
        );
  const columns = names.map((name, at) =>
    columnSchema(
      name.shown,
      name.cell.range,
      body.map((row) => row[at]?.text ?? ''),
      { ...around, role, first: at === 0, fixed: at === 0 && fixedRows.length > 0 },
    ),
  );
  return {
    kind: 'table',
    key: camelName(around.sectionName),
    name: around.sectionName,
    address: around.parent,
    range: rangeOf(table),
    required: around.required,
    why: role === null ? 'a table in the template' : `a table whose columns are those of ${TABLE_WORDS[role]}`,
    confidence: 0.95,
    index: around.index,
    columns,
    fixedRows,
    open: true,
    min: around.required ? 1 : 0,
    role,
    living: role === 'sign-offs',
    keyValue: false,
  };
}

const TABLE_WORDS: Readonly<Record<TableRole, string>> = {
  'sign-offs': 'sign-offs',
  risks: 'a risk register',
  metrics: 'metrics',
  glossary: 'a glossary',
  tasks: 'tasks',
  dependencies: 'dependencies',
  references: 'references',
};

interface ColumnSurroundings extends TableSurroundings {
  readonly role: TableRole | null;
  readonly first: boolean;
  readonly fixed: boolean;
}

function columnSchema(shown: string, range: Range, cells: readonly string[], around: ColumnSurroundings): ColumnSchema {
  const mark = stripOptionalMark(shown);
  const reading = readColumn(mark.name, cells, around.fixed);
  const folded = foldName(mark.name);
  return {
    kind: 'column',
    key: camelName(mark.name),
    name: cleanName(mark.name),
    address: joinAddress(around.parent, kebabName(mark.name)),
    range,
    required: !mark.optional && !(around.role === 'sign-offs' && !around.first) && !OFTEN_EMPTY.test(folded),
    ...reading,
    living: around.role === 'sign-offs' || (around.role === 'metrics' && CURRENT.test(folded)),
  };
}

const OFTEN_EMPTY = /^(?:notes?|comments?|remarks?|link|links|reference|references|примечани|备注|備考)/u;
const CURRENT = /^(?:current|baseline|actual|today|now|measured)|текущ|当前|現在|現状/u;

type ColumnReading = Pick<ColumnSchema, 'type' | 'choices' | 'open' | 'default' | 'placeholder' | 'why' | 'confidence'>;

const FIXED_NAMES = { type: 'text', why: 'the template names its rows', confidence: 0.9 } as const;

/** A column's cells speak together: a choice in one, a placeholder in one, or the same default in all. */
function readColumn(name: string, cells: readonly string[], fixed: boolean): ColumnReading {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (!fixed) {
    for (const cell of filled) {
      const reading = readValue(name, cell, null, NO_PINS, false);
      if (reading.type === 'choice') return { ...reading, why: 'a cell lists the choices' };
    }
  }
  const named = /[(（]([^()（）]{3,60})[)）]$/u.exec(name)?.[1];
  const offered = named === undefined ? null : readChoices(named);
  if (offered !== null) {
    return {
      type: 'choice',
      ...offered,
      default: null,
      placeholder: null,
      why: 'its heading lists the choices',
      confidence: 0.8,
    };
  }
  const standIn = filled.find((cell) => isStandIn(cell) && !/^(?:\.{3}|…)$/u.test(cell.trim()));
  const settled = filled.filter((cell) => !isStandIn(cell));
  const same =
    !fixed && settled.length > 0 && settled.every((cell) => cell === settled[0]) && filled.length === cells.length;
  const guess = fixed ? FIXED_NAMES : guessType(name, stripBrackets(standIn ?? (same ? (settled[0] as string) : '')));
  return {
    ...guess,
    choices: null,
    open: false,
    default: same && cells.length > 1 ? (settled[0] as string) : null,
    placeholder: standIn ?? null,
  };
}

const SAMPLE =
  /^(?:[A-Z]$|v?\d+(?:\.\d+)+$|[A-Z]{1,4}[-_ ]?\d+$|example|sample|e\.g\.?|foo|bar|item|\d+|[rtq]\d+|пример|例)/iu;

/** Names in the first column that a document keeps: literal, unlike each other, with the rest of their row left open. */
function fixedFirstCells(body: readonly (readonly Cell[])[], header: string): string[] {
  const fixed: string[] = [];
  for (const row of body) {
    if (row[0]?.text.startsWith('`') === true) continue;
    const first = row[0]?.text.replace(/^[*_`]+|[*_`]+$/gu, '').trim() ?? '';
    if (
      first === '' ||
      isStandIn(row[0]?.text ?? '') ||
      isStandIn(first) ||
      SAMPLE.test(first) ||
      readStates(first) !== null
    )
      continue;
    const ordinal = splitOrdinal(first);
    if (ordinal !== null && ordinal.rest === '' && foldName(ordinal.stem) === foldName(header)) continue;
    if (ordinal !== null && ordinal.rest === '' && body.length > 1) continue;
    const others = row.slice(1);
    const waits = others.filter((cell) => waitsForAuthor(cell.text)).length;
    const same = others.every(
      (cell, at) => waitsForAuthor(cell.text) || body.every((line) => line[at + 1]?.text === cell.text),
    );
    if (waits > 0 && same) fixed.push(first);
  }
  return new Set(fixed).size === fixed.length ? fixed : [];
}

/** True for a cell that is empty, a stand-in or a choice. */
function waitsForAuthor(text: string): boolean {
  return text === '' || isStandIn(text) || readValue('', text, null, NO_PINS, false).type === 'choice';
}

const NAMED_ROLES: readonly { readonly role: TableRole; readonly columns: readonly RegExp[] }[] = [
  {
    role: 'metrics',
    columns: [
      /^(?:target|goal|цел|目标|目標|ziel)/u,
      /^(?:current|baseline|actual|metric|текущ|метрик|当前|现状|現状|指标|指標)|(?:metric|kpi)s?$/u,
    ],
  },
  {
    role: 'glossary',
    columns: [
      /^(?:term|word|acronym|abbreviation|термин|术语|用語|begriff)/u,
      /^(?:definition|meaning|description|определение|定义|定義|説明|bedeutung)/u,
    ],
  },
];

function tableRole(
  columns: readonly string[],
  body: readonly (readonly Cell[])[],
  sectionName: string,
): TableRole | null {
  if (isSignOffs(columns)) return 'sign-offs';
  if (isRiskRegister(columns, body)) return 'risks';
  const named = NAMED_ROLES.find((candidate) =>
    candidate.columns.every((pattern) => columns.some((name) => pattern.test(name))),
  );
  if (named !== undefined) return named.role;
  const section = foldName(sectionName);
  if (/^(?:risks?|риски?|风险|リスク|risiken)\b/u.test(section) && columns.length >= 2) return 'risks';
  if (/\b(?:dependencies)$|^зависимости|^依赖|^依存/u.test(section)) return 'dependencies';
  if (columns.some((name) => /^(?:task|action item|action|work item|задача|任务|タスク)/u.test(name))) return 'tasks';
  return /^(?:references?|links?|ссылки|参考)/u.test(section) ? 'references' : null;
}

/** Names of sections where people agree, folded. */
export const SIGN_OFFS =
  /\b(?:sign ?offs?|approvals?|approvers)$|согласован|утвержден|审批|批准|签字|承認|승인|freigabe|approvazion|approbation|aprobacion|aprovac|goedkeuring|zatwierdzen/u;

/** Role, name, status and date; three of the four are enough when the first or second is among them. */
function isSignOffs(columns: readonly string[]): boolean {
  const has = (pattern: RegExp): number => (columns.some((name) => pattern.test(name)) ? 1 : 0);
  const role = has(/^(?:role|team|area|function|title|position|роль|должность|角色|役割|rolle)$/u);
  const name = has(/^(?:name|person|reviewer|approver|who|owner|имя|фио|согласующий|姓名|氏名|承認者|审批人)s?$/u);
  const status = has(
    /^(?:status|approved|approval|decision|verdict|sign off|signature|signed|статус|подпись|решение|状态|状態|ステータス|签字|承認)/u,
  );
  const date = has(/date|^when$|дата|日期|日付|datum/u);
  return (
    (status === 1 && role + name >= 1 && role + name + status + date >= 3) ||
    (role + name + date === 3 && columns.length === 3)
  );
}

/** Two columns that offer the same scale, or are named likelihood and impact. */
function isRiskRegister(columns: readonly string[], body: readonly (readonly Cell[])[]): boolean {
  const likelihood = columns.some((name) =>
    /^(?:likelihood|probability|chance|вероятность|可能性|概率|発生確率|eintritt)/u.test(name),
  );
  const impact = columns.some((name) => /^(?:impact|severity|consequence|влияние|影响|影響|auswirkung)/u.test(name));
  if (likelihood && impact) return true;
  const scales = (body[0] ?? [])
    .map((cell) => readValue('', cell.text, null, NO_PINS, false))
    .filter((reading) => reading.type === 'choice')
    .map((reading) => (reading.choices ?? []).join('|').toLowerCase());
  return (
    scales.length >= 2 &&
    new Set(scales).size < scales.length &&
    columns.some((name) => /risk|риск|风险|リスク/u.test(name))
  );
}
