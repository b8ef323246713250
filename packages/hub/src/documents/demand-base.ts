import { mergeDocuments } from '@specwright/core/diff/merge-documents.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { Queries } from '../database/database.ts';
import { Problem } from '../rights/problem.ts';
import { textHad } from './kept-texts.ts';
import type { StoredDocument } from './stored-document.ts';

/**
 * Throws a `Problem` unless `base` is the document's newest revision; `text` is what was to take its place, null for other acts. Its
 * members are what is needed to go on: the newest `revision` and its text `current`, the text `base` (null when the document never
 * had it), and `merged`, both changes put together with conflicts marked as git marks them (null without a base or a new text).
 */
export async function demandBase(
  queries: Queries,
  stored: StoredDocument,
  base: string,
  text: string | null,
  parser: MarkdownParser,
): Promise<void> {
  const { row, text: current } = stored;
  if (base === row.revision) return;
  const before = await textHad(queries, row.id, base);
  const labels = { ours: 'yours', theirs: 'newest', base: 'base' };
  const merged =
    before === null || text === null
      ? null
      : mergeDocuments({ base: before, ours: text, theirs: current }, { schema: stored.bound.schema, parser, labels });
  throw new Problem('stale-base', 'The document has changed since the revision that this was based on', {
    hint: 'Look at what changed, then send it again on the newest revision',
    members: {
      revision: row.revision,
      current,
      base: before,
      merged: merged === null ? null : { text: merged.text, conflicts: merged.conflicts.length },
    },
  });
}
