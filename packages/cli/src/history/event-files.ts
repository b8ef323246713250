import { documentOf, type HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { readEvent } from '@specwright/core/lifecycle/event-shape.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import type { EventFile, HistorySource } from './history-source.ts';

/** Events by the id of their document, and what is wrong with files; a broken file does not hide the others. */
export interface HistoryReading {
  /** By document; each document's in no order. */
  readonly events: ReadonlyMap<string, readonly HistoryEvent[]>;
  /** By the document whose folder the file stands in. */
  readonly problems: ReadonlyMap<string, readonly HistoryProblem[]>;
  /** Names of the files that are no events, as `<document id>/<event id>`. */
  readonly broken: ReadonlySet<string>;
}

/** Reads every event, or those of one document. */
export function readEvents(source: HistorySource, document: string | null = null): HistoryReading {
  const events = new Map<string, HistoryEvent[]>();
  const problems = new Map<string, HistoryProblem[]>();
  const broken = new Set<string>();
  for (const file of source.eventFiles(document)) {
    const found = eventOf(file);
    if ('id' in found) push(events, file.document, found);
    else {
      push(problems, file.document, found);
      broken.add(`${file.document}/${file.name.slice(0, -'.json'.length)}`);
    }
  }
  return { events, problems, broken };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

function eventOf(file: EventFile): HistoryEvent | HistoryProblem {
  const text = file.read();
  if (text.kind === 'unreadable') return broken(file, text.reason);
  const reading = readEvent(text.text);
  if (reading.kind === 'problem') return broken(file, reading.message);
  const { event } = reading;
  if (file.name !== `${event.id}.json`) {
    return broken(file, `It holds the event ${event.id}, which belongs in a file of that name`);
  }
  if (documentOf(event) !== file.document) {
    return broken(file, `It belongs to another document: ${documentOf(event)}`);
  }
  return event;
}

function broken({ path }: EventFile, reason: string): HistoryProblem {
  return {
    kind: 'broken',
    message: `${path}: ${reason}`,
    hint: `Restore it with \`git checkout HEAD -- ${path}\`, or remove it when it was never committed`,
  };
}

/** What a history has lost against an earlier state of it: events that are gone, broken, or without their signature. */
export function lostSince(base: HistoryReading, now: HistoryReading): ReadonlyMap<string, readonly HistoryProblem[]> {
  const lost = new Map<string, HistoryProblem[]>();
  for (const [document, events] of base.events) {
    const present = new Map(now.events.get(document)?.map((event) => [event.id, event]));
    for (const event of events) {
      const found = present.get(event.id);
      const name = `${document}/${event.id}`;
      if (found === undefined) push(lost, document, now.broken.has(name) ? altered(event) : vanished(event));
      else if (event.signature !== undefined && found.signature !== event.signature)
        push(lost, document, altered(event));
    }
  }
  return lost;
}

function vanished(event: HistoryEvent): HistoryProblem {
  return {
    kind: 'vanished',
    message: `The event \`${event.kind}\` by ${event.by.name} of ${event.at} (${event.id}) was taken out of the history`,
    hint: 'Put its file back; events are never removed, what is no longer true is said by a later one',
  };
}

function altered(event: HistoryEvent): HistoryProblem {
  return {
    kind: 'altered',
    message: `The event \`${event.kind}\` by ${event.by.name} of ${event.at} (${event.id}) was changed after it was written`,
    hint: 'Put its file back as it was; what is no longer true is said by a later event',
  };
}
