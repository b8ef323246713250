import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { chainEntries } from '../../audit/chain.ts';
import { type JournalQuestion, journalEntries } from '../../audit/journal.ts';
import type { Queries } from '../../database/database.ts';
import { demand } from '../../rights/demand.ts';
import { workspaceNamed } from '../../rights/places.ts';
import { writeCursor } from '../../search/cursor.ts';
import { placeIn } from '../cursors.ts';
import { callerAt } from '../route-action.ts';
import type { AuditPorts } from './bundle-routes.ts';

const tags = ['Journal'];
const order = 'journal';
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const asked = z.object({
  account: z.string().max(100).optional().describe('Who did it'),
  what: z.string().max(100).optional().describe('An action of the table of rights, or "sign in"'),
  document: z.string().max(100).optional(),
  from: moment.optional(),
  until: moment.optional().describe('Not itself'),
  cursor: z.string().max(2_000).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const text = z.string();
const entries = z.object({
  entries: z.array(
    z.object({
      position: z.number().int().nullable().describe('In the chain; null until it is chained, which takes a second'),
      ...{ id: text, at: text, what: text },
      who: z.object({ account: text.nullable(), actor: text.nullable(), name: text }),
      on: z.object({
        ...{ workspace: text.nullable(), document: text.nullable(), revision: text.nullable(), event: text.nullable() },
      }),
      from: z.object({ address: text.nullable(), agent: text.nullable(), via: text }),
      details: z.record(text, z.unknown()),
    }),
  ),
  next: text.nullable(),
});

/** Who did what, on what, when and from where. */
export const journalRoutes: FastifyPluginAsyncZod<AuditPorts> = async (app, { database }) => {
  const { queries } = database;

  app.get('/workspaces/:workspace/journal', {
    config: { action: 'see audit' },
    schema: {
      ...{ tags, summary: 'What was done in a workspace, newest first', querystring: asked },
      params: z.object({ workspace: z.string().min(1).max(100) }),
      response: { 200: entries },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      await demand(queries, caller, 'see audit', { workspace });
      return pageOf(queries, request.query, { workspace, caller });
    },
  });

  app.get('/journal', {
    config: { action: 'see audit of hub' },
    schema: {
      ...{ tags, summary: 'What was done on the hub, newest first' },
      querystring: asked.extend({ workspace: z.string().max(100).optional() }),
      response: { 200: entries },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      await demand(queries, caller, 'see audit of hub');
      const named = request.query.workspace;
      const workspace = named === undefined ? undefined : await workspaceNamed(queries, caller, named);
      return pageOf(queries, request.query, { workspace, caller });
    },
  });

  app.get('/journal/head', {
    config: { action: 'see audit of hub' },
    schema: {
      ...{ tags, summary: 'The newest place and hash of the chain: kept elsewhere, it proves every entry before' },
      response: { 200: z.object({ position: z.number().int(), hash: text }) },
    },
    handler: async (request) => {
      await demand(queries, callerAt(request), 'see audit of hub');
      return chainEntries(database);
    },
  });
};

async function pageOf(
  queries: Queries,
  { cursor, limit, ...filters }: z.infer<typeof asked>,
  of: Pick<JournalQuestion, 'workspace' | 'caller'>,
): Promise<z.infer<typeof entries>> {
  const before = placeIn(order, cursor, [0] as const)?.[0];
  const found = await journalEntries(queries, { ...filters, ...of, before, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(({ position, entry: { v: _, ...entry } }) => ({ position, ...entry })),
    next: found.length > limit && last !== undefined ? writeCursor(order, [last.sequence]) : null,
  };
}
