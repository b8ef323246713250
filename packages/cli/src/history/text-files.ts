import { type HistoryEvent, textsNamedBy } from '@specwright/core/lifecycle/event.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { HistorySource } from './history-source.ts';

/** A kept text, or why there is none that can be trusted. */
export type KeptText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' };

/** A text by its SHA-256, whole and verified. A copy whose line ends were changed on the way is set right. */
export function keptText(source: HistorySource, digest: string): KeptText {
  const text = source.text(digest);
  if (text === null) return { kind: 'missing' };
  const found = withLineEnds(text).find((version) => sha256Of(version) === digest);
  return found === undefined ? { kind: 'damaged' } : { kind: 'text', text: found };
}

/** A text as it is, and as git or an editor on another system may have written it. */
export function withLineEnds(text: string): readonly string[] {
  if (!text.includes('\n')) return [text];
  const unix = text.replaceAll('\r\n', '\n');
  return [...new Set([text, unix, unix.replaceAll('\n', '\r\n')])];
}

/** Texts that events name and that are not there, or not whole. Each is read once. */
export function missingTexts(events: Iterable<HistoryEvent>, source: HistorySource): readonly HistoryProblem[] {
  const asked = new Set<string>();
  const problems: HistoryProblem[] = [];
  for (const event of events) {
    for (const digest of textsNamedBy(event)) {
      if (asked.has(digest)) continue;
      asked.add(digest);
      const { kind } = keptText(source, digest);
      if (kind === 'text') continue;
      problems.push({
        kind: 'missing-text',
        message: `The text ${digest}, which the event \`${event.kind}\` of ${event.at} names, is ${kind === 'missing' ? 'not kept' : 'damaged'}`,
        hint: `Bring texts/${digest} of the history folder back from git`,
      });
    }
  }
  return problems;
}
