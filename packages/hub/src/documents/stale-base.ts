import { mergeDocuments } from '@specwright/core/diff/merge-documents.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { and, eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { revision } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import { textsOf } from './kept-texts.ts';
import type { StoredDocument } from './stored-document.ts';

/** What somebody wrote on a text that is not the newest any more. Nothing was written; the three texts let them go on. */
export class StaleBase extends Problem {
  /** The newest revision: SHA-256 of its text. */
  readonly revision: string;
  readonly current: string;
  /** The text that was written on; null when the document never had it. */
  readonly base: string | null;
  /** Both changes put together, conflicts marked as git marks them; null without a base or a new text. */
  readonly merged: { readonly text: string; readonly conflicts: number } | null;

  constructor(texts: Pick<StaleBase, 'revision' | 'current' | 'base' | 'merged'>) {
    super('conflict', 'The document has changed since the revision that this was based on', {
      hint: 'Look at what changed, then send it again on the newest revision',
    });
    this.revision = texts.revision;
    this.current = texts.current;
    this.base = texts.base;
    this.merged = texts.merged;
  }
}

/** Throws `StaleBase` unless `base` is the document's newest revision; `text` is what was to take its place, null for other acts. */
export async function demandBase(
  queries: Queries,
  { row, opened }: StoredDocument,
  base: string,
  text: string | null,
  parser: MarkdownParser,
): Promise<void> {
  if (base === row.revision) return;
  const { bound } = opened.review.current;
  const current = bound.source.text;
  // Only texts of this very document are told: whoever names a digest may have it from anywhere.
  const [had] = await queries
    .select({ revision: revision.revision })
    .from(revision)
    .where(and(eq(revision.document, row.id), eq(revision.revision, base)))
    .limit(1);
  const before = had === undefined ? null : ((await textsOf(queries, [base])).get(base) ?? null);
  const labels = { ours: 'yours', theirs: 'newest', base: 'base' };
  const merged =
    before === null || text === null
      ? null
      : mergeDocuments({ base: before, ours: text, theirs: current }, { schema: bound.schema, parser, labels });
  throw new StaleBase({
    revision: row.revision,
    current,
    base: before,
    merged: merged === null ? null : { text: merged.text, conflicts: merged.conflicts.length },
  });
}
