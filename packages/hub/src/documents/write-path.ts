import { randomBytes } from 'node:crypto';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import type { Author, Histories, HistoryContext } from '@specwright/core/operations/history-context.ts';
import { applyEdit } from '@specwright/core/text/edit.ts';
import { eq } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, event } from '../database/tables/documents.ts';
import { assuranceOf, demandFreshProof, mayDecide } from '../people/assurance.ts';
import type { Action } from '../rights/actions.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { forgetIndexed } from '../search/index-document.ts';
import { beginDocument, type NewDocument } from './begin-document.ts';
import { demandBase } from './demand-base.ts';
import { keepTexts } from './kept-texts.ts';
import { project, turnsOfDocument } from './project.ts';
import { contextOf } from './stored-context.ts';
import { DocumentReader, type DocumentRow, type StoredDocument } from './stored-document.ts';
import { RulesReader } from './workspace-rules.ts';
import { type Via, writeText } from './write-text.ts';

/** What one write did, as those are told who follow it in its transaction. */
export interface Written {
  readonly action: Action;
  /** Null for what people wrote in a room. */
  readonly caller: Caller | null;
  readonly at: Date;
  readonly events: readonly HistoryEvent[];
  /** The text before, and whether it was changed. */
  readonly before: StoredDocument | null;
  readonly after: StoredDocument;
  readonly turnsBefore: readonly Turn[];
  readonly turnsAfter: readonly Turn[];
}

export interface WritePathPorts {
  readonly database: Database;
  readonly parser: MarkdownParser;
  /** The assurance that counts where a workspace does not say. */
  readonly least: Assurance;
  /** Tells others what was written, in its transaction: what they do happens with the write or not at all. */
  readonly told: (queries: Queries, written: Written) => Promise<void>;
  /** Makes what is being typed in the document's room its newest revision, so that nothing is decided about an older text. */
  readonly settle: (queries: Queries, document: string) => Promise<void>;
  readonly now: () => Date;
}

/** What is decided in the name of a role or of the lifecycle: only people do, and programs that the policy names. */
const decisions: ReadonlySet<Action> = new Set(['sign', 'move', 'override', 'waive', 'delegate']);

/**
 * The one way in which documents and histories are written: validate, authorise, decide, append, project, tell, in one transaction
 * that holds the document's row, so that a gate is checked and passed on the same revision.
 */
export class WritePath {
  readonly #ports: WritePathPorts;
  readonly #rules: RulesReader;
  readonly #reader: DocumentReader;

  constructor(ports: WritePathPorts) {
    this.#ports = ports;
    this.#rules = new RulesReader(ports.parser, ports.least);
    this.#reader = new DocumentReader(ports.parser);
  }

