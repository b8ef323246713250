import type { Companion } from '@specwright/core/document/document.ts';
import type { EditedText } from '@specwright/core/edit/change.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { type ActOutput, eventsOf } from '@specwright/core/operations/act.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { renameFile } from '@specwright/core/operations/edit-rename.ts';
import type { Author, Histories, HistoryContext } from '@specwright/core/operations/history-context.ts';
import { applyEdit } from '@specwright/core/text/edit.ts';
import { eq } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, keptText } from '../database/tables/documents.ts';
import { demandFreshProof } from '../people/assurance.ts';
import type { Action } from '../rights/actions.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { forgetIndexed } from '../search/index-document.ts';
import { appendEvents } from './append-events.ts';
import { authorOf } from './author-of.ts';
import { beginDocument, type NewDocument } from './begin-document.ts';
import { beside, demandCompanion, demandCompanionBase } from './companions.ts';
import { demandBase } from './demand-base.ts';
import { demandDecider } from './demand-decider.ts';
import { DocumentReader } from './document-reader.ts';
import { demandFileName, demandFreeName } from './file-names.ts';
import { keepEdits, writeChanged } from './keep-edits.ts';
import { keepTexts, textHad } from './kept-texts.ts';
import { type Edited, type FollowedLinks, type LinkingDocument, linkingDocuments } from './linking-documents.ts';
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
    if (companion !== null) demandCompanion({ ...companion, document: file });
    return this.#ports.database.transaction(async (queries) => {
      await demand(queries, caller, 'create', { workspace });
      const at = this.#ports.now();
      const rules = await this.#rules.of(queries, workspace, dayOf(at));
      const place = { id: '', workspace, file, ...beside(companion) };
      const read = await this.#reader.read(queries, place, text, rules);
      const after = await beginDocument(queries, read, made, authorOf(caller, at), caller.account);
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
  ): Promise<Edited> {
    const { after, output, links } = await this.#write(caller, id, 'edit', async (queries, stored, at) => {
      await demandBase(queries, stored, base, null, this.#ports.parser);
      const { output, links } = await this.#edited(queries, caller, stored, at, run);
      if (output.kind !== 'edited') return { ...nothing, output, links };
      const rewritten = await keepEdits(queries, stored, output, caller, at);
      return { events: [], rewritten, output, links };
    });
    return { output, document: after, links };
  }

  /** Gives a document another name within its workspace; its history goes with it, and links follow. Throws a `Problem` when the name is taken. */
  async rename(
    caller: Caller,
    id: string,
    { base, file }: { readonly base: string; readonly file: string },
  ): Promise<Edited> {
    const { after, output, links } = await this.#write(caller, id, 'rename', async (queries, stored, at) => {
      await demandBase(queries, stored, base, null, this.#ports.parser);
      demandFileName(file);
      await demandFreeName(queries, stored.row.workspace, file);
      const { output, links } = await this.#edited(queries, caller, stored, at, (context) =>
        renameFile.run(context, { target: file }),
      );
      if (output.kind !== 'edited') return { ...nothing, output, links };
      const author = authorOf(caller, at);
      const renamed = eventsOf(stored.opened, author, { kind: 'renamed', file });
      await keepTexts(queries, [stored.text, stored.read.policyText(), stored.read.templateText()]);
      const events = await appendEvents(queries, id, renamed, author, caller.account);
      const same = { row: stored.row, text: { text: stored.text, newest: stored.past.newest } };
      const { row, text } = (await keepEdits(queries, stored, output, caller, at)) ?? same;
      await queries.update(document).set({ file, updatedAt: at }).where(eq(document.id, id));
      return { events, rewritten: { row: { ...row, file, updatedAt: at }, text }, output, links };
    });
    return { output, document: after, links };
  }

  /** Puts a YAML file beside a document, or null in its place; `base` is the SHA-256 of the one there is, null for none. */
  async putCompanion(
    caller: Caller,
    id: string,
    { base, companion }: { readonly base: string | null; readonly companion: Companion | null },
  ): Promise<StoredDocument> {
    const { after } = await this.#write(caller, id, 'edit', async (queries, stored, at) => {
      demandCompanionBase(stored.row, base);
      if (companion !== null) demandCompanion({ ...companion, document: stored.row.file });
      const { companionFile, companionText } = stored.row;
      if (companion?.text === companionText && companion?.file === companionFile) return nothing;
      const next = { text: stored.text, companion: companion?.text ?? null, companionFile: companion?.file ?? null };
      const rewritten = await writeText(queries, stored, { ...next, authors: [caller.actor.id], via: 'api', at });
      return { events: [], rewritten };
    });
    return after;
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
      const author = authorOf(caller, at);
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
    return this.#context(this.#ports.database.queries, stored, authorOf(caller, this.#ports.now()));
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

  /** Lets an operation edit a document, and links in others follow where it moves what they lead to. */
  async #edited(
    queries: Queries,
    caller: Caller,
    stored: StoredDocument,
    at: Date,
    run: (context: EditContext) => Promise<EditOutput>,
  ): Promise<{ readonly output: EditOutput; readonly links: FollowedLinks }> {
    const context = this.#context(queries, stored, authorOf(caller, at));
    let isAsked = false;
    const mentioning = (): LinkingDocument[] => {
      isAsked = true;
      return [];
    };
    const first = await run({ ...context, mentioning });
    // Few edits move anything that others lead to: only for those the others are held and read.
    if (!isAsked || first.kind !== 'edited') return { output: first, links: { followed: [], left: [] } };
    const linking = await linkingDocuments(queries, caller, stored.row);
    const output = await run({ ...context, mentioning: () => linking });
    if (output.kind !== 'edited') return { output, links: { followed: [], left: [] } };
    return { output, links: await this.#followLinks(queries, caller, at, output.changed, linking) };
  }

  async #followLinks(
    queries: Queries,
    caller: Caller,
    at: Date,
    changed: readonly EditedText[],
    linking: readonly LinkingDocument[],
  ): Promise<FollowedLinks> {
    const followed: FollowedLinks['followed'][number][] = [];
    const left: FollowedLinks['left'][number][] = [];
    for (const { id, file, mayEdit } of linking) {
      const one = changed.find((change) => change.file === file);
      if (one === undefined) continue;
      const before = await this.#hold(queries, id, at);
      if (!mayEdit || !before.read.isFit()) {
        left.push({ id, file });
        continue;
      }
      const text = applyEdit(one.before, one.edit);
      const rewritten = await writeText(queries, before, { text, authors: [caller.actor.id], via: 'api', at });
      const after = await this.#reader.after(queries, before, { ...rewritten, events: [] });
      await this.#tell(queries, { action: 'edit', caller, at, events: [] }, { before, after });
      followed.push({ id, file, revision: after.row.revision });
    }
    return { followed, left };
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
}

/** Nobody else writes a document from here until the transaction ends. Apart from reading it: what waits for a lock sees what was there before. */
async function holdRow(queries: Queries, id: string): Promise<void> {
  await queries.select({ id: document.id }).from(document).where(eq(document.id, id)).for('update');
}

async function recordNothing(): Promise<void> {
  throw new Error('This reads, and records nothing');
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
