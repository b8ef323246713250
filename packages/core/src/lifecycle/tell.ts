import { shortened } from '../text/shortened.ts';
import type { HistoryEvent } from './event.ts';
import type { History } from './fold.ts';
import type { Review } from './review.ts';

/** What an event says, as a person would tell it: without its time and its author. */
export function telling(event: HistoryEvent, history: History): string {
  switch (event.kind) {
    case 'created':
      return event.origin === 'written' ? `wrote ${event.file}` : `began the history of ${event.file}`;
    case 'renamed':
      return `renamed it to ${event.file}`;
    case 'adopted':
      return `recorded that it follows ${event.template.file} (${event.template.digest.slice(0, 8)})`;
    case 'moved':
      return event.origin === 'line' ? `found it ${event.to}, by its status line` : `moved it to ${event.to}`;
    case 'overridden':
      return `moved it to ${event.to}, overriding the gate: ${event.reason}`;
    case 'signed': {
      const count = Object.keys(event.parts).length;
      const by = event.origin === 'table' ? ', by the table of sign-offs' : '';
      return `${said[event.verdict]} as ${event.role} (${count === 1 ? '1 part' : `${count} parts`})${by}${because(event.reason)}`;
    }
    case 'waived':
      return `waived ${event.what === '*' ? 'all of' : `${event.what} for`} the gate ${event.gate}: ${event.reason}`;
    case 'assigned':
      return assignment(event.owner, event.team, event.decideBy);
    case 'held':
      return event.until === null ? 'took it up again' : `put it on hold until ${event.until}${because(event.reason)}`;
    case 'delegated': {
      const until = event.until === null ? '' : ` until ${event.until}`;
      return `let ${event.to} act as ${event.role}${until}${because(event.reason)}`;
    }
    case 'archived': {
      const by = event.replacedBy === null ? '' : ` by ${event.replacedBy}`;
      return `archived it as ${event.as}${by}${because(event.reason)}`;
    }
    case 'thread-opened': {
      const { blocking, address, quote, suggestion, text } = event;
      if (suggestion === undefined) return `${blocking ? 'asked, blocking' : 'commented'}, at ${address}: ${text}`;
      const instead = `${JSON.stringify(shortened(suggestion))} for ${JSON.stringify(shortened(quote))}`;
      return `suggested${blocking ? ', blocking,' : ''} ${instead}, at ${address}: ${text}`;
    }
    case 'replied':
      return `replied ${threadPlace(event.thread, history)}: ${event.text}`;
    case 'resolved':
      return `resolved the thread ${threadPlace(event.thread, history)}${because(event.text)}`;
    case 'measured':
      return `measured ${event.address}: ${event.value}`;
  }
}

/** Why a document waits for nobody, as a person would tell it; null for one that is worked on. */
export function resting({ history, today }: Review): string | null {
  const archived = history?.archived ?? null;
  if (archived !== null) {
    const by = archived.replacedBy === null ? '' : ` by ${archived.replacedBy}`;
    return `${archived.as}${by} on ${archived.at.slice(0, 10)}${because(archived.reason)}`;
  }
  const hold = history?.hold ?? null;
  if (hold === null || (hold.until ?? '') < today) return null;
  return `on hold until ${hold.until}${because(hold.reason)}`;
}

const said = {
  Approved: 'approved',
  'Changes Requested': 'asked for changes',
  Abstained: 'abstained',
  Recused: 'recused themselves',
} as const;

function because(reason: string | null): string {
  return reason === null || reason === '' ? '' : `: ${reason}`;
}

function assignment(owner: string | null, team: string | null, decideBy: string | null): string {
  const parts = [
    ...(owner === null ? [] : [`to ${owner}`]),
    ...(team === null ? [] : [`to the team ${team}`]),
    ...(decideBy === null ? [] : [`to be decided by ${decideBy}`]),
  ];
  return parts.length === 0 ? 'took the assignment away' : `assigned it ${parts.join(', ')}`;
}

function threadPlace(id: string, { threads }: History): string {
  const thread = threads.find(({ opened }) => opened.id === id);
  return thread === undefined ? `in ${id.slice(0, 8)}` : `at ${thread.opened.address} (${id.slice(0, 8)})`;
}
