import type { RootContent } from 'mdast';
import type { BoundContent, BoundDocument, BoundSection } from '../../document/document.ts';
import { commentsIn } from '../../markdown/comments.ts';
import { rangeOf } from '../../markdown/source.ts';
import { foldName } from '../../template/names.ts';
import type { SectionRole } from '../../template/schema.ts';

/** What a part of a document tells its reader. */
export type BriefingKind =
  | 'summary'
  | 'goals'
  | 'design'
  | 'interface'
  | 'open-questions'
  | 'tasks'
  | 'risks'
  | 'metrics'
  | 'background'
  | 'other'
  | 'dependencies'
  | 'alternatives'
  | 'sign-offs'
  | 'references'
  | 'glossary'
  | 'linked-documents'
  | 'terms';

/** Something that is told as a whole or not at all: a paragraph, an item with what is in it, a row. */
export interface BriefingPiece {
  readonly text: string;
  /** What stands between it and the piece before. */
  readonly gap: string;
}

export interface BriefingPart {
  /** In round brackets for what has no place of its own in the document. */
  readonly address: string;
  /** The headings that lead to it. */
  readonly heading: string;
  readonly kind: BriefingKind;
  /** At least one. */
  readonly pieces: readonly BriefingPiece[];
}

/** From what a reader needs first to what can be looked up. */
export const briefingOrder: readonly BriefingKind[] = [
  'summary',
  'goals',
  'design',
  'interface',
  'open-questions',
  'tasks',
  'risks',
  'metrics',
  'background',
  'other',
  'dependencies',
  'alternatives',
  'sign-offs',
  'linked-documents',
  'terms',
  'references',
  'glossary',
];

/**
 * Every body of a document as a part, what matters first; of equals the order of the document stays. Sections without words
 * of their own are left out, and so are comments: no reader of the rendered document sees them.
 */
export function briefingParts(document: BoundDocument): BriefingPart[] {
  const { text } = document.source;
  const parts: BriefingPart[] = [];
  const preamble = document.preamble === null ? [] : piecesOf(document.preamble, text);
  if (preamble.length > 0) {
    parts.push({ address: '(preamble)', heading: 'Before the first section', kind: 'summary', pieces: preamble });
  }
  const kinds = new Map<BoundSection, BriefingKind>();
  for (const section of document.allSections) {
    kinds.set(section, kindOf(section, kinds));
    const pieces = piecesOf(section.content, text);
    if (pieces.length === 0) continue;
    parts.push({ address: section.address, heading: headingOf(section), kind: kinds.get(section) ?? 'other', pieces });
  }
  return inOrder(parts);
}

/** What matters first, else as they come. */
export function inOrder(parts: readonly BriefingPart[]): BriefingPart[] {
  return parts.toSorted((a, b) => briefingOrder.indexOf(a.kind) - briefingOrder.indexOf(b.kind));
}

const byRole: Readonly<Record<SectionRole, BriefingKind>> = {
  'sign-offs': 'sign-offs',
  risks: 'risks',
  metrics: 'metrics',
  'open-questions': 'open-questions',
  tasks: 'tasks',
  components: 'design',
  alternatives: 'alternatives',
  glossary: 'glossary',
  references: 'references',
  dependencies: 'dependencies',
};

/** Where the template gives a section no role its name does, as far as names are known. */
const byName: readonly (readonly [RegExp, BriefingKind])[] = [
  [/\bapis?\b|interface|data model|schema|contract|endpoint|protocol/u, 'interface'],
  [
    /\bgoals?\b|objective|requirement|constraint|user stor|acceptance|success criteria|ziele?\b|objetivo|目标|目標/u,
    'goals',
  ],
  [/summary|overview|problem|motivation|purpose|abstract|^why\b/u, 'summary'],
  [/background|context|prior art|history/u, 'background'],
  [/alternative|option/u, 'alternatives'],
  [/design|solution|proposal|decision|architecture|approach|what changes/u, 'design'],
  [/implementation|\btasks?\b|plan\b|phase|rollout|rollback|test|migration/u, 'tasks'],
  [/\bopen questions?\b|unresolved|clarification/u, 'open-questions'],
];

function kindOf(section: BoundSection, kinds: ReadonlyMap<BoundSection, BriefingKind>): BriefingKind {
  const role = section.schema?.role ?? null;
  if (role !== null) return byRole[role];
  // What an entry is called says what it is about, not what it is.
  const name = section.ownName === null ? foldName(section.name) : '';
  const named = byName.find(([pattern]) => pattern.test(name));
  if (named !== undefined) return named[1];
  return section.parent === null ? 'other' : (kinds.get(section.parent) ?? 'other');
}

function headingOf(section: BoundSection): string {
  const names: string[] = [];
  for (let at: BoundSection | null = section; at !== null; at = at.parent) names.unshift(at.name);
  return names.join(' › ');
}

function piecesOf(content: BoundContent, text: string): BriefingPiece[] {
  return content.blocks
    .filter((block) => !isComment(block, text))
    .flatMap((block, place) => blockPieces(block, text, place === 0 ? '' : '\n\n'));
}

function isComment(block: RootContent, text: string): boolean {
  if (block.type !== 'html') return false;
  const { start, end } = rangeOf(block);
  let at = start;
  for (const { range } of commentsIn(text, block)) {
    if (text.slice(at, range.start).trim() !== '') return false;
    at = range.end;
  }
  return at > start && text.slice(at, end).trim() === '';
}

/** Lists fall into their items and tables into their rows; the first row brings the header along. */
function blockPieces(block: RootContent, text: string, gap: string): BriefingPiece[] {
  if (block.type !== 'list' && block.type !== 'table') {
    const { start, end } = rangeOf(block);
    return [{ text: text.slice(start, end), gap }];
  }
  const { start, end } = rangeOf(block);
  const ranges = block.children.map(rangeOf);
  const firsts = block.type === 'table' ? ranges.slice(2) : ranges.slice(1);
  const bounds = [start, ...firsts.map((range) => range.start), end];
  return bounds.slice(0, -1).map((from, place) => {
    const piece = text.slice(from, bounds[place + 1]);
    const before = place === 0 ? gap : trailingSpace(text.slice(bounds[place - 1], from));
    return { text: piece.trimEnd(), gap: before };
  });
}

function trailingSpace(text: string): string {
  return text.slice(text.trimEnd().length);
}
