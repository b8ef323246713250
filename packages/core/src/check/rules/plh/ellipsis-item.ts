import type { List } from 'mdast';
import type { BoundContent, BoundDocument, BoundRow, BoundSection } from '../../../document/document.ts';
import { plainText } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { walk } from '../../../markdown/walk.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { addressAt } from './document-text.ts';
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
    if (document.preamble !== null) yield* ellipsesIn(document, document.preamble, null);
    for (const section of document.allSections) {
      if (section.schema !== null && !section.schema.free) yield* ellipsesIn(document, section.content, section);
    }
  },
};

/** Only in sections that the template has, and only in tables of its own: elsewhere it may be what the author means. */
function* ellipsesIn(document: BoundDocument, content: BoundContent, section: BoundSection | null): Iterable<Finding> {
  for (const block of content.blocks) {
    if (block.type === 'list' && holdsEllipsis(document, rangeOf(block))) {
      const template =
        content.lists.find((list) => list.node === block)?.schema?.range ?? section?.schema?.headingRange;
      yield* ellipsesInList(document, block, section, template ?? null);
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

function ellipsesInList(
  document: BoundDocument,
  list: List,
  section: BoundSection | null,
  template: Range | null,
): readonly Finding[] {
  const findings: Finding[] = [];
  walk(list, (node, parent) => {
    const [words, ...others] = node.type === 'listItem' ? node.children : [];
    if (node.type === 'paragraph') return 'skip';
    if (words?.type !== 'paragraph' || others.length > 0 || !isEllipsis(plainText(words))) return undefined;
    const address = addressAt(document, rangeOf(words).start, section);
    findings.push(finding(document, rangeOf(node), address, template, 'Item', (parent?.children.length ?? 0) > 1));
    return 'skip';
  });
  return findings;
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
  template: Range | null,
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
