import { stageOf } from '../check/stage.ts';
import type { Actor } from './event.ts';
import { areMet, blockingThreads, type GateReport, gatesOf, type Missing } from './gates.ts';
import { peopleFor } from './people.ts';
import { foldPerson, type MovePolicy, type Policy, sameState } from './policy.ts';
import type { Review } from './review.ts';
import { type JudgedSignOff, judgeSignOffs, roleGaps } from './sign-offs.ts';
import type { EffectiveStatus } from './status.ts';

/** Who must act now, on what, and why. */
export interface Turn {
  /** The id of a person; the name of a role that nobody in particular holds; null for a document without a known owner. */
  readonly who: string | null;
  /** What to do, in a few words. */
  readonly what: string;
  /** Where; empty for the whole document. */
  readonly address: string;
  /** A sentence without a full stop. */
  readonly why: string;
  /** RFC 3339 or `YYYY-MM-DD`; null when it is not known since when. */
  readonly since: string | null;
  /** What to type, PATH standing for the document. */
  readonly command: string;
}

/** Where a document goes next, and what is in the way. */
export interface NextMove {
  readonly move: MovePolicy;
  readonly gates: readonly GateReport[];
}

/** The next move along the line of states; null at its end, and outside of it. */
export function nextMove(review: Review, { state }: EffectiveStatus): NextMove | null {
  const move = state === null ? null : forwardMove(review.policy, state);
  return move === null ? null : { move, gates: gatesOf(move, review) };
}

function forwardMove({ states, moves }: Policy, state: string): MovePolicy | null {
  const line = states.filter((name) => stageOf(name) !== 'aside');
  const place = line.findIndex((name) => sameState(name, state));
  if (place === -1) return null;
  return (
    line
      .slice(place + 1)
      .map((to) => moves.find((move) => sameState(move.from, state) && sameState(move.to, to)))
      .find((move) => move !== undefined) ?? null
  );
}

/** Everybody's turns at one document. None while it is on hold or archived, and at the end of its life. */
export function turnsOf(review: Review, status: EffectiveStatus): Turn[] {
  const { history, today } = review;
  if (history?.archived != null) return [];
  if (history?.hold != null && (history.hold.until ?? '') >= today) return [];
  const next = nextMove(review, status);
  if (next === null) return mismatchTurn(review, status);
  const since = status.since?.at ?? history?.created.at ?? null;
  const turns = next.gates.flatMap((gate) => turnsOfGate(gate, review, since));
  if (areMet(next.gates) && (status.state !== review.policy.states[0] || history !== null)) {
    turns.push({
      who: ownerOf(review),
      what: `move to ${next.move.to}`,
      address: '',
      why: `Everything that ${next.move.to} asks for is there`,
      since,
      command: `specwright move PATH ${quoted(next.move.to)}`,
    });
  }
  return [...mismatchTurn(review, status), ...turns];
}

function quoted(word: string): string {
  return /^[\w-]+$/u.test(word) ? word : JSON.stringify(word);
}

/** A line that claims another status than the document has. */
function mismatchTurn(review: Review, { state, claimed, fallenFrom }: EffectiveStatus): Turn[] {
  if (state === null || claimed === null || sameState(state, claimed)) return [];
  // What fell back waits for its signers, not for its line.
  if (fallenFrom !== null && sameState(fallenFrom.state, claimed)) return [];
  return [
    {
      who: ownerOf(review),
      what: 'correct the status line',
      address: review.current.bound.status?.field.address ?? '',
      why: `The line says ${claimed}, and the document is ${state}`,
      since: null,
      command: 'specwright verify PATH --fix',
    },
  ];
}

function turnsOfGate({ gate, missing }: GateReport, review: Review, since: string | null): Turn[] {
  if (gate === 'sign-offs') return signTurns(missing, review, since);
  const owner = ownerOf(review);
  if (gate === 'no-errors') {
    const [first] = missing;
    if (first === undefined) return [];
    const why = missing.length === 1 ? first.message : `${missing.length} errors, first: ${first.message}`;
    return [
      { who: owner, what: 'mend it for review', address: first.address, why, since, command: 'specwright check PATH' },
    ];
  }
  if (gate === 'no-blocking-threads') {
    return blockingThreads(review).map(({ opened }) => ({
      who: owner,
      what: 'answer a blocking thread',
      address: opened.address,
      why: `${opened.by.name}: ${opened.text}`,
      since: opened.at,
      command: `specwright reply PATH ${opened.id.slice(0, 8)} TEXT`,
    }));
  }
  return missing.map(({ message, address, remedy }) => ({
    who: owner,
    what: doing[remedy],
    address,
    why: message,
    since,
    command: `specwright ${remedy} PATH '${address}'${remedy === 'tick' ? '' : ' TEXT'}`,
  }));
}

const doing: Readonly<Record<Missing['remedy'], string>> = {
  edit: 'mend the text',
  sign: 'sign',
  tick: 'finish a task',
  resolve: 'answer a question',
  'resolve-thread': 'answer a blocking thread',
  measure: 'measure',
};

/** One turn for each holder of each role that has something to read; requests for changes are the owner's turn. */
function signTurns(missing: readonly Missing[], review: Review, since: string | null): Turn[] {
  const signOffs = judgeSignOffs(review);
  const asked = missing
    .filter(({ role }) => role === null)
    .map(({ message }) => ({
      who: ownerOf(review),
      what: 'change what was asked for',
      address: '',
      why: message,
      since,
      command: 'specwright edit PATH',
    }));
  const reading = roleGaps(review, signOffs).flatMap(({ role, parts, byEditors }) => {
    const holders = peopleFor(role, review.today, review);
    return (holders ?? [role.name]).map((who): Turn => {
      const own =
        signOffs.find((one) => one.doubt === null && sameState(one.role, role.name) && foldPerson(one.by.id) === who) ??
        null;
      return {
        who,
        what: `sign as ${role.name}`,
        address: own === null ? '' : (parts[0] ?? ''),
        why: whyRead(role.name, parts, own, byEditors),
        since: lastChange(own === null ? [] : parts, review) ?? since,
        command: `specwright sign PATH --role ${quoted(role.name)}`,
      };
    });
  });
  return [...asked, ...reading];
}

function whyRead(
  role: string,
  parts: readonly string[],
  own: JudgedSignOff | null,
  byEditors: readonly string[],
): string {
  if (own === null || own.verdict !== 'Approved') return `${role} has not approved it`;
  if (byEditors.length === parts.length)
    return `${role}: ${parts[0] ?? ''} was edited last by who signed it, so somebody else has to`;
  const more = parts.length > 1 ? ` and ${parts.length - 1} more` : '';
  return `${role}: ${parts[0] ?? 'it'}${more} changed since you approved on ${own.at.slice(0, 10)}`;
}

function lastChange(parts: readonly string[], { authorship }: Review): string | null {
  const times = parts.flatMap((part) => authorship.edits.get(part)?.at ?? []).sort();
  return times.at(-1) ?? null;
}

/** Who answers for a document: its owner, else its author, else who began its history. */
export function ownerOf({ history, current }: Review): string | null {
  if (history?.assigned.owner != null) return history.assigned.owner;
  const author = current.bound.fields.find(({ schema, value }) => schema?.role === 'author' && value.state === 'valid');
  return author?.value.plain ?? (history === null ? null : actorName(history.created.by));
}

function actorName({ id }: Actor): string {
  return id;
}
