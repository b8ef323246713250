import { padEnd, widthOf } from '@specwright/core/diagnostic/render/cells.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far long work is, from its second second on, where a person watches. */
export interface Progress {
  update(done: number, total: number): void;
  /** Clears the line. */
  end(): void;
}

export const silentProgress: Progress = { update: () => undefined, end: () => undefined };

const showAfter = 1000;
const showEvery = 80;

export function startProgress(label: string, terminal: Terminal): Progress {
  if (!terminal.sayInteractive) return silentProgress;
  const started = Date.now();
  let shown = 0;
  let last = 0;
  return {
    update(done, total) {
      const now = Date.now();
      if (now - started < showAfter || now - last < showEvery) return;
      last = now;
      const line = bar(label, done, total, terminal);
      terminal.say(`\r${padEnd(line, shown)}`);
      shown = widthOf(line);
    },
    end() {
      if (shown > 0) terminal.say(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}

function bar(label: string, done: number, total: number, { width }: Terminal): string {
  const counts = ` ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
  const room = Math.max(10, Math.min(30, width - label.length - counts.length - 3));
  const filled = total === 0 ? room : Math.round((done / total) * room);
  return `${label} ${'━'.repeat(filled)}${'╌'.repeat(room - filled)}${counts}`;
}
