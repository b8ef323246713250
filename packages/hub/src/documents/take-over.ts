import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { document, template, workspace } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { keepTexts } from './kept-texts.ts';
import type { WritePath } from './write-path.ts';

/** A file of a folder, named as its workspace names it. */
export interface FolderFile {
  readonly file: string;
  readonly text: string;
}

/** A folder as it was read. */
export interface FolderContent {
  /** The text of its `specwright.yaml`; empty without one. */
  readonly config: string;
  readonly templates: readonly FolderFile[];
  readonly documents: readonly FolderFile[];
}

/**
 * Brings a workspace to what a folder holds: its rules, new documents, new texts of those it has, and those that are gone. Gives the
 * names of files that were left out, as no template fits them or they are no text that can be kept.
 */
export async function takeOver(
  { database, path }: { readonly database: Database; readonly path: WritePath },
  caller: Caller,
  id: string,
  { config, templates, documents }: FolderContent,
): Promise<readonly string[]> {
  await takeRules(database, id, config, templates);
  const rows = await database.queries
    .select({ id: document.id, file: document.file, revision: document.revision })
    .from(document)
    .where(and(eq(document.workspace, id), eq(document.removed, false)));
  const known = new Map(rows.map((row) => [row.file, row]));
  const left: string[] = [];
  for (const { file, text } of documents) {
    const row = known.get(file);
    known.delete(file);
    try {
      if (row === undefined) await path.create(caller, id, { file, text, origin: 'found' });
      else if (row.revision === sha256Of(text)) await path.rebuild(row.id);
      else await path.replace(caller, row.id, { base: row.revision, text, via: 'folder' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      left.push(file);
    }
  }
  for (const { id: gone } of known.values()) {
    await database.queries.update(document).set({ removedAt: new Date() }).where(eq(document.id, gone));
  }
  return left;
}

function takeRules(database: Database, id: string, config: string, templates: readonly FolderFile[]): Promise<void> {
  return database.transaction(async (queries) => {
    await keepTexts(
      queries,
      templates.map(({ text }) => text),
    );
    await queries.delete(template).where(eq(template.workspace, id));
    const rows = templates.map(({ file, text }) => ({ workspace: id, file, digest: sha256Of(text) }));
    if (rows.length > 0) await queries.insert(template).values(rows);
    const version = sql`${workspace.version} + 1`;
    await queries.update(workspace).set({ config, version }).where(eq(workspace.id, id));
  });
}
