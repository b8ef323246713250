import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../rights/problem.ts';
import { happeningKinds } from '../../telling/outbox.ts';
import { type Outside, reachProblem } from '../../telling/post.ts';
import { changeWebhook, makeWebhook, removeWebhook, rotateSecret, webhooksOf } from '../../telling/webhooks.ts';
import { id, moment } from '../sign-in/shapes.ts';
import { action, demandThere, managed, managing } from './managed-webhooks.ts';
import type { TellingPorts } from './ports.ts';

const tags = ['Webhooks'];
const ofWorkspace = z.object({ workspace: z.string().min(1).max(100) });
const params = ofWorkspace.extend({ id });
const secret = z.object({ secret: z.string().describe('Shown this once; what comes is signed with it') });
const kinds = z.array(z.enum(happeningKinds)).max(20).describe('What it is told; everything when empty');
const url = z.string().min(1).max(2_000).describe('https: on the public network');
const none = { 204: z.null() };

/** How long the old secret signs beside the new one, ms. */
const overlap = 24 * 3_600_000;

/** Programs that are told what happens in a workspace, as far as whoever looks after them may read (Standard Webhooks). */
export const webhookRoutes: FastifyPluginAsyncZod<TellingPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/workspaces/:workspace/webhooks', {
    config: { action },
    schema: {
      ...{ tags, summary: 'The webhooks of a workspace', params: ofWorkspace },
      response: {
        200: z.array(
          z.object({
            ...{ id, url: z.string(), kinds: z.array(z.string()), createdAt: moment },
            account: z.string().describe('Who looks after it: it is told what they may read'),
            failingSince: moment.nullable(),
            on: z.boolean(),
            offWhy: z.string().nullable().describe('Why the hub switched it off'),
          }),
        ),
      },
    },
    handler: async (request) => {
      const found = await webhooksOf(queries, await managed(queries, request));
      return found.map((one) => ({ ...one, kinds: [...one.kinds] }));
    },
  });

  app.post('/workspaces/:workspace/webhooks', {
    config: { action },
    schema: {
      ...{
        tags,
        summary: 'Set a webhook up',
        params: ofWorkspace,
        body: z.strictObject({ url, kinds: kinds.default([]) }),
      },
      response: { 201: secret.extend({ id }) },
    },
    handler: async (request, reply) => {
      await managed(queries, request);
      await demandReachable(request.body.url, ports.outside);
      const details = { deed: 'set up', to: hostOf(request.body.url) };
      const made = await managing(ports, request, details, (queries, { workspace, caller }) =>
        makeWebhook(queries, { ...request.body, workspace, account: caller.account }),
      );
      return reply.status(201).send(made);
    },
  });
  await changes(app, ports);
};

const changes: FastifyPluginAsyncZod<TellingPorts> = async (app, ports) => {
  app.patch('/workspaces/:workspace/webhooks/:id', {
    config: { action },
    schema: {
      ...{ tags, summary: 'Change a webhook, or switch it on or off; from then on you look after it', params },
      body: z.strictObject({ url: url.optional(), kinds: kinds.optional(), on: z.boolean().optional() }),
      response: none,
    },
    handler: async (request, reply) => {
      await managed(ports.database.queries, request);
      const change = request.body;
      if (change.url !== undefined) await demandReachable(change.url, ports.outside);
      const { id } = request.params;
      const to = change.url === undefined ? null : hostOf(change.url);
      const details = { deed: 'changed', webhook: id, to, on: change.on ?? null };
      await managing(ports, request, details, async (queries, { workspace, caller }) =>
        demandThere(await changeWebhook(queries, workspace, id, { account: caller.account, change })),
      );
      return reply.status(204).send(null);
    },
  });

  app.delete('/workspaces/:workspace/webhooks/:id', {
    config: { action },
    schema: { tags, summary: 'Take a webhook away', params, response: none },
    handler: async (request, reply) => {
      const { id } = request.params;
      await managing(ports, request, { deed: 'taken away', webhook: id }, async (queries, { workspace }) =>
        demandThere(await removeWebhook(queries, workspace, id)),
      );
      return reply.status(204).send(null);
    },
  });

  app.post('/workspaces/:workspace/webhooks/:id/secret', {
    config: { action },
    schema: {
      ...{ tags, summary: 'Give it another secret; for a day both sign', params },
      response: { 201: secret },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const details = { deed: 'signs anew', webhook: id };
      const secret = await managing(ports, request, details, async (queries, { workspace }) => {
        const made = await rotateSecret(queries, workspace, id, overlap);
        demandThere(made !== null);
        return made;
      });
      return reply.status(201).send({ secret });
    },
  });
};

async function demandReachable(text: string, outside: Outside): Promise<void> {
  const message = await reachProblem(text, { ...outside, timeout: 5_000 });
  if (message === null) return;
  throw new Problem('invalid-body', 'Nothing can be told to this address', {
    hint: 'Give an https: address on the public network',
    fields: [{ field: 'url', message }],
  });
}

/** What the journal keeps of an address: the rest of it may be a secret. */
function hostOf(url: string): string {
  return new URL(url).host;
}
