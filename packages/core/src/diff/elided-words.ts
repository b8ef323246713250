import type { WordSegment } from './words.ts';

/** Words kept next to a change so that its place is seen. */
const contextWords = 8;

/** Long runs of what stayed are cut to their ends. */
export function elidedWords(words: readonly WordSegment[]): WordSegment[] {
  return words.map((segment, index) => {
    if (segment.kind !== 'kept') return segment;
    const tokens = segment.text.split(/(?<=\s)/u);
    const [isFirst, isLast] = [index === 0, index === words.length - 1];
    const head = isFirst ? [] : tokens.slice(0, contextWords);
    const tail = isLast ? [] : tokens.slice(Math.max(head.length, tokens.length - contextWords));
    if (head.length + tail.length >= tokens.length) return segment;
    return { kind: 'kept', text: `${head.join('')}… ${tail.join('')}` };
  });
}

/** The beginning of some segments, `most` UTF-16 units long at most; `…` says that there is more. */
export function firstWords(words: readonly WordSegment[], most: number): WordSegment[] {
  const first: WordSegment[] = [];
  let room = most;
  for (const { kind, text } of words) {
    if (text.length > room) return [...first, { kind, text: `${text.slice(0, room)}…` }];
    first.push({ kind, text });
    room -= text.length;
  }
  return first;
}
