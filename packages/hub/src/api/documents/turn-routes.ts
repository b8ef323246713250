import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Queries } from '../../database/database.ts';
import type { turn } from '../../database/tables/documents.ts';
import type { Action } from '../../rights/actions.ts';
import { demand } from '../../rights/demand.ts';
import { placeOf } from '../../rights/places.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';
import { nudge, snooze } from '../../telling/nudge.ts';
import { type ListedTurn, turnNamed, turnsFor } from '../../telling/turn-list.ts';
import { turn as turnShape } from './answers.ts';
import type { DocumentPorts } from './ports.ts';
import { params } from './shapes.ts';

const tags = ['Lifecycle'];
const nothing = { 204: z.null() };
const one = params.extend({ turn: z.string().regex(/^[0-9a-f]{64}$/u) });

const row = z.object({
  turn: turnShape.extend({ document: z.string(), since: z.date().nullable() }),
  key: z.string().describe('Names the turn, to nudge and to snooze'),
  title: z.string(),
  file: z.string(),
  nudged: z.object({ by: z.string().nullable(), at: z.date() }).nullable().describe('Who asked for it last'),
  snoozedUntil: z.date().nullable().describe('Until when you do not want to hear of it'),
}) satisfies z.ZodType<Omit<ListedTurn, 'turn'>>;

/** The longest that one does not want to hear of something, days. */
const longest = 366;

/** Who must act, over all documents that the caller may read; reminding them, and being left in peace. */
export const turnRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, callerOf } = ports;
  app.get('/turns', {
    config: { action: 'read document', verb: 'turns' },
    schema: {
      ...{ tags, summary: 'Who must act, on what, and why' },
      querystring: z.object({
        who: z.string().max(320).nullable().default(null).describe('Only the turns of this person, role or group'),
        mine: z.stringbool().default(false).describe('Only your own, without those that you snoozed'),
      }),
      response: { 200: z.array(row) },
    },
    handler: async (request) => turnsFor(database.queries, await callerOf(request), request.query, deeds.now()),
  });

  await deedRoutes(app, ports);
};

/** Does something about a turn in one transaction with its entry in the journal. Throws a `Problem` when the turn is over. */
function about(
  { database, deeds }: DocumentPorts,
  caller: Caller,
  { id, turn: key }: z.infer<typeof one>,
  action: Action,
  work: (queries: Queries, found: typeof turn.$inferSelect) => Promise<void>,
): Promise<void> {
  return database.transaction(async (queries) => {
    const place = await placeOf(queries, caller, id);
    await demand(queries, caller, action, place);
    const found = await turnNamed(queries, id, key);
    if (found === null) throw new Problem('not-found', "It is nobody's turn to do that", { hint: 'Look at `/turns`' });
    await work(queries, found);
    const { who, what } = found;
    await deeds.recorded(queries, { action, caller, workspace: place.workspace, document: id, details: { who, what } });
  });
}

const deedRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { deeds, callerOf } = ports;
  app.post('/documents/:id/turns/:turn/nudge', {
    config: { action: 'nudge' },
    schema: {
      tags,
      summary: 'Remind those whose turn it is; once a day, whoever asks',
      params: one,
      response: nothing,
    },
    handler: async (request, reply) => {
      const caller = await callerOf(request);
      await about(ports, caller, request.params, 'nudge', async (queries, found) => {
        const refused = await nudge(queries, caller, found);
        if (refused === null) return;
        const { message, hint } = refused;
        throw new Problem('conflict', message, hint === null ? {} : { hint });
      });
      return reply.status(204).send(null);
    },
  });

  app.put('/documents/:id/turns/:turn/snooze', {
    config: { action: 'snooze' },
    schema: {
      ...{ tags, summary: 'Leave a turn out of your own list and digest until a day', params: one },
      body: z.strictObject({ until: z.iso.date() }),
      response: nothing,
    },
    handler: async (request, reply) => {
      const caller = await callerOf(request);
      const until = dayAhead(request.body.until, deeds.now());
      await about(ports, caller, request.params, 'snooze', (queries, found) =>
        snooze(queries, caller.account, found, until),
      );
      return reply.status(204).send(null);
    },
  });

  app.delete('/documents/:id/turns/:turn/snooze', {
    config: { action: 'snooze' },
    schema: { tags, summary: 'Hear of a turn again', params: one, response: nothing },
    handler: async (request, reply) => {
      const caller = await callerOf(request);
      const now = deeds.now();
      await about(ports, caller, request.params, 'snooze', (queries, found) =>
        snooze(queries, caller.account, found, now),
      );
      return reply.status(204).send(null);
    },
  });
};

/** The beginning of a day, in UTC. Throws a `Problem` for one that is not ahead, or too far. */
function dayAhead(day: string, now: Date): Date {
  const until = new Date(`${day}T00:00:00Z`);
  const days = (until.getTime() - now.getTime()) / 86_400_000;
  if (days > 0 && days <= longest) return until;
  throw new Problem('invalid-body', `${day} is ${days > 0 ? 'too far ahead' : 'past'}`, {
    fields: [{ field: 'until', message: `must be a day within ${longest} days` }],
  });
}
