import type { OperationContext, Skipped } from './context.ts';
import { type Condition, meets } from './document-query.ts';
import { listed, valuesOf } from './list.ts';
import type { Operation } from './operation.ts';
import type { FoundDocument } from './search/found-document.ts';
import { rankDocuments, type SearchedDocument } from './search/rank-documents.ts';
import { searchTerms } from './search/search-terms.ts';
import { spotsAt, spotsOf } from './search/spots.ts';

export interface SearchInput {
  /** What is looked for; words in quotes belong together. A word is found at the beginning of words. */
  readonly words: string;
  /** The names of the field's path that is to hold them; null to look everywhere. */
  readonly field: readonly string[] | null;
  /** Conditions that documents must meet besides. */
  readonly where: readonly Condition[];
  /** The most documents that are given. */
  readonly limit: number;
}

export interface SearchOutput {
  /** Best first. */
  readonly documents: readonly FoundDocument[];
  /** How many there are, those over the limit included. */
  readonly found: number;
  /** True when no document has the field. */
  readonly unknownField: boolean;
  readonly skipped: readonly Skipped[];
}

/** Documents that hold some words; those with all of them, and in the more telling places, first. */
export const search: Operation<SearchInput, SearchOutput> = {
  input: (zod) => {
    const path = zod.array(zod.string().max(200)).min(1).max(20);
    const operator = zod.enum(['=', '!=', '<', '>', '<=', '>=', '~', 'present']);
    return zod.object({
      words: zod.string().min(1).max(400).describe('Words to look for; "words in quotes" belong together'),
      field: path.nullable().describe('Path of the field that is to hold them, such as ["risks", "mitigation"]'),
      where: zod.array(zod.object({ path, operator, value: zod.string() })).max(20),
      limit: zod.number().int().min(1).max(200).describe('The most documents to give; 20 suits most'),
    });
  },

  async run(context: OperationContext, { words, field, where, limit }): Promise<SearchOutput> {
    const skipped: Skipped[] = [];
    const terms = searchTerms(words);
    const searched: SearchedDocument[] = [];
    let known = field === null;
    for (const { bound } of await context.documents.open((file) => skipped.push(file))) {
      const spots = field === null ? spotsOf(bound) : spotsAt(bound, field);
      known ||= spots.length > 0;
      const document = listed(bound);
      const { file, id, title, status } = document;
      if (where.every((condition) => meets(valuesOf(document, condition.path) ?? [], condition)))
        searched.push({ file, id, title, status, ...terms.lookInto(spots, bound.source.lines) });
    }
    const found = rankDocuments(searched, terms.count);
    return { documents: found.slice(0, limit), found: found.length, unknownField: !known, skipped };
  },
};
