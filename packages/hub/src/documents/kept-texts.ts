import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { keptText, revision } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';

/** The longest text of a document, UTF-16 units. */
const longest = 2_000_000;

/** Keeps texts under their SHA-256, each once. Throws a `Problem` for one that cannot be kept as it is. */
export async function keepTexts(queries: Queries, texts: Iterable<string>): Promise<void> {
  const unique = [...new Set(texts)];
  if (unique.length > 0) await keeping(queries, unique);
}

/** Does what `keepTexts` does with one text or several, alone or as part of another question. */
export function keeping(queries: Queries, texts: readonly string[]) {
  const rows = texts.map((text) => ({ digest: sha256Of(text), text: keepable(text) }));
  return queries.insert(keptText).values(rows).onConflictDoNothing().returning({ kept: keptText.digest });
}

/** By their SHA-256 those of some texts that are kept. */
export async function textsOf(queries: Queries, digests: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map();
  const rows = await queries
    .select()
    .from(keptText)
    .where(inArray(keptText.digest, [...digests]));
  return new Map(rows.map(({ digest, text }) => [digest, text]));
}

/** A text that a document had, by its SHA-256; null for one that it never had, wherever else it may be known. */
export async function textHad(queries: Queries, document: string, digest: string): Promise<string | null> {
  const [found] = await queries
    .select({ text: keptText.text })
    .from(revision)
    .innerJoin(keptText, eq(keptText.digest, revision.revision))
    .where(and(eq(revision.document, document), eq(revision.revision, digest)))
    .limit(1);
  return found?.text ?? null;
}

/** PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair: such a text would come back as another. */
function keepable(text: string): string {
  const at = text.indexOf('\0');
  if (at !== -1) {
    throw new Problem('invalid-body', `The text holds a NUL character at ${at}`, {
      hint: 'Take it out and send it again',
    });
  }
  if (!text.isWellFormed()) {
    throw new Problem('invalid-body', 'The text holds half of a surrogate pair', { hint: 'Send it as UTF-8' });
  }
  if (text.length > longest) {
    throw new Problem('invalid-body', `The text has ${text.length} characters, and ${longest} are the most`, {
      hint: 'Split the document',
    });
  }
  return text;
}
