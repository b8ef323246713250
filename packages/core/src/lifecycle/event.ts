import { canonicalJson, sha256Of } from '../text/hash.ts';

/** Who did something. `id` is the e-mail address in lower case where there is one, else the name. */
export interface Actor {
  readonly kind: 'person' | 'agent' | 'service';
  readonly id: string;
  readonly name: string;
}

/** One fact that happened to a document. Immutable: what it says is bound by its id. */
export type HistoryEvent = EventFrame & EventData;

interface EventFrame {
  readonly v: 1;
  /** SHA-256 of the canonical form of all else but the signature, 64 hex digits. */
  readonly id: string;
  /** The id of the document's `created` event; null in that event itself. */
  readonly document: string | null;
  /** Ids of the newest events that its author knew, sorted. */
  readonly parents: readonly string[];
  /** When, by its author's clock, as RFC 3339 in UTC. */
  readonly at: string;
  readonly by: Actor;
  /** SHA-256 of the document's text that its author saw. */
  readonly revision: string;
  /** By path in the workspace the SHA-256 of the local images that the text showed; absent when it showed none. */
  readonly files?: Readonly<Record<string, string>>;
  /** An SSH signature (`ssh-keygen -Y sign`, armoured) over the canonical form that the id is taken of. */
  readonly signature?: string;
}

/** A template's name and the SHA-256 of its text. */
export interface TemplateVersion {
  readonly file: string;
  readonly digest: string;
}

/** The rules that an event was decided under: SHA-256 of the text of policy and template. */
export interface DecidedUnder {
  readonly policy: string;
  readonly template: string;
}

export const verdicts = ['Approved', 'Changes Requested', 'Abstained', 'Recused'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Created {
  readonly kind: 'created';
  readonly file: string;
  readonly title: string;
  readonly template: TemplateVersion | null;
  /** `written` by its author just now, or `found`: it was there before its history began. */
  readonly origin: 'written' | 'found';
  /** Makes two documents that are created alike two documents. */
  readonly nonce: string;
}

export interface Renamed {
  readonly kind: 'renamed';
  readonly file: string;
}

export interface Adopted {
  readonly kind: 'adopted';
  readonly file: string;
  readonly template: TemplateVersion;
}

export interface Moved extends DecidedUnder {
  readonly kind: 'moved';
  readonly to: string;
  /** `line` for a step that the status line claimed before anything was recorded. */
  readonly origin?: 'line';
}

/** A move whose gate was not met, by somebody who may do that. */
export interface Overridden extends DecidedUnder {
  readonly kind: 'overridden';
  readonly to: string;
  readonly reason: string;
  /** What was missing, in words. */
  readonly missing: readonly string[];
}

export interface Signed extends DecidedUnder {
  readonly kind: 'signed';
  readonly role: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** The own digests of the parts that were signed, by address. */
  readonly parts: Readonly<Record<string, string>>;
  /** The roles that were required at the time, sorted. */
  readonly required: readonly string[];
  /** `table` for a row of the sign-off table from before anything was recorded: a claim, whoever `by` is. */
  readonly origin?: 'table';
}

export interface Waived {
  readonly kind: 'waived';
  readonly gate: string;
  /** What need not be met: an address, or `*` for all of the gate. */
  readonly what: string;
  readonly reason: string;
}

/** Each replaces the one before; null takes it away. */
export interface Assigned {
  readonly kind: 'assigned';
  readonly owner: string | null;
  readonly team: string | null;
  /** `YYYY-MM-DD`. */
  readonly decideBy: string | null;
}

export interface Held {
  readonly kind: 'held';
  /** `YYYY-MM-DD`; null ends the hold. */
  readonly until: string | null;
  readonly reason: string;
}

export interface Delegated {
  readonly kind: 'delegated';
  readonly role: string;
  /** The id of the person who may act for the role. */
  readonly to: string;
  /** The last day, `YYYY-MM-DD`; null without end. */
  readonly until: string | null;
  readonly reason: string | null;
}

export interface Archived {
  readonly kind: 'archived';
  readonly as: 'withdrawn' | 'replaced' | 'abandoned';
  /** Name of the document that takes its place; null unless replaced. */
  readonly replacedBy: string | null;
  readonly reason: string;
}

/**
 * Where a quote stood in the text that its event names, so that the same words elsewhere are told from it: what the Web Annotation
 * Data Model (W3C 2017) calls a text position and a text quote.
 */
export interface QuotePlace {
  /** UTF-16 offset. */
  readonly start: number;
  /** What stood before and behind it, some units of each. */
  readonly prefix: string;
  readonly suffix: string;
}

/** The thread's id is the event's. */
export interface ThreadOpened {
  readonly kind: 'thread-opened';
  readonly address: string;
  /** The words it is about, as they stood; empty for the whole part. */
  readonly quote: string;
  /** Absent without a quote, and in events from before it was kept. */
  readonly place?: QuotePlace;
  readonly text: string;
  readonly blocking: boolean;
  /** What its author would write in the place of the quote; absent when nothing is suggested. */
  readonly suggestion?: string;
}

export interface Replied {
  readonly kind: 'replied';
  readonly thread: string;
  readonly text: string;
  /** With it what the thread suggests was put into the text. */
  readonly applied?: true;
}

export interface Resolved {
  readonly kind: 'resolved';
  readonly thread: string;
  readonly text: string | null;
  /** With it what the thread suggests was put into the text. */
  readonly applied?: true;
}

export interface Measured {
  readonly kind: 'measured';
  readonly address: string;
  readonly value: string;
}

export type EventData =
  | Created
  | Renamed
  | Adopted
  | Moved
  | Overridden
  | Signed
  | Waived
  | Assigned
  | Held
  | Delegated
  | Archived
  | ThreadOpened
  | Replied
  | Resolved
  | Measured;

export type EventKind = EventData['kind'];

/** The event of one kind. */
export type EventOf<Kind extends EventKind> = EventFrame & Extract<EventData, { readonly kind: Kind }>;

/** Everything of an event that its author decides. */
export type EventDraft = Omit<EventFrame, 'id' | 'v' | 'signature'> & EventData;

/** Gives a draft its id. */
export function makeEvent(draft: EventDraft): HistoryEvent {
  const event = { ...draft, v: 1 as const, parents: [...draft.parents].sort() };
  return { ...event, id: sha256Of(canonicalJson(event)) };
}

/** What is hashed for the id, and what a signature signs: the canonical form without id and signature (RFC 8785). */
export function signedForm(event: HistoryEvent): string {
  const { id: _id, signature: _signature, ...rest } = event;
  return canonicalJson(rest);
}

/** The id of the document that an event belongs to. */
export function documentOf(event: HistoryEvent): string {
  return event.document ?? event.id;
}

/** SHA-256 of every text that an event names: the document's, the template's, the policy's. */
export function textsNamedBy(event: HistoryEvent): readonly string[] {
  const named = [event.revision];
  if ('policy' in event) named.push(event.policy);
  if ('template' in event && event.template !== null) {
    named.push(typeof event.template === 'string' ? event.template : event.template.digest);
  }
  return named;
}
