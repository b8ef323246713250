import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { template, workspace as workspaceTable } from '../database/tables/documents.ts';
import { noteChanges } from '../documents/changes.ts';
import { keepTexts, textsOf } from '../documents/kept-texts.ts';
import { mergedLines } from '../documents/take-in.ts';
import { Problem } from '../rights/problem.ts';
import { keepConflict, writeConflicts } from './conflicts.ts';
import { type FolderScan, FolderTrouble } from './folder-port.ts';
import type { MirrorHome } from './home.ts';
import { agreeOn, forgetFile, type MirroredFile, mirroredFiles, tellTrouble } from './mirrored.ts';

const configFile = 'specwright.yaml';

/** By name the texts of the configuration and the templates; there is none that is empty. */
type Rules = ReadonlyMap<string, string>;

/**
 * Brings templates and configuration to the same texts on both sides. Where only the hub's count, a file that somebody changed is left as
 * it is, and told. Gives true when the hub has other rules than before, so that its documents are to be judged anew.
 */
export async function bringRulesInStep(home: MirrorHome, scan: FolderScan): Promise<boolean> {
  const { queries } = home.database;
  const rows = (await mirroredFiles(queries, home.workspace)).filter(({ kind }) => kind === 'rules');
  const known = new Map(rows.map((row) => [row.file, row]));
  const here = new Map(rulesOfScan(scan));
  const there = await rulesOfHub(queries, home.workspace);
  const bases = await textsOf(
    queries,
    rows.flatMap(({ digest }) => digest ?? []),
  );
  for (const file of new Set([...there.keys(), ...known.keys()])) {
    if (here.has(file)) continue;
    // It is a template of the hub, whatever its name says.
    const text = await textAt(home, file);
    if (text !== null) here.set(file, text);
  }
  let isChanged = false;
  for (const file of new Set([...here.keys(), ...there.keys(), ...known.keys()])) {
    const row = known.get(file) ?? null;
    const base = row?.digest == null ? null : (bases.get(row.digest) ?? null);
    const sides = { file, base, here: here.get(file) ?? null, there: there.get(file) ?? null };
    try {
      if (await bringOneInStep(home, sides, row)) isChanged = true;
    } catch (error) {
      if (!(error instanceof FolderTrouble || error instanceof Problem)) throw error;
      await tellTrouble(queries, home.workspace, file, 'rules', error.message);
    }
  }
  return isChanged;
}

/** The text of a file; null when it is none that can be read. */
async function textAt({ port }: MirrorHome, file: string): Promise<string | null> {
  const read = await port.read(file).catch((error: unknown) => {
    if (!(error instanceof FolderTrouble)) throw error;
    return null;
  });
  return read?.kind === 'text' ? read.text : null;
}

interface Sides {
  readonly file: string;
  /** What both had; null for no file. */
  readonly base: string | null;
  readonly here: string | null;
  readonly there: string | null;
}

async function bringOneInStep(home: MirrorHome, sides: Sides, row: MirroredFile | null): Promise<boolean> {
  const { database, workspace, port } = home;
  const { file, base, here, there } = sides;
  if (here === there) {
    if (here !== base || row?.trouble != null) await agree(database.queries, workspace, file, here);
    return false;
  }
  if (here === base) {
    await writeConflicts(home, null);
    const expected = here === null ? null : sha256Of(here);
    const done = there === null ? await port.remove(file, expected ?? '') : await port.write(file, there, expected);
    if (done === 'done') await agree(database.queries, workspace, file, there);
    return false;
  }
  if (home.rules === 'hub') {
    const trouble = 'The rules of this workspace are those of the hub, and this file says something else';
    await tellTrouble(database.queries, workspace, file, 'rules', trouble);
    return false;
  }
  await takeInRules(home, sides);
  return true;
}

async function takeInRules({ database, workspace, now }: MirrorHome, sides: Sides): Promise<void> {
  const { file, here } = sides;
  const { text, isClash } = joined(sides);
  await database.transaction(async (queries) => {
    if (isClash && here !== null)
      await keepConflict(queries, { workspace, document: null, file, text: here, at: now() });
    await setRule(queries, workspace, file, text);
    await agree(queries, workspace, file, here);
  });
}

/** What both sides changed, put together; what one changed stays though the other took it away. */
function joined({ base, here, there }: Sides): { readonly text: string | null; readonly isClash: boolean } {
  if (there === base || there === null) return { text: here, isClash: false };
  return here === null ? { text: there, isClash: false } : mergedLines(base ?? '', here, there);
}

async function setRule(queries: Queries, workspace: string, file: string, text: string | null): Promise<void> {
  const version = sql`${workspaceTable.version} + 1`;
  const config = file === configFile ? { config: text ?? '' } : {};
  if (file !== configFile && text === null)
    await queries.delete(template).where(and(eq(template.workspace, workspace), eq(template.file, file)));
  if (file !== configFile && text !== null) {
    await keepTexts(queries, [text]);
    const row = { workspace, file, digest: sha256Of(text), updatedAt: new Date() };
    await queries
      .insert(template)
      .values(row)
      .onConflictDoUpdate({ target: [template.workspace, template.file], set: row });
  }
  await queries
    .update(workspaceTable)
    .set({ ...config, version })
    .where(eq(workspaceTable.id, workspace));
  await noteChanges(queries, { workspace, document: null }, ['rules']);
}

async function agree(queries: Queries, workspace: string, file: string, text: string | null): Promise<void> {
  if (text === null) return forgetFile(queries, workspace, file);
  await keepTexts(queries, [text]);
  await agreeOn(queries, workspace, file, { kind: 'rules', document: null, digest: sha256Of(text), companion: null });
}

function rulesOfScan({ config, templates }: FolderScan): Rules {
  const rules = new Map(templates.map(({ file, text }) => [file, text]));
  if (config !== '') rules.set(configFile, config);
  return rules;
}

async function rulesOfHub(queries: Queries, id: string): Promise<Rules> {
  const [row] = await queries.select().from(workspaceTable).where(eq(workspaceTable.id, id));
  const rows = await queries.select().from(template).where(eq(template.workspace, id));
  const texts = await textsOf(
    queries,
    rows.map(({ digest }) => digest),
  );
  const rules = new Map(rows.map(({ file, digest }) => [file, texts.get(digest) ?? '']));
  if (row !== undefined && row.config !== '') rules.set(configFile, row.config);
  return rules;
}
