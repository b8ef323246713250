import { threads } from '@specwright/core/operations/threads.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { react, reactionSigns, reactionsOn } from '../../review/reactions.ts';
import { mentionedIn } from '../../telling/mentions.ts';
import type { DocumentPorts } from './ports.ts';
import { threadPage } from './review-answers.ts';
import { demandTold, params } from './shapes.ts';

const tags = ['Review'];

/** What is talked about in a document. Threads are opened, answered and closed by the verbs that record something. */
export const threadRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { path, database, deeds, callerOf } = ports;
  app.get('/documents/:id/threads', {
    config: { action: 'read document', verb: 'threads' },
    schema: {
      ...{ tags, summary: 'Its threads, each where it stands in the text of today', params },
      querystring: z.object({
        open: z.stringbool().default(false).describe('Only those that are open'),
        blocking: z.stringbool().default(false).describe('Only those that stand in the way of an approval'),
        mine: z.stringbool().default(false).describe('Only those in which you said something'),
        address: z.string().min(1).max(1_000).nullable().default(null).describe('Only those at this part or below it'),
        cursor: z.string().max(100).nullable().default(null).describe('The id of the last thread that you have'),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: { 200: threadPage },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { mine, cursor, ...wanted } = request.query;
      const stored = await path.read(caller, request.params.id);
      const who = mine ? caller.actor.id : null;
      const output = await threads.run(path.contextOf(stored, caller), { ...wanted, who, after: cursor });
      demandTold(output);
      const events = output.threads.flatMap(({ entries }) => entries.map(({ event }) => event));
      const signs = await reactionsOn(database.queries, caller, stored.row.id, events);
      const told = [];
      for (const { entries, ...thread } of output.threads) {
        const said = [];
        for (const { text, ...entry } of entries) {
          const mentions = text?.includes('@') === true ? await mentionedIn(database.queries, text) : [];
          said.push({ ...entry, text, mentions, reactions: signs.get(entry.event) ?? [] });
        }
        told.push({ ...thread, entries: said });
      }
      return { revision: output.revision, threads: told, next: output.more ? (told.at(-1)?.id ?? null) : null };
    },
  });

  const said = params.extend({
    event: z.string().regex(/^[0-9a-f]{64}$/u),
    sign: z.enum(reactionSigns),
  });
  for (const { method, on, summary } of [
    { method: 'PUT', on: true, summary: 'Put your sign on something that was said' },
    { method: 'DELETE', on: false, summary: 'Take your sign back' },
  ] as const) {
    app.route({
      method,
      url: '/documents/:id/events/:event/reactions/:sign',
      config: { action: 'react' },
      schema: { tags, summary, params: said, response: { 204: z.null() } },
      handler: async (request, reply) => {
        const { id, event, sign } = request.params;
        await react(deeds, await callerOf(request), { document: id, event, sign }, on);
        return reply.status(204).send(null);
      },
    });
  }
};
