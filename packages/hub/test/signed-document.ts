import { bindDocument } from '@specwright/core/document/bind.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import { type Actor, type EventDraft, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import { mdastParser } from '@specwright/core/markdown/mdast-parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Queries } from '../src/database/database.ts';
import { document, event, keptText, revision, template, workspace } from '../src/database/tables/documents.ts';

export const ada: Actor = { kind: 'person', id: 'ada@plans.example', name: 'Ada Park' };

const planTemplate = '# Plan: {name}\n\n**Status**: [Draft | In Review]\n\n## Goals\n\n- [Goal 1]\n';

const policy = '{"states":["Draft","In Review"]}';

/** A workspace with one template. */
export async function makeWorkspace(queries: Queries, id: string): Promise<void> {
  await queries.insert(workspace).values({ id, name: id, title: id });
  await keep(queries, [planTemplate, policy]);
  await queries.insert(template).values({ workspace: id, file: 'spec.md', digest: sha256Of(planTemplate) });
}

/** A document of two revisions, the first of which was signed. Gives its events. */
export async function makeSignedDocument(queries: Queries, home: string, file: string): Promise<HistoryEvent[]> {
  const texts = ['Labels fade in the rain', 'Labels fade in the sun'].map(
    (words) => `# Plan: ${file}\n\n**Status**: Draft\n\n## Goals\n\n- ${words}\n`,
  );
  const [first = '', second = ''] = texts;
  const version = { file: 'spec.md', digest: sha256Of(planTemplate) };
  const frame = { at: '2026-05-01T08:00:00.000Z', by: ada, revision: sha256Of(first) };
  const beginning: EventDraft = {
    ...frame,
    ...{ kind: 'created', file, title: file, template: version, origin: 'written', nonce: home },
    document: null,
    parents: [],
  };
  const created = makeEvent(beginning);
  const schema = compileTemplate(planTemplate, 'spec.md', mdastParser);
  const { own } = digestsOf(bindDocument({ source: readMarkdown(first, mdastParser), file, schema, companion: null }));
  const signed = makeEvent({
    ...frame,
    ...{ kind: 'signed', role: 'Security', verdict: 'Approved', reason: null, required: ['Security'] },
    parts: Object.fromEntries(own),
    document: created.id,
    parents: [created.id],
    policy: sha256Of(policy),
    template: version.digest,
  });
  await keep(queries, texts);
  const at = new Date('2026-05-02T08:00:00.000Z');
  const id = created.id;
  await queries.insert(document).values({ id, workspace: home, file, version: 2, revision: sha256Of(second) });
  await queries.insert(revision).values(
    texts.map((text, place) => ({
      ...{ document: id, version: place + 1, revision: sha256Of(text), authors: [ada.id], lines: [], at },
      via: 'api' as const,
    })),
  );
  for (const one of [created, signed])
    await queries.insert(event).values({ id: one.id, document: id, kind: one.kind, body: one, assurance: 'session' });
  return [created, signed];
}

async function keep(queries: Queries, texts: readonly string[]): Promise<void> {
  const rows = texts.map((text) => ({ digest: sha256Of(text), text }));
  await queries.insert(keptText).values(rows).onConflictDoNothing();
}
