import { referencesOf } from '../check/references.ts';
import { guidanceLeft } from '../check/rules/plh/guidance-left.ts';
import { guidanceParagraphLeft } from '../check/rules/plh/guidance-paragraph-left.ts';
import { placeholdersOf } from '../check/rules/plh/placeholders-left.ts';
import type { BoundDocument, BoundField, BoundTable } from '../document/document.ts';
import { linksOf } from '../document/links.ts';
import { allContents, allFields, allLists } from '../document/walk-document.ts';
import type { Range } from '../text/range.ts';
import type { EditorDocument, EditorWorkspace } from './editor-workspace.ts';
import { termFinder, termUses } from './term-uses.ts';

/** What a stretch of text is to Specwright; where two overlap the one named first here is shown. */
export type TokenKind = 'placeholder' | 'guidance' | 'status' | 'choice' | 'field' | 'reference' | 'done' | 'term';

export interface Token {
  readonly kind: TokenKind;
  /** Within one line, never empty. */
  readonly range: Range;
}

/** The stretches of a document that mean more than words, sorted, none within another. Near-linear in the document. */
export function tokensOf(document: EditorDocument, workspace: EditorWorkspace): readonly Token[] {
  const { bound } = document;
  const found = [
    ...marked('placeholder', leftPlaceholders(bound)),
    ...marked('guidance', leftGuidance(document)),
    ...fieldTokens(bound),
    ...marked('reference', references(bound)),
    ...marked('done', doneItems(bound)),
    ...(workspace.terms.length === 0
      ? []
      : marked(
          'term',
          termUses(bound.source, termFinder(workspace.terms)).map(({ range }) => range),
        )),
  ];
  return withoutOverlaps(bound, found);
}

function marked(kind: TokenKind, ranges: Iterable<Range>): Token[] {
  return [...ranges].map((range) => ({ kind, range }));
}

function leftPlaceholders(document: BoundDocument): Range[] {
  return placeholdersOf(document).flatMap(({ file, range }) => (file === null ? [range] : []));
}

function leftGuidance({ bound, diagnostics }: EditorDocument): Range[] {
  const about: readonly string[] = [guidanceLeft.code, guidanceParagraphLeft.code];
  return diagnostics.filter(({ file, code }) => file === bound.file && about.includes(code)).map(({ range }) => range);
}

function* fieldTokens(document: BoundDocument): Iterable<Token> {
  const headings = new Set(document.allSections.map(({ field }) => field));
  for (const field of allFields(document)) {
    if (!headings.has(field)) yield { kind: 'field', range: field.nameRange };
    const kind = valueKind(document, field);
    if (kind !== null) yield { kind, range: field.value.range };
  }
  for (const { tables } of allContents(document)) for (const table of tables) yield* cellTokens(table);
}

function valueKind({ status }: BoundDocument, field: BoundField): TokenKind | null {
  if (field.value.state !== 'valid') return null;
  if (status?.field === field) return 'status';
  return field.schema?.type === 'choice' ? 'choice' : null;
}

function* cellTokens({ schema, columns, rows }: BoundTable): Iterable<Token> {
  if (schema === null || !columns.some((column) => column.schema?.type === 'choice')) return;
  for (const { cells } of rows) {
    for (const { column, value } of cells) {
      if (column?.schema?.type === 'choice' && value.state === 'valid') yield { kind: 'choice', range: value.range };
    }
  }
}

/** Names of other documents, and links within the workspace. */
function references(document: BoundDocument): Range[] {
  const fields = referencesOf(document).filter(({ file }) => file === document.file);
  const links = linksOf(document).filter(({ image }) => !image);
  return [...fields, ...links].map(({ range }) => range);
}

function* doneItems(document: BoundDocument): Iterable<Range> {
  for (const content of allContents(document)) {
    for (const { items } of allLists(content)) {
      for (const { checked, rawRange } of items) if (checked === true) yield rawRange;
    }
  }
}

/** The last is painted last, over all others. */
const painting: readonly TokenKind[] = [
  'term',
  'done',
  'reference',
  'field',
  'choice',
  'status',
  'guidance',
  'placeholder',
];

/** Paints the kinds over one another, and reads off what is to be seen, line by line. */
function withoutOverlaps({ source: { text } }: BoundDocument, found: readonly Token[]): Token[] {
  const painted = new Uint8Array(text.length);
  for (const [place, kind] of painting.entries()) {
    for (const token of found) if (token.kind === kind) painted.fill(place + 1, token.range.start, token.range.end);
  }
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; ) {
    const paint = painted[start] as number;
    let end = start + 1;
    while (end < text.length && painted[end] === paint && (paint === 0 || !isLineEnd(text, end))) end += 1;
    const range = paint === 0 ? null : trimmed(text, start, end);
    if (range !== null) tokens.push({ kind: painting[paint - 1] as TokenKind, range });
    start = end;
  }
  return tokens;
}

function isLineEnd(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 10 || unit === 13;
}

/** Null for white space alone. */
function trimmed(text: string, start: number, end: number): Range | null {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  return from === end ? null : { start: from, end: start + words.trimEnd().length };
}
