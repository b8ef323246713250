import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demand } from '../../rights/demand.ts';
import { Problem } from '../../rights/problem.ts';
import { choiceOf, choose } from '../../telling/choices.ts';
import { callerAt } from '../route-action.ts';
import { recorded } from '../sign-in/recorded.ts';
import type { TellingPorts } from './ports.ts';

const tags = ['Notifications'];

const choice = z.strictObject({
  digest: z
    .enum(['off', 'daily', 'weekdays'])
    .describe('When the mail comes that says what needs you and what is stuck'),
  hour: z.int().min(0).max(23).describe('Where you are'),
  zone: z.string().min(1).max(100).describe('A name of the time zone database: Europe/Berlin'),
});

/** How whoever asks wants to be told. */
export const choiceRoutes: FastifyPluginAsyncZod<TellingPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/me/telling', {
    config: { action: 'see notifications' },
    schema: { tags, summary: 'How you want the digest mail', response: { 200: choice } },
    handler: async (request) => {
      const caller = callerAt(request);
      await demand(queries, caller, 'see notifications');
      return choiceOf(queries, caller.account);
    },
  });

  app.put('/me/telling', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'Choose how you want the digest mail', body: choice, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const caller = callerAt(request);
      await demand(queries, caller, 'manage own account');
      const chosen = request.body;
      if (!isZone(chosen.zone))
        throw new Problem('invalid-body', `There is no time zone ${chosen.zone}`, {
          hint: 'Name one as Europe/Berlin or UTC',
          fields: [{ field: 'zone', message: 'must be a name of the time zone database' }],
        });
      const done = { what: 'manage own account', details: { deed: 'chose the digest mail', ...chosen } } as const;
      await recorded(ports, request, caller, done, (queries) => choose(queries, caller.account, chosen));
      return reply.status(204).send(null);
    },
  });
};

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
