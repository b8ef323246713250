import { editDistance } from '@specwright/core/text/nearest.ts';
import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { searchWord } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { conditionsFor, type Wanted, whole } from './conditions.ts';
import { fromIndexed } from './indexed.ts';
import { printQuery, type SearchTerm } from './search-query.ts';
import { trigramsOf } from './trigrams.ts';
import { foldWord } from './words.ts';

/** How many words that are like a mistyped one are tried. */
const mostTried = 5;
/** How many words that share letters with it are looked at. */
const mostLikeIt = 20_000;

/**
 * Queries with words that documents hold instead of words that none holds, at most three. Each finds a document that the caller
 * may read, so no word tells what stands in others.
 */
export async function suggestQueries(queries: Queries, caller: Caller, wanted: Wanted): Promise<string[]> {
  const { terms } = wanted.query;
  const likely: SearchTerm[][] = [];
  for (const term of terms) likely.push(await likelyTerms(queries, term));
  const most = Math.min(mostTried, Math.max(0, ...likely.map((others) => others.length)));
  const suggestions: string[] = [];
  for (let turn = 0; turn < most && suggestions.length < 3; turn += 1) {
    const query = { terms: terms.map((term, place) => likely[place]?.[turn] ?? likely[place]?.[0] ?? term) };
    if (await findsAny(queries, caller, { ...wanted, query })) suggestions.push(printQuery(query));
  }
  return [...new Set(suggestions)];
}

/** The term with words like its own, the likeliest first; none when its word is known, or it is more than a word. */
async function likelyTerms(queries: Queries, term: SearchTerm): Promise<SearchTerm[]> {
  if (term.kind !== 'word' || term.not || !/^[\p{L}\p{M}\p{N}]{3,30}$/u.test(term.text)) return [];
  const word = foldWord(term.text);
  const trigrams = trigramsOf(word);
  const { rows } = await queries.execute<{ word: string }>(sql`
    select word from (
      select ${searchWord.word} as word, ${searchWord.trigrams} as trigrams from ${searchWord}
      where ${searchWord.trigrams} && ${sql.param(trigrams)}::text[]
        and length(${searchWord.word}) between ${word.length - 2} and ${word.length + 12}
      limit ${mostLikeIt}
    ) alike
    group by word, trigrams
    order by cardinality(array(select unnest(trigrams) intersect select unnest(${sql.param(trigrams)}::text[])))::float8
      / (cardinality(trigrams) + ${trigrams.length}) desc, word
    limit 50`);
  if (rows.some((row) => row.word === word)) return [];
  return rows
    .flatMap((row) => {
      const distance = row.word.includes(word)
        ? 1
        : editDistance(row.word, word, Math.max(1, Math.floor(word.length / 3)));
      return distance === null ? [] : [{ word: row.word, distance }];
    })
    .sort((a, b) => a.distance - b.distance)
    .map((other): SearchTerm => ({ ...term, text: other.word, prefix: false }));
}

async function findsAny(queries: Queries, caller: Caller, wanted: Wanted): Promise<boolean> {
  const conditions = await conditionsFor(queries, caller, wanted);
  const { rows } = await queries.execute(sql`select 1 from ${fromIndexed} where ${whole(conditions)} limit 1`);
  return rows.length > 0;
}
