import { foldSpace } from '../markdown/plain.ts';
import type { BoundItem, BoundList } from './document.ts';

/** The answer to a question, written as the first item within it: `- **Answer**: In May`. */
export interface Answer {
  readonly item: BoundItem;
  /** The bold word before the colon. */
  readonly label: string;
  /** Markdown, as written. */
  readonly text: string;
}

const LABELLED = /^(\*\*|__)([^*_\n]{1,40}?)[:：]?\1[ \t]{0,3}[:：]?[ \t]{0,3}/u;

/** The answer that stands within a question; null when there is none. Any label counts, so that any language does. */
export function answerTo(list: BoundList, question: BoundItem): Answer | null {
  for (const item of list.items) {
    if (item.depth !== question.depth + 1 || !item.address.startsWith(`${question.address}[`)) continue;
    const label = LABELLED.exec(item.raw);
    if (label !== null && /[:：]/u.test(label[0])) {
      return { item, label: label[2] as string, text: item.raw.slice(label[0].length) };
    }
  }
  return null;
}

/** An answer in one line for people. */
export function answerWords({ text }: Answer): string {
  return foldSpace(text);
}
