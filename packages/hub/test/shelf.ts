import { bindDocument } from '@specwright/core/document/bind.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Database } from '../src/database/database.ts';
import { document, fieldValue, keptText, projection, turn, workspace } from '../src/database/tables/documents.ts';
import { account } from '../src/database/tables/people.ts';
import type { Caller } from '../src/rights/right.ts';
import { indexDocument } from '../src/search/index-document.ts';
import { foldField } from '../src/search/words.ts';

const parser = await loadParser();
const template = `# Design: {Name}

**Author**: [Name]
**Status**: Draft | In Review | Approved

## Problem

[What is wrong]

## Risks and Mitigations

| Risk | Impact |
|------|--------|
| [Risk] | Low/Med/High |
`;
const schema = compileTemplate(template, 'templates/design.md', parser);

/** A document as a test puts it on the shelf; what it leaves out is of no matter to the test. */
export interface Shelved {
  readonly file: string;
  readonly text: string;
  readonly workspace?: string;
  readonly status?: string;
  readonly authors?: readonly string[];
  readonly turns?: readonly string[];
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  readonly restricted?: boolean;
  /** RFC 3339. */
  readonly updatedAt?: string;
  readonly events?: readonly HistoryEvent[];
}

/** Makes workspaces that documents can be put in. */
export async function makeWorkspaces(database: Database, ids: readonly string[]): Promise<void> {
  await database.queries.insert(workspace).values(ids.map((id) => ({ id, name: id, title: id })));
}

/** An account that can hold rights, as a caller. */
export async function callerNamed(database: Database, id: string, admin = false): Promise<Caller> {
  const email = `${id}@example.org`;
  await database.queries.insert(account).values({ id, email, name: id, admin });
  const actor = { kind: 'person', id: email, name: id } as const;
  return { account: id, actor, admin, via: 'session', authenticatedAt: null, bound: null };
}

/** Puts a document on the shelf, or a new text in its place, as the one write path does. Gives its id. */
export async function shelve(database: Database, shelved: Shelved): Promise<string> {
  const { file, text, workspace: of = 'one' } = shelved;
  const id = sha256Of(`${of} ${file}`);
  const revision = sha256Of(text);
  const updatedAt = new Date(shelved.updatedAt ?? '2026-05-01T00:00:00Z');
  const bound = bindDocument({ source: readMarkdown(text, parser), file, schema });
  await database.transaction(async (queries) => {
    const kept = { digest: revision, text: text.replaceAll('\0', '').toWellFormed() };
    await queries.insert(keptText).values(kept).onConflictDoNothing();
    const row = { workspace: of, file, version: 1, revision, restricted: shelved.restricted ?? false, updatedAt };
    await queries
      .insert(document)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: document.id, set: row });
    const projected = {
      ...{ workspace: of, title: (bound.title?.name ?? '').replaceAll('\0', '').toWellFormed(), template: schema.file },
      ...{ status: shelved.status ?? 'Draft', author: [...(shelved.authors ?? ['Ada'])] },
      ...{
        errors: 0,
        warnings: 0,
        openQuestions: 0,
        blockingThreads: 0,
        gateMet: 0,
        gateAll: 0,
        data: {},
        madeOf: '1',
      },
    };
    await queries
      .insert(projection)
      .values({ document: id, ...projected })
      .onConflictDoUpdate({ target: projection.document, set: projected });
    for (const who of shelved.turns ?? [])
      await queries.insert(turn).values({ document: id, who, what: 'sign', address: '(document)', why: 'asked' });
    for (const [path, values] of Object.entries(shelved.fields ?? {}))
      for (const value of values)
        await queries.insert(fieldValue).values({ document: id, path, address: path, value: foldField(value) });
    const { status, title, author: authors } = projected;
    const fields = Object.entries(shelved.fields ?? {}).flatMap(([path, values]) =>
      values.map((value) => ({ path, value: foldField(value) })),
    );
    const standing = { ...row, id, status, title, authors, fields, template: schema.file, archived: false };
    await indexDocument(queries, {
      ...{ bound, history: foldEvents(shelved.events ?? []) },
      standing: { ...standing, turns: shelved.turns ?? [], removed: false },
    });
  });
  return id;
}
