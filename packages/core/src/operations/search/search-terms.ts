import type { LineIndex } from '../../text/lines.ts';
import type { FoundPlace } from './found-document.ts';
import type { Spot } from './spots.ts';

/** What was found of each term in one document. */
export interface Sighting {
  /** By the place of the term: what its places weigh together; 0 when it is not there. */
  readonly weights: readonly number[];
  /** The best places, at most three. */
  readonly places: readonly FoundPlace[];
}

export interface SearchTerms {
  readonly count: number;
  lookInto(spots: readonly Spot[], lines: LineIndex): Sighting;
}

/** More terms than this are no question but a text. */
const mostTerms = 20;
const mostPlaces = 3;
const longestLine = 160;

/** Reads what is looked for: words, and words in quotes that belong together. Case is of no matter. */
export function searchTerms(words: string): SearchTerms {
  const terms = [...words.toLowerCase().matchAll(/"([^"]+)"|[^\s"]+/gu)]
    .map(([whole, quoted]) => (quoted ?? whole).trim())
    .filter((term) => /[\p{L}\p{N}]/u.test(term))
    .slice(0, mostTerms);
  return { count: terms.length, lookInto: (spots, lines) => lookInto(spots, lines, terms) };
}

function lookInto(spots: readonly Spot[], lines: LineIndex, terms: readonly string[]): Sighting {
  const counts = terms.map(() => 0);
  const weights = terms.map(() => 0);
  const places: (FoundPlace & { readonly worth: number })[] = [];
  for (const { address, offset, text, weight } of spots) {
    const first = lines.lineAt(offset);
    for (const [place, line] of text.split('\n').entries()) {
      const lower = line.toLowerCase();
      const met = terms.map((term) => firstIn(lower, term));
      let worth = 0;
      for (const [at, found] of met.entries()) {
        if (found === -1) continue;
        counts[at] = (counts[at] ?? 0) + 1;
        // A word that stands in every line says little more than one that stands in ten.
        weights[at] = (weights[at] ?? 0) + weight / (counts[at] ?? 1);
        worth += weight + 1;
      }
      if (worth === 0) continue;
      places.push({
        address,
        line: first + place,
        text: around(line, Math.min(...met.filter((at) => at >= 0))),
        worth,
      });
      places.sort((a, b) => b.worth - a.worth);
      if (places.length > mostPlaces) places.pop();
    }
  }
  return { weights, places: places.map(({ worth: _, ...place }) => place) };
}

/** Where a term stands at the beginning of a word, in scripts that part words; -1 when it does not. */
function firstIn(line: string, term: string): number {
  const parted = /^[\p{L}\p{N}]/u.test(term) && !/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(term);
  for (let at = line.indexOf(term); at !== -1; at = line.indexOf(term, at + 1)) {
    if (!parted || at === 0 || !/[\p{L}\p{N}]/u.test(line[at - 1] ?? '')) return at;
  }
  return -1;
}

function around(line: string, at: number): string {
  const trimmed = line.trim();
  if (trimmed.length <= longestLine) return trimmed;
  const start = Math.max(0, Math.min(at - 40, line.length - longestLine));
  const cut = line.slice(start, start + longestLine).trim();
  return `${start > 0 ? '…' : ''}${cut}${start + longestLine < line.length ? '…' : ''}`;
}
