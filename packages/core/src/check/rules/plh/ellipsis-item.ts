import type { BoundContent, BoundDocument, BoundRow } from '../../../document/document.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isUntouched } from './untouched.ts';

export const ellipsisItem: DocumentRule = {
  scope: 'document',
  code: 'PLH209',
  name: 'ellipsis-item',
  summary: 'An item or row is nothing but an ellipsis',
  why: 'In a template "…" says "and so on"; in a document it says that something was left out, and not what.',
  remedy: 'Write the item or delete it; the fix deletes it.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Goals\n\n- [Goal 1]\n- [Goal 2]\n- …\n',
    bad: '# Queue\n\n## Goals\n\n- Keep every order\n- …\n',
    good: '# Queue\n\n## Goals\n\n- Keep every order\n- Wait for … no one\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    if (isUntouched(document)) return;
    if (document.preamble !== null) yield* ellipsesIn(document, document.preamble);
    for (const section of document.allSections) {
      if (section.schema !== null && !section.schema.free) yield* ellipsesIn(document, section.content);
    }
  },
};

/** Only lists and tables that the template has: in any other an ellipsis may be what the author means. */
function* ellipsesIn(document: BoundDocument, content: BoundContent): Iterable<Finding> {
  for (const list of content.lists) {
    if (list.schema === null || !holdsEllipsis(document, list.range)) continue;
    for (const item of list.items) {
      if (!isEllipsis(item.plain) || item.node.children.length > 1) continue;
      yield finding(document, item.range, item.address, list.schema.range, 'Item', list.items.length > 1);
    }
  }
  for (const table of content.tables) {
    if (table.schema === null || !holdsEllipsis(document, table.range)) continue;
    for (const row of table.rows) {
      if (!isEllipsisRow(row)) continue;
      yield finding(document, row.range, row.address, table.schema.range, 'Row', table.rows.length > 1);
    }
  }
}

/** Most lists and tables hold none at all, and need no reading of their items. */
function holdsEllipsis(document: BoundDocument, { start, end }: Range): boolean {
  return /…|\.\.\.|\. \. \./u.test(document.source.text.slice(start, end));
}

function isEllipsis(text: string): boolean {
  return /^(?:…|\.{3,}|\. \. \.)$/u.test(text);
}

function isEllipsisRow(row: BoundRow): boolean {
  const written = row.cells.filter((cell) => cell.value.plain !== '');
  return written.length > 0 && written.every((cell) => isEllipsis(cell.value.plain));
}

function finding(
  document: BoundDocument,
  range: Range,
  address: string,
  template: Range,
  what: string,
  others: boolean,
): Finding {
  const { lines, text } = document.source;
  const first = lines.lineAt(range.start);
  const last = lines.lineAt(Math.max(range.start, range.end - 1));
  const start = lines.startOfLine(first);
  const end = last >= lines.lineCount ? text.length : lines.startOfLine(last + 1);
  const alone = /^[\s>]*$/u.test(text.slice(start, range.start));
  return {
    range,
    message: `${what} is nothing but an ellipsis`,
    address,
    template,
    fixes:
      others && alone
        ? [{ title: `Delete the ${what.toLowerCase()}`, kind: 'safe', edits: [{ start, end, text: '' }] }]
        : [],
  };
}
