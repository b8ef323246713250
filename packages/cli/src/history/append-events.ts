import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, type HistoryEvent, textsNamedBy } from '@specwright/core/lifecycle/event.ts';
import { readEvent } from '@specwright/core/lifecycle/event-shape.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { Failure } from '../failure.ts';
import { readText } from '../workspace/read-file.ts';
import { FolderSource } from './folder-source.ts';
import { keptText } from './text-files.ts';
import { removeAbandoned, writeOnce } from './write-once.ts';

/** Git must not change line ends here: names are hashes of contents. */
const ATTRIBUTES = '* -text\n';

/**
 * Adds events to a history folder, with the texts that they name. Texts are on the disk before the event that names them,
 * earlier events before later ones, so whatever is there after a crash is whole. Adding what is there already does
 * nothing. Safe with any number of writers at once. `now` in ms since 1970.
 *
 * @throws {Failure} when an event names a text that is neither given nor kept, or the folder cannot be written; events
 *   before the failure stay
 */
export function appendEvents(
  folder: string,
  events: readonly HistoryEvent[],
  texts: Iterable<string>,
  now: number,
): void {
  const given = new Map([...texts].map((text) => [sha256Of(text), text]));
  const source = new FolderSource(folder, folder);
  for (const digest of new Set(events.flatMap(textsNamedBy))) {
    if (!given.has(digest) && keptText(source, digest).kind !== 'text') {
      throw new Failure(`The event names the text ${digest}, which is not kept; nothing was recorded`);
    }
  }
  if (!existsSync(join(folder, '.gitattributes'))) writeOnce(join(folder, '.gitattributes'), ATTRIBUTES);
  for (const [digest, text] of given) keepText(source, digest, text);
  removeAbandoned(join(folder, 'texts'), now);
  for (const event of events) {
    keepEvent(folder, event);
    removeAbandoned(join(folder, documentOf(event)), now);
  }
}

function keepText(source: FolderSource, digest: string, text: string): void {
  const path = join(source.folder, 'texts', digest);
  if (writeOnce(path, text) === 'written' || keptText(source, digest).kind === 'text') return;
  throw new Failure(`${path} is damaged: its content is not what its name says`, 'Restore it from git, or remove it');
}

function keepEvent(folder: string, event: HistoryEvent): void {
  const path = join(folder, documentOf(event), `${event.id}.json`);
  if (writeOnce(path, `${JSON.stringify(event, null, 2)}\n`) === 'written') return;
  const there = readText(path);
  if (there.kind === 'text') {
    const reading = readEvent(there.text);
    if (reading.kind === 'event' && reading.event.id === event.id) return;
  }
  throw new Failure(`${path} is damaged: it is not the event that its name says`, 'Restore it from git, or remove it');
}
