import { type Change, disjoint, joinChanges, noChange } from '../edit/change.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { type Asker, type Decision, type Refusal, refuse } from '../lifecycle/decide.ts';
import { digestsOf } from '../lifecycle/digest.ts';
import { type Created, type EventDraft, type HistoryEvent, makeEvent } from '../lifecycle/event.ts';
import { readEvent } from '../lifecycle/event-shape.ts';
import { foldEvents, type History, isDeed } from '../lifecycle/fold.ts';
import type { Review, Revision } from '../lifecycle/review.ts';
import { type EffectiveStatus, effectiveStatus, wayByText } from '../lifecycle/status.ts';
import { viewOf } from '../lifecycle/view.ts';
import { sha256Of } from '../text/hash.ts';
import type { Skipped } from './context.ts';
import type { Author, DocumentEdits, HistoryContext, OpenReview } from './history-context.ts';

/** What came of an act on one document. */
export type ActOutput = Done | Refusal | { readonly kind: 'skipped'; readonly skipped: Skipped };

export interface Done {
  readonly kind: 'done';
  readonly file: string;
  readonly event: HistoryEvent;
  /** The document's history with the event. */
  readonly history: History;
  /** The text as it was. */
  readonly text: string;
  /** Before and after. */
  readonly was: EffectiveStatus;
  readonly status: EffectiveStatus;
  /** What was, or with a dry run would be, changed in the text. */
  readonly edits: DocumentEdits;
}

/** A decision with the changes of the text that go with its event, besides the status line and the sign-off table. */
export type Decided = Decision | (Extract<Decision, { kind: 'granted' }> & { readonly change: Change });

export interface Act {
  /** `shown` is the text that was shown to who asks. */
  readonly decide: (document: OpenReview, asker: Asker, shown: Revision) => Decided | Promise<Decided>;
  /** SHA-256 of the text that the event is about; the newest when left out. */
  readonly shown?: string | null;
  /** Decides and shows, and keeps nothing. */
  readonly dryRun: boolean;
}

/**
 * Does something to the one document of a context: decides, and where that is granted appends an event and brings the text
 * in line. A document without a history begins one: that is an event of its own.
 */
export async function act(context: HistoryContext, { decide, shown: named = null, dryRun }: Act): Promise<ActOutput> {
  const opened = await openOne(context);
  if (!('review' in opened)) return { kind: 'skipped', skipped: opened };
  const damage = opened.problems.find(({ kind }) => kind === 'broken' || kind === 'ambiguous');
  if (damage !== undefined) return refuse(`${damage.message}; nothing was recorded`, damage.hint);
  const author = await context.histories.asker();
  const asker = { by: author.by, policy: opened.policy, template: opened.template };
  const shown = await shownText(context, opened, named);
  if (shown === null)
    return refuse('Nobody knows that the document had the text that was shown', 'Look at the text as it is now');
  try {
    const decision = await decide(opened, asker, shown);
    if (decision.kind === 'refused') return decision;
    const change = 'change' in decision ? decision.change : noChange;
    const events = eventsOf(opened, author, decision.data, shown);
    const unfit = unfitEvent(events);
    if (unfit !== null) return refuse(`This cannot be recorded: ${unfit}`);
    const after = reviewWith(opened, [...opened.events, ...events], author);
    const status = effectiveStatus(after);
    const edits = editsOf(opened, joinChanges([change, viewOf(after, status)]));
    if (!dryRun) await context.histories.record(opened, events, edits, [shown.bound.source.text]);
    const was = effectiveStatus(opened.review);
    return {
      kind: 'done',
      file: opened.file,
      event: events.at(-1) as HistoryEvent,
      history: after.history as History,
      text: opened.review.current.bound.source.text,
      was,
      status,
      edits,
    };
  } catch (error) {
    if (!(error instanceof EditRefusal)) throw error;
    return { kind: 'refused', message: error.message, hint: error.hint, gates: [] };
  }
}

/** The text that was shown to who acts; null when it is not known that the document had it. */
async function shownText(
  { histories }: HistoryContext,
  document: OpenReview,
  named: string | null,
): Promise<Revision | null> {
  if (named === null || named === document.revision) return document.review.current;
  const bound = await histories.shown(document, named);
  return bound === null ? null : { bound, digests: digestsOf(bound) };
}

