import { checkDocument } from '@specwright/core/check/check-document.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument, Companion } from '@specwright/core/document/document.ts';
import { authorsOf } from '@specwright/core/lifecycle/authorship.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import { imagesOf } from '@specwright/core/lifecycle/digest-context.ts';
import type { EventOf, HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import { type Assurance, policyOf } from '@specwright/core/lifecycle/policy.ts';
import type { PartEdits, Review, Revision } from '@specwright/core/lifecycle/review.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type { TemplateUse } from '@specwright/core/operations/context.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { keptText as textOfTemplate } from '@specwright/core/operations/template-version.ts';
import { canonicalJson, sha256Of } from '@specwright/core/text/hash.ts';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { attachment, type document, event, keptText, type LineRun, revision } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import { editsOf } from './line-authors.ts';
import type { WorkspaceRules } from './workspace-rules.ts';

export type DocumentRow = typeof document.$inferSelect;

/** A document with everything that it is judged by, as one transaction sees it. */
export interface StoredDocument {
  readonly row: DocumentRow;
  readonly rules: WorkspaceRules;
  readonly use: TemplateUse;
  readonly report: DocumentReport;
  readonly opened: OpenReview;
  /** Who wrote its lines. */
  readonly lines: readonly LineRun[];
  /** The texts of its policy and its template, for whoever records something that was decided under them. */
  readonly policyText: string;
  readonly templateText: string;
}

/** What a document says before it is judged. */
interface Text {
  readonly row: DocumentRow;
  readonly text: string;
  readonly companion: Companion | null;
}

/** Reads documents as core's operations want them. */
export class DocumentReader {
  readonly #parser: MarkdownParser;

  constructor(parser: MarkdownParser) {
    this.#parser = parser;
  }

  /** Throws a `Problem` for a document that no template fits. */
  async open(queries: Queries, row: DocumentRow, rules: WorkspaceRules): Promise<StoredDocument> {
    const [kept] = await queries.select().from(keptText).where(eq(keptText.digest, row.revision));
    const companion =
      row.companionFile === null || row.companionText === null
        ? null
        : { file: row.companionFile, text: row.companionText };
    return this.#judged(queries, { row, text: kept?.text ?? '', companion }, rules);
  }

  /** A text read as the document's. Throws a `Problem` when no template fits it. */
  bind(
    { row, text, companion }: Text,
    rules: WorkspaceRules,
  ): { readonly bound: BoundDocument; readonly use: TemplateUse } {
    const source = readMarkdown(text, this.#parser);
    const chosen = rules.chooser.choose({ file: row.file, outline: () => outlineOf(source) });
    if (chosen.schema === null) {
      const closest = chosen.closest === null ? '' : `; ${chosen.closest} comes closest`;
      throw new Problem('conflict', `No template of the workspace fits ${row.file}${closest}`, {
        hint: 'Name the template in the front matter, or say in the configuration which documents follow it',
      });
    }
    return { bound: bindDocument({ source, file: row.file, schema: chosen.schema, companion }), use: chosen.use };
  }

  async #judged(queries: Queries, text: Text, rules: WorkspaceRules): Promise<StoredDocument> {
    const { row } = text;
    const { bound, use } = this.bind(text, rules);
    const rows = await queries.select().from(event).where(eq(event.document, row.id)).orderBy(asc(event.sequence));
    const events = rows.map(({ body }) => body as HistoryEvent);
    const assurances = new Map(rows.map(({ id, assurance }): [string, Assurance] => [id, assurance]));
    const history = foldEvents(events);
    const policy = policyOf(bound.schema, rules.choicesFor(row.file));
    const policyText = canonicalJson(policy);
    const template = rules.templates.find(({ file }) => file === bound.schema.file);
    const templateText = textOfTemplate(template ?? { text: bound.schema.text, companion: null });
    const files = await imagesIn(queries, row.workspace, bound);
    const current = { bound, digests: digestsOf(bound, files) };
    const lines = await linesAt(queries, row.id, row.version);
    const edits = editsOf(bound, lines);
    const revisions = await this.#revisions(queries, events, bound);
    const then = policy.separation.editors
      ? await editsWhenSigned(queries, row.id, history?.signOffs ?? [], revisions)
      : new Map<string, PartEdits>();
    const report = checkDocument(bound, rules.settings);
    const settled = checkDocument(bound, rules.settings, undefined, 'settled');
    const review: Review = {
      history,
      claims: [],
      policy,
      current,
      revisionOf: (one) => revisions(one),
      assuranceOf: ({ id }) => assurances.get(id) ?? 'claimed',
      authorship: { authors: authorsOf(bound, history), edits, editsAt: ({ id }) => then.get(id) ?? edits },
      errors: settled.diagnostics.filter(({ severity }) => severity === 'error'),
      today: rules.settings.options.today,
      sees: () => true,
    };
    const [policyDigest, templateDigest] = [sha256Of(policyText), sha256Of(templateText)];
    const opened: OpenReview = {
      file: row.file,
      review,
      revision: row.revision,
      files,
      events,
      policy: policyDigest,
      template: templateDigest,
      problems: [],
      shown: (digest) => this.#shown(queries, row.id, digest, bound),
    };
    return { row, rules, use, report, opened, lines, policyText, templateText };
  }

  /** A text that the document had; null for one that it never had, wherever else it may be known. */
  async #shown(
    queries: Queries,
    id: string,
    digest: string,
    { file, schema, companion }: BoundDocument,
  ): Promise<Revision | null> {
    const [found] = await queries
      .select({ text: keptText.text })
      .from(revision)
      .innerJoin(keptText, eq(keptText.digest, revision.revision))
      .where(and(eq(revision.document, id), eq(revision.revision, digest)))
      .limit(1);
    if (found === undefined) return null;
    const bound = bindDocument({ source: readMarkdown(found.text, this.#parser), file, schema, companion });
    return { bound, digests: digestsOf(bound) };
  }

  /** The texts that events name, each bound when it is first asked for. */
  async #revisions(
    queries: Queries,
    events: readonly HistoryEvent[],
    { file, schema, companion, source }: BoundDocument,
  ): Promise<(event: HistoryEvent) => Revision | null> {
    const named = [...new Set(events.map((one) => one.revision))];
    const rows = named.length === 0 ? [] : await queries.select().from(keptText).where(inArray(keptText.digest, named));
    const texts = new Map(rows.map(({ digest, text }) => [digest, text]));
    texts.set(sha256Of(source.text), source.text);
    const known = new Map<string, Revision | null>();
    return ({ revision: digest, files = {} }) => {
      const key = `${digest} ${JSON.stringify(files)}`;
      const read = known.get(key);
      if (read !== undefined) return read;
      const text = texts.get(digest);
      const bound =
        text === undefined ? null : bindDocument({ source: readMarkdown(text, this.#parser), file, schema, companion });
      const made = bound === null ? null : { bound, digests: digestsOf(bound, new Map(Object.entries(files))) };
      known.set(key, made);
      return made;
    };
  }
}

/** SHA-256 of the images that a document shows and that the workspace holds, by path. */
async function imagesIn(queries: Queries, workspace: string, bound: BoundDocument): Promise<Map<string, string>> {
  const shown = [...imagesOf(bound)];
  if (shown.length === 0) return new Map();
  const rows = await queries
    .select({ file: attachment.file, digest: attachment.digest })
    .from(attachment)
    .where(and(eq(attachment.workspace, workspace), inArray(attachment.file, shown)));
  return new Map(rows.map(({ file, digest }) => [file, digest]));
}

async function linesAt(queries: Queries, id: string, version: number): Promise<readonly LineRun[]> {
  const [row] = await queries
    .select({ lines: revision.lines })
    .from(revision)
    .where(and(eq(revision.document, id), eq(revision.version, version)));
  return row?.lines ?? [];
}

/** For each approval who had edited what of the text that it was given on. */
async function editsWhenSigned(
  queries: Queries,
  id: string,
  signOffs: readonly EventOf<'signed'>[],
  revisionOf: (event: HistoryEvent) => Revision | null,
): Promise<Map<string, PartEdits>> {
  const approvals = signOffs.filter(({ verdict }) => verdict === 'Approved');
  if (approvals.length === 0) return new Map();
  const digests = [...new Set(approvals.map((one) => one.revision))];
  const rows = await queries
    .select({ digest: revision.revision, lines: revision.lines, at: revision.at })
    .from(revision)
    .where(and(eq(revision.document, id), inArray(revision.revision, digests)))
    .orderBy(desc(revision.version));
  return new Map(
    approvals.flatMap((one) => {
      // A text that came back was written again: what counts is who had written it by then.
      const row = rows.find(({ digest, at }) => digest === one.revision && at.toISOString() <= one.at);
      const then = revisionOf(one);
      return row === undefined || then === null ? [] : [[one.id, editsOf(then.bound, row.lines)] as const];
    }),
  );
}
