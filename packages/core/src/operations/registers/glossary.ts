import type { BoundDocument, BoundSection } from '../../document/document.ts';
import { sectionsWithRole, tablesWithRole } from '../../document/walk-document.ts';
import { foldSpace } from '../../markdown/plain.ts';
import { termsOfParagraph } from '../../template/terms.ts';
import type { RegisterRow } from './register-rows.ts';
import { filledItems, filledRows, isFilledText, rowAt, textOf } from './register-rows.ts';

export interface GlossaryRow extends RegisterRow {
  readonly term: string;
  readonly definition: string;
}

/** Every term of the documents by its name, case aside; of equals the order of the documents stays. */
export function glossaryRegister(documents: Iterable<BoundDocument>): GlossaryRow[] {
  const rows: GlossaryRow[] = [];
  for (const document of documents) {
    for (const section of sectionsWithRole(document, 'glossary'))
      for (const row of termsOf(document, section)) rows.push(row);
    for (const row of termsInTables(document)) rows.push(row);
  }
  return rows
    .map((row) => ({ row, key: row.term.toLowerCase() }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

/** Items that the list gives a term, or paragraphs that define one; the template's own samples are left out. */
function termsOf(document: BoundDocument, section: BoundSection): GlossaryRow[] {
  return [...termsInItems(document, section), ...termsInParagraphs(document, section)];
}

function termsInParagraphs(document: BoundDocument, section: BoundSection): GlossaryRow[] {
  const { text } = document.source;
  const terms = section.content.blocks.flatMap((block) =>
    block.type === 'paragraph' ? termsOfParagraph(text, block) : [],
  );
  return terms
    .filter(({ term, definition }) => !isSample(term, definition))
    .map(({ term, definition, range }) => ({
      ...rowAt(document, section.address, range.start),
      term,
      definition: foldSpace(definition),
    }));
}

function termsInItems(document: BoundDocument, section: BoundSection): GlossaryRow[] {
  return filledItems(section).flatMap((item) => {
    const { term, definition } = item;
    if (term === null || definition === null || isSample(term, definition)) return [];
    return [{ ...rowAt(document, item.address, item.range.start), term, definition: foldSpace(definition) }];
  });
}

function termsInTables(document: BoundDocument): GlossaryRow[] {
  return tablesWithRole(document, 'glossary').flatMap((table) =>
    filledRows(table).map((row) => ({
      ...rowAt(document, row.address, row.range.start),
      term: row.cells[0] === undefined ? '' : (textOf(row.cells[0]) ?? ''),
      definition: row.cells[1] === undefined ? '' : (textOf(row.cells[1]) ?? ''),
    })),
  );
}

function isSample(term: string, definition: string): boolean {
  return (
    !isFilledText(term) || !isFilledText(definition) || (/^term\b/iu.test(term) && /^definition\b/iu.test(definition))
  );
}
