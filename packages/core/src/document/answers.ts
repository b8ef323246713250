import { foldSpace } from '../markdown/plain.ts';
import { foldKey } from '../template/names.ts';
import type { BoundItem, BoundList } from './document.ts';

/** The answer to a question, written as an item within it: `- **Answer**: In May`. */
export interface Answer {
  readonly item: BoundItem;
  /** The bold word before the colon. */
  readonly label: string;
  /** Markdown, as written. */
  readonly text: string;
}

/** What people write before an answer, in the languages of the templates that were read. Other labels are other notes. */
const ANSWER_WORDS = new Set(
  [
    'Answer',
    'Decision',
    'Decided',
    'Resolution',
    'Resolved',
    'Outcome',
    'Antwort',
    'Entscheidung',
    'Réponse',
    'Décision',
    'Respuesta',
    'Decisión',
    'Resposta',
    'Decisão',
    'Risposta',
    'Decisione',
    'Antwoord',
    'Besluit',
    'Ответ',
    'Решение',
    'Відповідь',
    'Рішення',
    '答案',
    '回答',
    '答复',
    '决定',
    '決定',
    '结论',
    '結論',
    '답변',
    '결정',
  ].map(foldKey),
);

const LABELLED = /^(\*\*|__)([^*_\n]{1,40}?)[:：]?\1[ \t]{0,3}[:：]?[ \t]{0,3}/u;

/** The first answer that stands within a question; null when there is none. */
export function answerTo(list: BoundList, question: BoundItem): Answer | null {
  for (const item of list.items) {
    if (item.depth !== question.depth + 1 || !item.address.startsWith(`${question.address}[`)) continue;
    const label = LABELLED.exec(item.raw);
    if (label !== null && /[:：]/u.test(label[0]) && ANSWER_WORDS.has(foldKey(label[2] as string))) {
      return { item, label: label[2] as string, text: item.raw.slice(label[0].length) };
    }
  }
  return null;
}

/** An answer in one line for people. */
export function answerWords({ text }: Answer): string {
  return foldSpace(text);
}
