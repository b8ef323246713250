import type { Nodes, Paragraph } from 'mdast';
import type { BoundDocument } from '../../../document/document.ts';
import { rangeOf } from '../../../markdown/source.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const longSentence: DocumentRule = {
  scope: 'document',
  code: 'QUA701',
  name: 'long-sentence',
  summary: 'A sentence has more than 40 words',
  why: 'A reviewer has to hold the whole of it in mind to see whether it is right, and two readers easily read two demands from it.',
  remedy: 'Say one thing in a sentence; turn a row of conditions into a list.',
  severity: { draft: 'off', settled: 'off' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: `# Retries\n\n## Context\n\nThe worker takes an order from the queue${' and then the next one'.repeat(8)}.\n`,
    good: '# Retries\n\n## Context\n\nThe worker takes an order from the queue. Then it takes the next one.\n',
  },
  check: findLongSentences,
};

const mostWords = 40;

function* findLongSentences(document: BoundDocument): Iterable<Finding> {
  const { text } = document.source;
  for (const section of document.allSections) {
    for (const block of section.content.blocks) {
      for (const paragraph of paragraphsIn(block)) {
        const { start, end } = rangeOf(paragraph);
        for (const sentence of sentencesIn(text.slice(start, end))) {
          if (sentence.words <= mostWords) continue;
          yield {
            range: { start: start + sentence.start, end: start + sentence.end },
            message: `This sentence has ${sentence.words} words; more than ${mostWords} are hard to follow`,
            address: section.address,
          };
        }
      }
    }
  }
}

function* paragraphsIn(block: Nodes): Iterable<Paragraph> {
  const pending: Nodes[] = [block];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'paragraph') yield node;
    else if ('children' in node && node.type !== 'table') {
      for (let index = node.children.length - 1; index >= 0; index -= 1) pending.push(node.children[index] as Nodes);
    }
  }
}

interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly words: number;
}

/**
 * Splits at `.`, `!`, `?`, `:` and `;` before white space, and at hard line breaks. A point after a lone letter or inside
 * a word (`e.g.`, `3.14`) ends nothing. Marks of Markdown count as part of their words.
 */
function* sentencesIn(text: string): Iterable<Sentence> {
  let start = 0;
  let end = 0;
  let words = 0;
  for (const word of text.matchAll(/\S+/gu)) {
    if (words === 0) start = word.index;
    if (/[\p{L}\p{N}]/u.test(word[0])) words += 1;
    end = word.index + word[0].length;
    if (!endsSentence(word[0])) continue;
    yield { start, end, words };
    words = 0;
  }
  if (words > 0) yield { start, end, words };
}

function endsSentence(word: string): boolean {
  const bare = word.replace(/[)\]"'”’*_`]+$/u, '');
  if (bare.endsWith('\\')) return true;
  return /[!?:;]$/u.test(bare) || (bare.endsWith('.') && !/(?:^|[^\p{L}])\p{L}\.$/u.test(bare));
}
