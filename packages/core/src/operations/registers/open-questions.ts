import { answerTo, answerWords } from '../../document/answers.ts';
import type { BoundDocument, BoundItem, BoundSection } from '../../document/document.ts';
import { sectionsWithRole } from '../../document/walk-document.ts';
import type { RegisterRow } from './register-rows.ts';
import { filledItems, isFilledText, rowAt } from './register-rows.ts';

export interface OpenQuestionRow extends RegisterRow {
  readonly question: string;
  /** Null when the question has no box to tick. */
  readonly answered: boolean | null;
  /** What is written under the question as its answer; null when nothing is. */
  readonly answer: string | null;
}

/** Every question of the documents, those still open first; the order of the documents stays within each. */
export function openQuestionRegister(documents: Iterable<BoundDocument>): OpenQuestionRow[] {
  const rows: OpenQuestionRow[] = [];
  for (const document of documents) {
    for (const section of sectionsWithRole(document, 'open-questions'))
      for (const row of questionsOf(document, section)) rows.push(row);
  }
  return rows.sort((a, b) => Number(a.answered === true) - Number(b.answered === true));
}

/** Questions are items or, where the section has none, subsections. */
function questionsOf(document: BoundDocument, section: BoundSection): OpenQuestionRow[] {
  const items = filledItems(section);
  if (items.length > 0) {
    return items.map((item) => ({
      ...rowAt(document, item.address, item.range.start),
      question: item.plain,
      answered: item.checked,
      answer: answerOf(section, item),
    }));
  }
  return section.sections
    .filter((child) => isFilledText(child.name))
    .map((child) => ({
      ...rowAt(document, child.address, child.outline.range.start),
      question: child.name,
      answered: null,
      answer: null,
    }));
}

function answerOf(section: BoundSection, item: BoundItem): string | null {
  const list = section.content.lists.find(({ items }) => items.includes(item));
  const answer = list === undefined ? null : answerTo(list, item);
  return answer === null ? null : answerWords(answer);
}
