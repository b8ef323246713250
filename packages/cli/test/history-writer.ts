// Adds events to a history without end, as fast as it can, until it is killed. Started by tests, bundled on the way.
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { appendEvents } from '../src/history/append-events.ts';
import { commented, created } from './history-events.ts';

const [folder = '', name = '', rounds = 'Infinity'] = process.argv.slice(2);

/** Large enough that a kill often falls into the middle of it. */
const text = (round: number): string => `# Plan of ${name}\n\n${`round ${round} `.repeat(20_000)}\n`;

const beginning = created(`${name}.md`, text(0));
let last: HistoryEvent = beginning;
appendEvents(folder, [beginning], [text(0)], Date.now());
process.stdout.write('started\n');
for (let round = 1; round <= Number(rounds); round += 1) {
  const next = commented(beginning, [last], text(round), `round ${round}`);
  const also = commented(beginning, [next], text(round), `and ${round}`);
  appendEvents(folder, [next, also], [text(round)], Date.now());
  last = also;
}
