import { stageOf } from '../check/stage.ts';
import type { Thread } from './fold.ts';
import { areMet, blockingThreads, type GateReport, gatesOf } from './gates.ts';
import { mending } from './mending.ts';
import { foldPerson, type GateName, type MovePolicy, type Policy, sameState } from './policy.ts';
import type { Review } from './review.ts';
import { signTurns } from './sign-turns.ts';
import type { EffectiveStatus } from './status.ts';
import { ownerOf, type Turn } from './turn.ts';

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
  if (areMet(next.gates) && (status.state !== review.policy.states[0] || history?.begun === true)) {
    turns.push({
      who: ownerOf(review),
      what: `move to ${next.move.to}`,
      address: '',
      why: `Everything that ${next.move.to} asks for is there`,
      since,
      command: ['specwright', 'move', 'PATH', next.move.to],
    });
  }
  return [...mismatchTurn(review, status), ...turns];
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
      command: ['specwright', 'verify', 'PATH', '--fix'],
    },
  ];
}

function turnsOfGate({ gate, missing }: GateReport, review: Review, since: string | null): Turn[] {
  const owner = ownerOf(review);
  if (gate === 'sign-offs') return signTurns(missing, review, since, owner);
  if (gate === 'no-blocking-threads') return blockingThreads(review).map((thread) => threadTurn(thread, owner));
  const [first] = missing;
  if (first === undefined) return [];
  const { what, several } = work[gate];
  const why = missing.length === 1 ? first.message : `${missing.length} ${several}, first: ${first.message}`;
  return [{ who: owner, what, address: first.address, why, since, command: mending(first) }];
}

const work: Readonly<
  Record<Exclude<GateName, 'sign-offs' | 'no-blocking-threads'>, { what: string; several: string }>
> = {
  'no-errors': { what: 'mend it for review', several: 'errors' },
  'no-open-questions': { what: 'answer what is open', several: 'questions' },
  'tasks-done': { what: 'finish the work', several: 'tasks' },
  'metrics-measured': { what: 'measure', several: 'metrics' },
};

/** An open question is its document's owner's turn; once somebody else has answered, it is the turn of who asked. */
function threadTurn({ opened, replies }: Thread, owner: string | null): Turn {
  const last = replies.at(-1) ?? null;
  const id = opened.id.slice(0, 8);
  if (last !== null && foldPerson(last.by.id) !== foldPerson(opened.by.id)) {
    return {
      who: foldPerson(opened.by.id),
      what: 'resolve your question',
      address: opened.address,
      why: `${last.by.name} answered: ${last.text}`,
      since: last.at,
      command: ['specwright', 'resolve-thread', 'PATH', id],
    };
  }
  const asked = last ?? opened;
  return {
    who: owner,
    what: 'answer a question',
    address: opened.address,
    why: `${asked.by.name} asks: ${asked.text}`,
    since: asked.at,
    command: ['specwright', 'reply', 'PATH', id, 'TEXT'],
  };
}
