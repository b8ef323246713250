import { type CausalOrder, newestOf, orderEvents } from './causal-order.ts';
import type {
  Actor,
  Archived,
  Assigned,
  EventData,
  EventKind,
  EventOf,
  Held,
  HistoryEvent,
  TemplateVersion,
} from './event.ts';

/** What the events of one document say together. Nothing in it depends on text, policy or clock. */
export interface History {
  readonly document: string;
  readonly order: CausalOrder;
  readonly created: EventOf<'created'>;
  /** False while nobody has done anything to a document that was found: then line and table of its text are all there is. */
  readonly begun: boolean;
  /** The newest file name that events know. */
  readonly file: string;
  /** The version of the template that the document is pinned to; null when none is recorded. */
  readonly template: TemplateVersion | null;
  /** `moved` and `overridden`, in causal order. */
  readonly moves: readonly (EventOf<'moved'> | EventOf<'overridden'>)[];
  readonly signOffs: readonly EventOf<'signed'>[];
  readonly waivers: readonly EventOf<'waived'>[];
  readonly delegations: readonly EventOf<'delegated'>[];
  readonly assigned: Assigned;
  readonly hold: (Held & { readonly by: Actor; readonly at: string }) | null;
  /** Null when a later move took the document up again. */
  readonly archived: (Archived & { readonly by: Actor; readonly at: string }) | null;
  readonly threads: readonly Thread[];
  /** In causal order; the last of an address counts. */
  readonly measured: readonly EventOf<'measured'>[];
}

export interface Thread {
  readonly opened: EventOf<'thread-opened'>;
  readonly replies: readonly EventOf<'replied'>[];
  /** In causal order. A resolution that did not know of a reply, nor that reply of it, resolves nothing and is left out. */
  readonly resolutions: readonly EventOf<'resolved'>[];
}

/**
 * Folds the events of one document; null when its `created` event is not among them. Causal: an event replaces those it
 * knew. Where concurrent events say different things, the one with the least id speaks, except for what approves: moves
 * and sign-offs are judged by those who know policy and text, who let the least approved win.
 */
export function foldEvents(events: readonly HistoryEvent[]): History | null {
  const order = orderEvents(events);
  const created = ofKind(order.events, 'created')[0];
  if (created === undefined) return null;
  const moves = order.events.filter(
    (event): event is EventOf<'moved'> | EventOf<'overridden'> => event.kind === 'moved' || event.kind === 'overridden',
  );
  const held = newestOfKind('held');
  const archived = newestOfKind('archived');
  return {
    document: created.id,
    order,
    created,
    begun: order.events.some(isDeed),
    file: newestOfKind('renamed')?.file ?? created.file,
    template: newestOfKind('adopted')?.template ?? created.template,
    moves,
    signOffs: ofKind(order.events, 'signed'),
    waivers: ofKind(order.events, 'waived'),
    delegations: ofKind(order.events, 'delegated'),
    assigned: newestOfKind('assigned') ?? { kind: 'assigned', owner: null, team: null, decideBy: null },
    hold: held === null || held.until === null ? null : held,
    archived: archived === null || moves.some((move) => order.knew(move, archived)) ? null : archived,
    threads: threadsOf(order),
    measured: ofKind(order.events, 'measured'),
  };

  function newestOfKind<Kind extends EventKind>(kind: Kind): EventOf<Kind> | null {
    return newestOf(ofKind(order.events, kind), order)[0] ?? null;
  }
}

/** True for what somebody did; false for beginnings, names and what was taken over from line and table. */
export function isDeed(event: EventData): boolean {
  if (event.kind === 'moved' || event.kind === 'signed') return event.origin === undefined;
  if (event.kind === 'created') return event.origin === 'written';
  return event.kind !== 'renamed' && event.kind !== 'adopted';
}

function ofKind<Kind extends EventKind>(events: readonly HistoryEvent[], kind: Kind): EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

function threadsOf(order: CausalOrder): Thread[] {
  const replies = ofKind(order.events, 'replied');
  const resolutions = ofKind(order.events, 'resolved');
  return ofKind(order.events, 'thread-opened').map((opened) => {
    const own = replies.filter(({ thread }) => thread === opened.id);
    const resolving = resolutions.filter(
      (resolution) =>
        resolution.thread === opened.id &&
        own.every((reply) => order.knew(resolution, reply) || order.knew(reply, resolution)),
    );
    return { opened, replies: own, resolutions: resolving };
  });
}
