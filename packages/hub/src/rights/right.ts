import type { Actor } from '@specwright/core/lifecycle/event.ts';

/** What somebody may do, from least to most; each holds those before it. */
export const rights = ['reader', 'commenter', 'author', 'maintainer', 'admin'] as const;
export type Right = (typeof rights)[number];

/** Whoever asks something of the hub, known by now. */
export interface Caller {
  /** Id of the account. */
  readonly account: string;
  /** As events name them: the id is the e-mail address. */
  readonly actor: Actor;
  /** Holds every right everywhere. */
  readonly admin: boolean;
  /** How they proved who they are. `local` is the one person of `specwright serve`; `folder` is whoever wrote into a mirrored folder, in their name. */
  readonly via: 'session' | 'token' | 'local' | 'folder';
  /** When they last proved it with a password or at their provider; null for tokens. */
  readonly authenticatedAt: Date | null;
  /** The most that a token may do, whatever its owner may; null without such a bound. */
  readonly bound: Right | null;
  /** Id of the only workspace that a token reaches; absent when it reaches whatever its owner does. */
  readonly within?: string | null | undefined;
  /** Where the request came from that they ask by; absent for whom the hub stands in for. */
  readonly from?: { readonly address: string; readonly agent: string | null } | undefined;
}

/** True when a right holds `least`. */
export function holds(right: Right | null, least: Right): boolean {
  return right !== null && rights.indexOf(right) >= rights.indexOf(least);
}

/** The lesser of a right and a bound on it. */
export function cut(right: Right, bound: Right | null): Right {
  return bound === null || holds(bound, right) ? right : bound;
}

/** The most of some rights; null for none. */
export function most(held: readonly Right[]): Right | null {
  return held.reduce<Right | null>((best, right) => (holds(best, right) ? best : right), null);
}
