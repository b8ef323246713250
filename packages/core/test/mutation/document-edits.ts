import { partsOf } from '../../src/diff/document-parts.ts';
import { allParts, type Part, textOf } from '../../src/diff/part.ts';
import type { BoundDocument } from '../../src/document/document.ts';
import type { Replacement } from '../../src/text/edit.ts';
import type { Range } from '../../src/text/range.ts';
import { wordPlaces } from './word-edits.ts';

/** A change that a person makes at one place of a document. */
export interface PlannedEdit {
  readonly name: string;
  readonly replacement: Replacement;
  /** Edits whose zones do not touch have nothing to do with each other. */
  readonly zone: Range;
}

/** Around a changed word, so that the words next to it stay. */
const WORDS_AROUND = 60;

/** Every change of its sort that can be made in a document. `mark` is a word that no document has. */
export function plannedEdits(document: BoundDocument, mark: string): PlannedEdit[] {
  const root = partsOf(document);
  return [
    ...wordPlaces(document).map(({ range }) => ({
      name: 'word',
      replacement: { ...range, text: mark },
      zone: { start: range.start - WORDS_AROUND, end: range.end + WORDS_AROUND },
    })),
    ...[...allParts(root)].flatMap((holder) =>
      holder.parts.flatMap((part, index) =>
        editsOf(part, holder.parts[index - 1] ?? null, holder.parts[index + 1] ?? null, mark),
      ),
    ),
  ];
}

/** What can be done with a part between its neighbours. */
function editsOf(part: Part, before: Part | null, after: Part | null, mark: string): PlannedEdit[] {
  const { start, end } = part.range;
  const text = textOf(part);
  const zone = { start: before?.range.start ?? start, end: after?.range.end ?? end };
  const insert = (name: string, put: string): PlannedEdit => ({
    name,
    replacement: { start: end, end, text: put },
    zone,
  });
  switch (part.kind) {
    case 'row': {
      if (part.keys[0] === '(columns)' || part.silent) return [];
      const cells = part.parts.map((_, index) => (index === 0 ? `${mark} row` : mark));
      return [insert('row added', `\n| ${cells.join(' | ')} |`), ...removal('row removed', part, before, after)];
    }
    case 'item': {
      if (part.silent || part.parts[0]?.kind !== 'mark' || /^\d/u.test(text)) return [];
      const indent = ' '.repeat(start - (part.source.lastIndexOf('\n', start - 1) + 1));
      const lead = text.slice(0, 1) + (part.parts[1]?.kind === 'box' ? ' [ ]' : '');
      return [insert('item added', `\n${indent}${lead} ${mark} item`), ...removal('item removed', part, before, after)];
    }
    case 'box': {
      const ticked = text === '[ ]' ? '[x]' : '[ ]';
      return [{ name: 'box', replacement: { start, end, text: ticked }, zone: part.range }];
    }
    case 'paragraph':
      if (part.silent || !/^[\p{L}]/u.test(text) || !isTop(part)) return [];
      return [
        insert('paragraph added', `\n\nA paragraph about ${mark}.`),
        ...removal('paragraph removed', part, before, after),
      ];
    case 'section': {
      const marks = /^#+(?= )/u.exec(text)?.[0];
      return marks === undefined
        ? []
        : [insert('section added', `\n\n${marks} The ${mark} section\n\nIts ${mark} text.`)];
    }
    default:
      return [];
  }
}

/** Blocks of a section stand at the beginning of a line behind a blank one. */
function isTop(part: Part): boolean {
  return part.source.slice(0, part.range.start).endsWith('\n\n');
}

/** With the white space behind it; the last part stays, for what holds it would go as well. */
function removal(name: string, part: Part, before: Part | null, after: Part | null): PlannedEdit[] {
  if (before === null || after === null || after.kind !== part.kind || before.kind !== part.kind) return [];
  return [
    {
      name,
      replacement: { start: part.range.start, end: after.range.start, text: '' },
      zone: { start: before.range.start, end: after.range.end },
    },
  ];
}
