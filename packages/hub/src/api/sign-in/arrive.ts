import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOfSession, signOut } from '../../people/sessions.ts';
import { Problem } from '../../rights/problem.ts';
import { recorded } from './recorded.ts';
import { actor } from './shapes.ts';
import { keep, kept, type SignInPorts } from './who-asks.ts';

/** What is answered to who has just signed in. */
export const signedIn = z.object({ account: z.string(), actor, admin: z.boolean() });

/** Has a browser keep the secret of a session that was just proved; the session that it was in before ends. */
export async function arrive(
  ports: SignInPorts,
  fresh: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<z.infer<typeof signedIn>> {
  const { database, origin, now } = ports;
  const before = kept(request, origin);
  if (before !== null) await signOut(database.queries, before);
  const found = await callerOfSession(database.queries, fresh, now());
  if (found === null) throw new Problem('not-signed-in', 'The account has just ended');
  await recorded(ports, request, found.caller, { what: 'sign in', details: {} }, async () => {});
  keep(reply, origin, fresh);
  const { account, actor, admin } = found.caller;
  return { account, actor, admin };
}
