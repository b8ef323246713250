import { randomUUID } from 'node:crypto';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { parseConfig } from '@specwright/core/workspace/config.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { template, workspace } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { noteChanges } from './changes.ts';
import type { DeedPorts } from './deeds.ts';
import { keepTexts, textsOf } from './kept-texts.ts';

/** How a workspace is named in addresses. */
export const workspaceName = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u;

/** Makes an empty workspace; gives its id. Throws a `Problem` when the name is taken. */
export function addWorkspace(
  { database, recorded }: DeedPorts,
  caller: Caller,
  { name, title }: { readonly name: string; readonly title: string },
): Promise<string> {
  return database.transaction(async (queries) => {
    await demand(queries, caller, 'create workspace');
    const id = randomUUID();
    const made = await queries.insert(workspace).values({ id, name, title }).onConflictDoNothing().returning();
    if (made.length === 0) throw new Problem('conflict', `There is a workspace ${name} already`);
    await recorded(queries, { action: 'create workspace', caller, workspace: id, document: null, details: { name } });
    return id;
  });
}

/** A workspace that is known to be there. */
export async function workspaceOf(
  queries: Queries,
  id: string,
): Promise<Pick<typeof workspace.$inferSelect, 'id' | 'name' | 'title' | 'version'>> {
  const [row] = await queries.select().from(workspace).where(eq(workspace.id, id));
  if (row === undefined) throw new Problem('not-found', 'There is no such workspace');
  return { id: row.id, name: row.name, title: row.title, version: row.version };
}

/** The configuration of a workspace as it is written. */
export async function configOf(database: Database, caller: Caller, id: string): Promise<string> {
  await demand(database.queries, caller, 'read workspace', { workspace: id });
  const [row] = await database.queries.select({ config: workspace.config }).from(workspace).where(eq(workspace.id, id));
  return row?.config ?? '';
}

/** Puts a configuration in the place of the one there is. Throws a `Problem` that names every mistake in it. */
export function setConfig(
  { database, recorded }: DeedPorts,
  caller: Caller,
  id: string,
  config: string,
): Promise<void> {
  return database.transaction(async (queries) => {
    await demand(queries, caller, 'edit configuration', { workspace: id });
    const { problems } = parseConfig(config, 'specwright.yaml');
    if (problems.length > 0) {
      throw new Problem('invalid-body', 'The configuration has mistakes; nothing was changed', {
        fields: problems.map(({ message }) => ({ field: 'config', message })),
      });
    }
    await renewed(queries, id, { config });
    const details = { digest: sha256Of(config) };
    await recorded(queries, { action: 'edit configuration', caller, workspace: id, document: null, details });
  });
}

/** The templates of a workspace by name, with their texts. */
export async function templatesOf(
  database: Database,
  caller: Caller,
  id: string,
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const { queries } = database;
  await demand(queries, caller, 'read workspace', { workspace: id });
  const rows = await queries.select().from(template).where(eq(template.workspace, id)).orderBy(template.file);
  const texts = await textsOf(
    queries,
    rows.map(({ digest }) => digest),
  );
  return rows.map(({ file, digest }) => ({ file, text: texts.get(digest) ?? '' }));
}

/** Puts a template into a workspace, or a new text in its place; the old one is kept for the documents that were signed under it. */
export async function setTemplate(
  { database, recorded }: DeedPorts,
  caller: Caller,
  id: string,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<void> {
  const parser = await loadParser();
  await database.transaction(async (queries) => {
    await demand(queries, caller, 'edit templates', { workspace: id });
    const { sections, fields } = compileTemplate(text, file, parser);
    if (sections.length === 0 && fields.length === 0) {
      throw new Problem('invalid-body', 'Nothing in this text asks for anything: it has no headings and no fields', {
        hint: 'A template shows how a document of its kind should look',
      });
    }
    await keepTexts(queries, [text]);
    const row = { workspace: id, file, digest: sha256Of(text), updatedAt: new Date() };
    await queries
      .insert(template)
      .values(row)
      .onConflictDoUpdate({ target: [template.workspace, template.file], set: row });
    await renewed(queries, id, {});
    const details = { file, digest: row.digest };
    await recorded(queries, { action: 'edit templates', caller, workspace: id, document: null, details });
  });
}

/** Takes a template away; documents that follow it find another one, or none. */
export function removeTemplate(
  { database, recorded }: DeedPorts,
  caller: Caller,
  id: string,
  file: string,
): Promise<void> {
  return database.transaction(async (queries) => {
    await demand(queries, caller, 'edit templates', { workspace: id });
    const gone = await queries
      .delete(template)
      .where(and(eq(template.workspace, id), eq(template.file, file)))
      .returning();
    if (gone.length === 0) throw new Problem('not-found', `The workspace has no template ${file}`);
    await renewed(queries, id, {});
    const details = { file, digest: null };
    await recorded(queries, { action: 'edit templates', caller, workspace: id, document: null, details });
  });
}

/** Lets everybody see that what was made of the workspace's rules is old. */
async function renewed(queries: Queries, id: string, change: { readonly config?: string }): Promise<void> {
  await queries
    .update(workspace)
    .set({ ...change, version: sql`${workspace.version} + 1` })
    .where(eq(workspace.id, id));
  await noteChanges(queries, { workspace: id, document: null }, ['rules']);
}
