import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { workspace } from '../../database/tables/documents.ts';
import { Problem } from '../../rights/problem.ts';
import { readableWorkspaces } from '../../rights/right-on.ts';
import { TooBroad } from '../../search/ask.ts';
import type { Filter } from '../../search/conditions.ts';
import { BadCursor } from '../../search/cursor.ts';
import { facetsOf } from '../../search/facets.ts';
import { listDocuments, sortKeys } from '../../search/list-documents.ts';
import { searchDocuments } from '../../search/search-documents.ts';
import { parseQuery } from '../../search/search-query.ts';
import { badCursor } from '../cursors.ts';
import { documentPage, facets, searchPage } from './list-answers.ts';
import type { DocumentPorts } from './ports.ts';

const tags = ['Documents'];

/** Every other key of the query is a filter on a field, and may come several times: `status=Draft&risks.impact=High`. */
const value = z.string().max(500);
const page = z
  .object({
    workspace: z.string().max(100).nullable().default(null),
    cursor: z.string().max(2_000).nullable().default(null),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .catchall(z.union([value, z.array(value).max(50)]));

const listQuery = page.extend({
  sort: z.enum(sortKeys).default('updated'),
  order: z.enum(['ascending', 'descending']).default('descending'),
});
const searchQuery = page.extend({
  q: z.string().max(2_000).describe('Words, "phrases", -without, status:review, risks.impact:high, in:goals'),
  sort: z.enum(['rank', 'updated']).default('rank'),
});

/** Lists of documents, and what is found in them. */
export const listRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  app.get('/workspaces', {
    config: { action: 'read workspace' },
    schema: {
      tags: ['Workspaces'],
      summary: 'The workspaces that you may see something of',
      response: { 200: z.array(z.object({ id: z.string(), name: z.string(), title: z.string() })) },
    },
    handler: async (request) =>
      database.queries
        .select({ id: workspace.id, name: workspace.name, title: workspace.title })
        .from(workspace)
        .where(readableWorkspaces(await callerOf(request)))
        .orderBy(workspace.name),
  });

  app.get('/documents', {
    config: { action: 'read document', verb: 'list' },
    schema: {
      tags,
      summary: 'Documents, filtered by any of their fields',
      querystring: listQuery,
      response: { 200: documentPage },
    },
    handler: async (request) => {
      const { workspace: within, cursor, limit, sort, order, ...rest } = request.query;
      const by = { by: sort, descending: order === 'descending' };
      const input = { workspace: within, cursor, limit, sort: by, filters: filtersOf(rest) };
      return asked(async () => listDocuments(database, await callerOf(request), input));
    },
  });

  app.get('/search', {
    config: { action: 'read document', verb: 'search' },
    schema: {
      tags,
      summary: 'Find documents by words and fields',
      querystring: searchQuery,
      response: { 200: searchPage },
    },
    handler: async (request) => {
      const { q: text, workspace: within, cursor, limit, sort, ...rest } = request.query;
      const input = { text, workspace: within, cursor, limit, sort, filters: filtersOf(rest) };
      return asked(async () => searchDocuments(database, await callerOf(request), input));
    },
  });

  app.get('/facets', {
    config: { action: 'read document' },
    schema: {
      tags,
      summary: 'How many documents there are of each status, author, template, role and month',
      querystring: page.extend({ q: z.string().max(2_000).default('') }),
      response: { 200: facets },
    },
    handler: async (request) => {
      const { q: text, workspace: within, cursor: _cursor, limit: _limit, ...rest } = request.query;
      const input = { query: parseQuery(text), workspace: within, filters: filtersOf(rest) };
      return asked(async () => facetsOf(database, await callerOf(request), input));
    },
  });
};

function filtersOf(rest: Readonly<Record<string, string | readonly string[]>>): Filter[] {
  return Object.entries(rest).flatMap(([key, values]) =>
    [values].flat().map((written): Filter => {
      const [, operator = '=', bare = written] = /^(<=|>=|<|>)(.*)$/su.exec(written) ?? [];
      return { key, operator: operator as Filter['operator'], value: bare };
    }),
  );
}

/** What was asked; problems of searches as `Problem`s. */
export async function asked<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TooBroad) {
      throw new Problem('too-many-attempts', 'This question takes too long', { hint: 'Ask for more, or rarer, words' });
    }
    throw error instanceof BadCursor ? badCursor() : error;
  }
}
