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
import { document, event, keptText } from '../database/tables/documents.ts';
import { assuranceOf, demandFreshProof, mayDecide } from '../people/assurance.ts';
import type { Action } from '../rights/actions.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { forgetIndexed } from '../search/index-document.ts';
import { beginDocument, type NewDocument } from './begin-document.ts';
import { demandBase } from './demand-base.ts';
import { DocumentReader } from './document-reader.ts';
import { keepTexts, textHad } from './kept-texts.ts';
import { project } from './project.ts';
import { contextOf } from './stored-context.ts';
import type { DocumentRow, ProvedEvent, StoredDocument } from './stored-document.ts';
import { RulesReader } from './workspace-rules.ts';
import { type Rewritten, type Via, writeText } from './write-text.ts';

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

/** A document's row with the words of its newest text. */
export interface DocumentText {
  readonly row: DocumentRow;
  readonly text: string;
}

/** What a write did with a document that it holds. */
export interface Deed {
  readonly events: readonly ProvedEvent[];
  /** Null when text and row are as they were. */
  readonly rewritten: Rewritten | null;
  /** Where something else was changed that decides whose turn it is. */
  readonly isJudgedAnew?: boolean;
}

const nothing: Deed = { events: [], rewritten: null };

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
    this.#reader = new DocumentReader(ports.parser, this.#rules);
  }

  /** Begins a document. Throws a `Problem` when there is one of that name, or no template fits it. */
  create(caller: Caller, workspace: string, made: NewDocument): Promise<StoredDocument> {
    const { file, text, companion = null } = made;
    return this.#ports.database.transaction(async (queries) => {
      await demand(queries, caller, 'create', { workspace });
      const at = this.#ports.now();
      const rules = await this.#rules.of(queries, workspace, dayOf(at));
      const beside = { companionFile: companion?.file ?? null, companionText: companion?.text ?? null };
      const read = await this.#reader.read(queries, { id: '', workspace, file, ...beside }, text, rules);
      const after = await beginDocument(queries, read, made, this.#author(caller, at), caller.account);
      const events = after.past.events.map(({ event }) => event);
      const did = { action: 'create', caller, at, events } as const;
      await this.#tell(queries, did, { before: null, after });
      return after;
    });
  }

  /** Puts a text in the place of the revision `base`. Throws a `Problem` with both texts when that is not the newest. */
  async replace(
    caller: Caller,
    id: string,
    { base, text, via }: { base: string; text: string; via: Via },
  ): Promise<StoredDocument> {
    const { after } = await this.#write(caller, id, 'edit', async (queries, stored, at) => {
      await demandBase(queries, stored, base, text, this.#ports.parser);
      if (text === stored.text) return nothing;
      const rewritten = await writeText(queries, stored, { text, authors: [caller.actor.id], via, at });
      return { events: [], rewritten };
    });
    return after;
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
      const output = await run(this.#context(queries, stored, this.#author(caller, at)));
      if (output.kind !== 'edited') return { ...nothing, output };
      const rewritten = await keepEdits(queries, stored, output, caller, at);
      return { events: [], rewritten, output };
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
      const author = this.#author(caller, at);
      let deed = nothing;
      const record: Histories['record'] = async (_, recorded, edits, texts = []) => {
        const { row, text: before, read } = stored;
        const text = applyEdit(before, edits.own);
        const beside = row.companionText === null ? null : applyEdit(row.companionText, edits.beside);
        await keepTexts(queries, [before, read.policyText(), read.templateText(), ...texts]);
        const events = await appendEvents(queries, id, recorded, author, caller.account);
        const rewritten = await writeChanged(queries, stored, { text, companion: beside }, caller, at);
        deed = { events, rewritten };
      };
      const output = await run(this.#context(queries, stored, author, record));
      return { ...deed, output };
    });
    return { output, document: after };
  }

  /** Does what is neither an operation of core's nor a whole text; `work` runs in the transaction that holds the document's row. */
  async change(
    caller: Caller,
    id: string,
    action: Action,
    work: (queries: Queries, stored: StoredDocument, at: Date) => Promise<Deed>,
  ): Promise<StoredDocument> {
    return (await this.#write(caller, id, action, work)).after;
  }

  /** Makes what people wrote in a room the next revision, within a transaction that holds the document's row. */
  async cut(
    queries: Queries,
    { document: id, text, authors }: { document: string; text: string; authors: readonly string[] },
  ): Promise<void> {
    const at = this.#ports.now();
    const before = await this.#hold(queries, id, at);
    const rewritten = await writeText(queries, before, { text, authors, via: 'room', at });
    const after = await this.#reader.after(queries, before, { ...rewritten, events: [] });
    await this.#tell(queries, { action: 'edit', caller: null, at, events: [] }, { before, after });
  }

  /** Reads a document. Throws a `Problem` when the caller may not. */
  read(caller: Caller, id: string, action: Action = 'read document'): Promise<StoredDocument> {
    return this.#openFor(this.#ports.database.queries, caller, action, id, this.#ports.now());
  }

  /** Reads no more of a document than its words. Throws a `Problem` when the caller may not. */
  async readText(
    caller: Caller,
    id: string,
    action: 'read document' | 'see history' = 'read document',
  ): Promise<DocumentText> {
    const { queries } = this.#ports.database;
    const [found] = await queries
      .select({ row: document, text: keptText.text })
      .from(document)
      .innerJoin(keptText, eq(keptText.digest, document.revision))
      .where(eq(document.id, id));
    if (found === undefined) throw new Problem('not-found', 'There is no such document that you may see');
    const { workspace, removed, restricted } = found.row;
    // What is archived is read like everything else.
    const state = { archived: false, removed, restricted };
    await demand(queries, caller, action, { workspace, document: id, state });
    return found;
  }

  /** What operations that change nothing see of a document that was read. */
  contextOf(stored: StoredDocument, caller: Caller): HistoryContext & EditContext {
    return this.#context(this.#ports.database.queries, stored, this.#author(caller, this.#ports.now()));
  }

  #context(queries: Queries, stored: StoredDocument, author: Author, record = recordNothing as Histories['record']) {
    const had = (revision: string) => textHad(queries, stored.row.id, revision);
    return contextOf(stored, this.#ports.parser, author, { textHad: had, record });
  }

  /** Makes the projections of a document anew. Throws a `Problem` when no template fits it any more. */
  async rebuild(id: string): Promise<void> {
    await this.#ports.database.transaction(async (queries) => {
      const before = await this.#hold(queries, id, this.#ports.now());
      await forgetIndexed(queries, id);
      await project(queries, before);
    });
  }

  async #write<Done extends Deed>(
    caller: Caller,
    id: string,
    action: Action,
    work: (queries: Queries, stored: StoredDocument, at: Date) => Promise<Done>,
  ): Promise<Done & { readonly after: StoredDocument }> {
    return this.#ports.database.transaction(async (queries) => {
      const at = this.#ports.now();
      await holdRow(queries, id);
      if (decisions.has(action)) await this.#ports.settle(queries, id);
      const before = await this.#openFor(queries, caller, action, id, at);
      const done = await work(queries, before, at);
      const { events, rewritten } = done;
      if (events.length === 0 && rewritten === null && done.isJudgedAnew !== true) return { ...done, after: before };
      const { row = before.row, text = null } = rewritten ?? {};
      const after = await this.#reader.after(queries, before, { row, text, events });
      const did = { action, caller, at, events: events.map((one) => one.event) };
      await this.#tell(queries, did, { before, after });
      return { ...done, after };
    });
  }

  async #openFor(queries: Queries, caller: Caller, action: Action, id: string, at: Date): Promise<StoredDocument> {
    const stored = await this.#reader.open(queries, id, dayOf(at));
    if (stored === null) throw new Problem('not-found', 'There is no such document that you may see');
    const { workspace, removed, restricted } = stored.row;
    const state = { archived: stored.history?.archived != null, removed, restricted };
    await demand(queries, caller, action, { workspace, document: id, state });
    return stored;
  }

  /** A document whose row the transaction holds from here on, whoever asks. */
  async #hold(queries: Queries, id: string, at: Date): Promise<StoredDocument> {
    await holdRow(queries, id);
    const stored = await this.#reader.open(queries, id, dayOf(at));
    if (stored === null) throw new Problem('not-found', 'There is no such document');
    return stored;
  }

  /** Writes down where a document stands now, and tells those who follow. */
  async #tell(
    queries: Queries,
    did: Pick<Written, 'action' | 'caller' | 'at' | 'events'>,
    { before, after }: Pick<Written, 'before' | 'after'>,
  ): Promise<void> {
    const turnsAfter = await project(queries, after);
    await this.#ports.told(queries, { ...did, before, turnsBefore: before?.past.turns ?? [], after, turnsAfter });
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

/** Nobody else writes a document from here until the transaction ends. Apart from reading it: what waits for a lock sees what was there before. */
async function holdRow(queries: Queries, id: string): Promise<void> {
  await queries.select({ id: document.id }).from(document).where(eq(document.id, id)).for('update');
}

async function recordNothing(): Promise<void> {
  throw new Error('This reads, and records nothing');
}

function demandDecider(caller: Caller, { read }: StoredDocument): void {
  if (mayDecide(caller, read.policy().agents)) return;
  throw new Problem('missing-right', 'Programs and tokens decide nothing unless the policy names them', {
    hint: 'A person does this, signed in; or name the agent under lifecycle.agents of the configuration',
  });
}

async function keepEdits(
  queries: Queries,
  stored: StoredDocument,
  { changed }: Extract<EditOutput, { kind: 'edited' }>,
  caller: Caller,
  at: Date,
): Promise<Rewritten | null> {
  const { row } = stored;
  const edited = (file: string | null, before: string | null): string | null => {
    const one = changed.find((change) => change.file === file);
    return one === undefined ? before : applyEdit(one.before, one.edit);
  };
  const text = edited(row.file, stored.text) ?? '';
  return writeChanged(queries, stored, { text, companion: edited(row.companionFile, row.companionText) }, caller, at);
}

/** Null when neither the text nor the companion is another. */
async function writeChanged(
  queries: Queries,
  stored: StoredDocument,
  { text, companion }: { readonly text: string; readonly companion: string | null },
  caller: Caller,
  at: Date,
): Promise<Rewritten | null> {
  if (text === stored.text && companion === stored.row.companionText) return null;
  return writeText(queries, stored, { text, companion, authors: [caller.actor.id], via: 'api', at });
}

async function appendEvents(
  queries: Queries,
  id: string,
  events: readonly HistoryEvent[],
  { assurance }: Author,
  account: string,
): Promise<ProvedEvent[]> {
  const proved = events.map((one): ProvedEvent => {
    // What a table said of others stays what it was: nobody vouches for that by recording something.
    const isClaim = one.kind === 'signed' && one.origin === 'table';
    return { event: one, assurance: isClaim ? 'claimed' : assurance };
  });
  const rows = proved.map(({ event: body, assurance: proof }) => {
    return { id: body.id, document: id, kind: body.kind, body, assurance: proof, account };
  });
  // One statement gives them their numbers in this order.
  if (rows.length > 0) await queries.insert(event).values(rows);
  return proved;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