  /** Begins a document. Throws a `Problem` when there is one of that name, or no template fits it. */
  create(caller: Caller, workspace: string, made: NewDocument): Promise<StoredDocument> {
    return this.#ports.database.transaction(async (queries) => {
      await demand(queries, caller, 'create', { workspace });
      const at = this.#ports.now();
      const rules = await this.#rules.of(queries, workspace, dayOf(at));
      const author = this.#author(caller, at);
      const bind = (row: DocumentRow) => this.#reader.bind({ row, text: made.text, companion: null }, rules);
      const begun = await beginDocument(queries, workspace, made, author, caller.account, bind);
      return this.#finish(queries, { action: 'create', caller, at, events: [begun.event] }, null, begun.row.id);
    });
  }

  /** Puts a text in the place of the revision `base`. Throws a `Problem` with both texts when that is not the newest. */
  replace(
    caller: Caller,
    id: string,
    { base, text, via }: { base: string; text: string; via: Via },
  ): Promise<StoredDocument> {
    return this.#write(caller, id, 'edit', async (queries, stored, at) => {
      await demandBase(queries, stored, base, text, this.#ports.parser);
      if (text !== textOf(stored)) await writeText(queries, stored, { text, authors: [caller.actor.id], via, at });
      return { events: [] };
    }).then(({ after }) => after);
  }

  /** Lets an operation edit a document by addresses, on the revision `base`. Throws a `Problem` with both texts when that is not the newest. */
  async edit(
    caller: Caller,
    id: string,
    base: string,
    run: (context: EditContext) => Promise<EditOutput>,
  ): Promise<{ readonly output: EditOutput; readonly document: StoredDocument }> {
    const { after, output } = await this.#write(caller, id, 'edit', async (queries, stored, at) => {
      await demandBase(queries, stored, base, null, this.#ports.parser);
      const context = contextOf(stored, this.#ports.parser, this.#author(caller, at), recordNothing);
      const output = await run(context);
      if (output.kind === 'edited') await this.#keepEdits(queries, stored, output, caller, at);
      return { events: [], output };
    });
    return { output, document: after };
  }

  /** Lets an operation decide something about a document and record it. `base` is the revision it was shown; null where that is of no matter. */
  async act(
    caller: Caller,
    id: string,
    { action, base }: { readonly action: Action; readonly base: string | null },
    run: (context: HistoryContext) => Promise<ActOutput>,
  ): Promise<{ readonly output: ActOutput; readonly document: StoredDocument }> {
    const { after, output } = await this.#write(caller, id, action, async (queries, stored, at) => {
      if (base !== null) await demandBase(queries, stored, base, null, this.#ports.parser);
      if (decisions.has(action)) demandDecider(caller, stored);
      if (action === 'sign') demandFreshProof(caller, at);
      const events: HistoryEvent[] = [];
      const author = this.#author(caller, at);
      const record: Histories['record'] = async (_, recorded, edits, texts = []) => {
        const text = applyEdit(textOf(stored), edits.own);
        const beside = stored.row.companionText;
        const companion = beside === null ? null : applyEdit(beside, edits.beside);
        await keepTexts(queries, [textOf(stored), stored.policyText, stored.templateText, ...texts]);
        await appendEvents(queries, id, recorded, author, caller.account);
        events.push(...recorded);
        if (text !== textOf(stored) || companion !== beside)
          await writeText(queries, stored, { text, companion, authors: [caller.actor.id], via: 'api', at });
      };
      const output = await run(contextOf(stored, this.#ports.parser, author, record));
      return { events, output };
    });
    return { output, document: after };
  }

  /** Makes what people wrote in a room the next revision, within a transaction that holds the document's row. */
  async cut(
    queries: Queries,
    { document: id, text, authors }: { document: string; text: string; authors: readonly string[] },
  ): Promise<void> {
    const at = this.#ports.now();
    const { before, turnsBefore } = await this.#hold(queries, id, at);
    await writeText(queries, before, { text, authors, via: 'room', at });
    await this.#finish(queries, { action: 'edit', caller: null, at, events: [] }, { before, turnsBefore }, id);
  }

  /** Reads a document. Throws a `Problem` when the caller may not. */
  read(caller: Caller, id: string, action: Action = 'read document'): Promise<StoredDocument> {
    return this.#ports.database.transaction(async (queries) => {
      const [row] = await queries.select().from(document).where(eq(document.id, id));
      const stored = await this.#openFor(queries, caller, action, row, this.#ports.now());
      return stored;
    });
  }

  /** What operations that change nothing see of a document that was read. */
  contextOf(stored: StoredDocument, caller: Caller): HistoryContext & EditContext {
    return contextOf(stored, this.#ports.parser, this.#author(caller, this.#ports.now()), recordNothing);
  }

  /** Makes the projections of a document anew. Throws a `Problem` when no template fits it any more. */
  async rebuild(id: string): Promise<void> {
    await this.#ports.database.transaction(async (queries) => {
      const { before } = await this.#hold(queries, id, this.#ports.now());
      await forgetIndexed(queries, id);
      await project(queries, before);
    });
  }

  async #write<Result extends { readonly events: readonly HistoryEvent[] }>(
    caller: Caller,
    id: string,
    action: Action,
    work: (queries: Queries, stored: StoredDocument, at: Date) => Promise<Result>,
  ): Promise<Result & { readonly after: StoredDocument }> {
    return this.#ports.database.transaction(async (queries) => {
      const at = this.#ports.now();
      const held = () => queries.select().from(document).where(eq(document.id, id)).for('update');
      const [found] = await held();
      if (found !== undefined && decisions.has(action)) await this.#ports.settle(queries, id);
      const [row] = await held();
      const before = await this.#openFor(queries, caller, action, row, at);
      const turnsBefore = await turnsOfDocument(queries, id);
      const result = await work(queries, before, at);
      const { events } = result;
      const after = await this.#finish(queries, { action, caller, at, events }, { before, turnsBefore }, id);
      return { ...result, after };
    });
  }

  async #openFor(
    queries: Queries,
    caller: Caller,
    action: Action,
    row: DocumentRow | undefined,
    at: Date,
  ): Promise<StoredDocument> {
    if (row === undefined) throw new Problem('not-found', 'There is no such document that you may see');
    const { workspace, id, removed, restricted } = row;
    const place = { workspace, document: id };
    await demand(queries, caller, action, { ...place, state: { archived: false, removed, restricted } });
    const rules = await this.#rules.of(queries, workspace, dayOf(at));
    const stored = await this.#reader.open(queries, row, rules);
    const archived = stored.opened.review.history?.archived != null;
    if (archived) await demand(queries, caller, action, { ...place, state: { archived, removed, restricted } });
    return stored;
  }

  async #hold(queries: Queries, id: string, at: Date) {
    const [row] = await queries.select().from(document).where(eq(document.id, id)).for('update');
    if (row === undefined) throw new Problem('not-found', 'There is no such document');
    const rules = await this.#rules.of(queries, row.workspace, dayOf(at));
    const before = await this.#reader.open(queries, row, rules);
    return { before, turnsBefore: await turnsOfDocument(queries, id) };
  }

  /** Reads the document as it is now, writes down where it stands, and tells those who follow. */
  async #finish(
    queries: Queries,
    did: Pick<Written, 'action' | 'caller' | 'at' | 'events'>,
    was: { readonly before: StoredDocument; readonly turnsBefore: readonly Turn[] } | null,
    id: string,
  ): Promise<StoredDocument> {
    const [row] = await queries.select().from(document).where(eq(document.id, id));
    if (row === undefined) throw new Error('A document that was written is gone');
    if (was !== null && row.version === was.before.row.version && did.events.length === 0) return was.before;
    const rules = await this.#rules.of(queries, row.workspace, dayOf(did.at));
    const after = await this.#reader.open(queries, row, rules);
    const turnsAfter = await project(queries, after);
    const { before = null, turnsBefore = [] } = was ?? {};
    await this.#ports.told(queries, { ...did, before, after, turnsBefore, turnsAfter });
    return after;
  }

  async #keepEdits(
    queries: Queries,
    stored: StoredDocument,
    { changed }: Extract<EditOutput, { kind: 'edited' }>,
    caller: Caller,
    at: Date,
  ): Promise<void> {
    const { row } = stored;
    const edited = (file: string | null, before: string | null): string | null => {
      const one = changed.find((change) => change.file === file);
      return one === undefined ? before : applyEdit(one.before, one.edit);
    };
    const text = edited(row.file, textOf(stored)) ?? '';
    const companion = edited(row.companionFile, row.companionText);
    if (text === textOf(stored) && companion === row.companionText) return;
    await writeText(queries, stored, { text, companion, authors: [caller.actor.id], via: 'api', at });
  }

  #author(caller: Caller, at: Date): Author {
    return {
      by: caller.actor,
      at: at.toISOString(),
      assurance: assuranceOf(caller, at),
      nonce: randomBytes(16).toString('hex'),
    };
  }
}

/** Text of the document. */
export function textOf({ opened }: StoredDocument): string {
  return opened.review.current.bound.source.text;
}

async function recordNothing(): Promise<void> {
  throw new Error('This reads, and records nothing');
}

function demandDecider(caller: Caller, { opened }: StoredDocument): void {
  if (mayDecide(caller, opened.review.policy.agents)) return;
  throw new Problem('missing-right', 'Programs and tokens decide nothing unless the policy names them', {
    hint: 'A person does this, signed in; or name the agent under lifecycle.agents of the configuration',
  });
}

async function appendEvents(
  queries: Queries,
  id: string,
  events: readonly HistoryEvent[],
  { assurance }: Author,
  account: string,
): Promise<void> {
  for (const one of events) {
    // What a table said of others stays what it was: nobody vouches for that by recording something.
    const isClaim = one.kind === 'signed' && one.origin === 'table';
    const proof = isClaim ? 'claimed' : assurance;
    await queries
      .insert(event)
      .values({ id: one.id, document: id, kind: one.kind, body: one, assurance: proof, account });
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
