import { answerTo } from '../document/answers.ts';
import type { BoundDocument, BoundItem, BoundList } from '../document/document.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import { lineEndOf } from './line-end.ts';
import { withMargin } from './line-margin.ts';
import type { Part } from './parts.ts';
import { EditRefusal } from './refusal.ts';
import { itemMargin } from './set-value.ts';
import { tickItem } from './tick.ts';

/**
 * Ticks a question and writes its answer as an item within it, `- **Answer**: …`, with the label that the other answers of
 * the list have. An answer that is there already is replaced.
 * @throws {EditRefusal} for parts that are no items of a list, and for an empty answer.
 */
export function resolveQuestion(document: BoundDocument, part: Part, answer: string): readonly Replacement[] {
  const words = answer.trim();
  if (words === '') throw new EditRefusal('There is no answer', 'Write it behind the address');
  if (part.kind === 'section') {
    throw new EditRefusal(
      `${part.address} is a section`,
      `To answer there: specwright set PATH ${part.address} ANSWER`,
    );
  }
  const tick = tickItem(document, part, true);
  if (part.kind !== 'item') return [];
  const written = answered(document, part.list, part.item, words);
  return tick === null ? [written] : [tick, written];
}

function answered(document: BoundDocument, list: BoundList, question: BoundItem, words: string): Replacement {
  const { source } = document;
  const known = answerTo(list, question);
  if (known !== null) {
    const { end } = known.item.rawRange;
    const start = end - known.text.length;
    const text = withMargin(source, words, itemMargin(document, known.item));
    return { start, end, text: /\s/u.test(source.text.charAt(start - 1)) ? text : ` ${text}` };
  }
  const nested = question.node.children.findLast((child) => child.type === 'list');
  const last = nested?.children.at(-1);
  const margin = last === undefined ? itemMargin(document, question) : marginAt(document, rangeOf(last).start);
  const marker = source.text.charAt(last === undefined ? question.range.start : rangeOf(last).start);
  const bullet = /[-*+]/u.test(marker) ? marker : '-';
  const text = withMargin(source, words, `${margin}  `);
  const at = question.range.end;
  return { start: at, end: at, text: `${lineEndOf(source.text)}${margin}${bullet} **${labelOf(list)}**: ${text}` };
}

function marginAt(document: BoundDocument, offset: number): string {
  const { text, lines } = document.source;
  return text.slice(lines.startOfLine(lines.lineAt(offset)), offset).replace(/[^\s>]/gu, ' ');
}

/** The label of the answers that the list holds already. */
function labelOf(list: BoundList): string {
  for (const item of list.items) {
    const answer = answerTo(list, item);
    if (answer !== null) return answer.label;
  }
  return 'Answer';
}