/** A change as edits of the two files. @throws {EditRefusal} when its replacements overlap. */
export function editsOf({ review }: OpenReview, { own, beside }: Change): DocumentEdits {
  const { source, companion } = review.current.bound;
  return { own: disjoint(own, source.text), beside: disjoint(beside, companion?.text ?? '') };
}

/** The one document of a context, or why there is none. */
export async function openOne(context: HistoryContext): Promise<OpenReview | Skipped> {
  let skipped: Skipped | null = null;
  for await (const document of context.histories.open((file) => {
    skipped = file;
  })) {
    return document;
  }
  return skipped ?? { kind: 'unreadable', file: '', reason: 'There is no document here' };
}

type Said = Extract<Decision, { kind: 'granted' }>['data'];

/** What is said as events: behind all that is known, and behind the beginning of a history where there is none. */
export function eventsOf(
  document: OpenReview,
  author: Author,
  data: Said,
  shown: Revision = document.review.current,
): HistoryEvent[] {
  const { review, revision, files } = document;
  const frame = {
    at: author.at,
    by: author.by,
    revision,
    ...(files.size === 0 ? {} : { files: Object.fromEntries(files) }),
  };
  const known = review.history;
  const created =
    known === null ? [framed({ ...frame, document: null, parents: [] }, beginning(document, author, 'found'))] : [];
  const id = known?.document ?? (created[0] as HistoryEvent).id;
  const heads = known?.order.heads ?? [id];
  const isFirst = known?.begun !== true && isDeed(data);
  const claims = isFirst ? claimsOf(document, { ...frame, document: id, parents: heads }) : [];
  const parents = claims.length === 0 ? heads : newestIds(claims);
  const seen = shown === review.current ? revision : sha256Of(shown.bound.source.text);
  return [...created, ...claims, framed({ ...frame, revision: seen, document: id, parents }, data)];
}

/** What line and table said until now, so that no status and nobody's approval is lost when something is recorded. */
function claimsOf({ review, policy, template }: OpenReview, frame: Frame): HistoryEvent[] {
  const rows = review.claims.map(({ id: _id, v: _v, document: _document, parents: _parents, ...claim }) =>
    makeEvent({ ...claim, document: frame.document, parents: frame.parents, policy, template }),
  );
  const events = [...rows];
  for (const { to } of wayByText(review)) {
    const parents = events.length === 0 ? frame.parents : newestIds(events);
    events.push(framed({ ...frame, parents }, { kind: 'moved', to, origin: 'line', policy, template }));
  }
  return events;
}

/** Ids of the events that no other of them names as a parent. */
function newestIds(events: readonly HistoryEvent[]): string[] {
  const named = new Set(events.flatMap(({ parents }) => parents));
  return events.flatMap(({ id }) => (named.has(id) ? [] : [id]));
}

/** Why an event would not be read again; null when all of them would be. */
function unfitEvent(events: readonly HistoryEvent[]): string | null {
  for (const event of events) {
    const reading = readEvent(JSON.stringify(event));
    if (reading.kind === 'problem') return reading.message;
  }
  return null;
}

/** How a document's history begins. */
export function beginning(document: OpenReview, { nonce }: Author, origin: Created['origin']): Created {
  const { bound } = document.review.current;
  return {
    kind: 'created',
    file: document.file,
    title: bound.title?.text ?? '',
    template: { file: bound.schema.file, digest: document.template },
    origin,
    nonce,
  };
}

type Frame = Pick<EventDraft, 'document' | 'parents' | 'at' | 'by' | 'revision' | 'files'>;

function framed(frame: Frame, data: Said): HistoryEvent {
  return makeEvent({ ...frame, ...data });
}

/** The review as it will be: the new events are proved as their author's are, and name the text that is there now. */
function reviewWith({ review }: OpenReview, events: readonly HistoryEvent[], { assurance }: Author): Review {
  const known = new Set(review.history?.order.events.map(({ id }) => id));
  return {
    ...review,
    history: foldEvents(events),
    revisionOf: (event) => (known.has(event.id) ? review.revisionOf(event) : review.current),
    assuranceOf: (event) => (known.has(event.id) ? review.assuranceOf(event) : assurance),
  };
}
