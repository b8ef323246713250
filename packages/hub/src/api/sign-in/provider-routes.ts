import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { beginOidc, finishOidc } from '../../people/oidc-sign-in.ts';
import { Problem } from '../../rights/problem.ts';
import { arrive } from './arrive.ts';
import { secret } from './shapes.ts';
import { demandOwnRequest, fromOf, keep, kept, type SignInPorts, somebody, trip } from './who-asks.ts';

const tags = ['Sign-in'];

/** Signing in at a provider: there and back. */
export const providerRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, origin, now } = ports;

  app.post('/sign-in/provider', {
    config: { public: true },
    schema: {
      tags,
      summary: 'Begin to sign in at the provider; go to the address that is answered',
      body: z.strictObject({
        returnTo: z.string().max(2_000).default('/'),
        link: secret.nullable().default(null).describe('What an invitation or a set-up ends with'),
        again: z.boolean().default(false).describe('Prove who acts in the session that asks'),
      }),
      response: { 200: z.object({ url: z.url() }) },
    },
    handler: async (request, reply) => {
      demandOwnRequest(request, origin);
      const { returnTo, link, again } = request.body;
      const session = again ? (await somebody(ports, request)).session : null;
      const { url, state } = await beginOidc(database.queries, providerOf(ports), { returnTo, link, session }, now());
      keep(reply, origin, state, trip);
      return { url: url.href };
    },
  });

  app.get('/sign-in/provider/callback', {
    config: { public: true },
    schema: { tags, summary: 'Where the provider sends people back to', hide: true },
    handler: async (request, reply) => {
      const state = kept(request, origin, trip);
      if (state === null)
        throw new Problem('link-spent', 'This browser has begun no sign-in', { hint: 'Begin again, with cookies on' });
      keep(reply, origin, null, trip);
      const provider = providerOf(ports);
      const back = new URL(provider.choices.callback);
      back.search = new URL(request.url, origin).search;
      const { secret, returnTo } = await finishOidc(database, provider, back, state, fromOf(request), now());
      await arrive(ports, secret, request, reply);
      return reply.redirect(returnTo, 303);
    },
  });
};

function providerOf({ oidc }: SignInPorts) {
  if (oidc === null) throw new Problem('not-found', 'Nobody signs in here at a provider', { hint: 'Use a password' });
  return oidc.provider;
}
