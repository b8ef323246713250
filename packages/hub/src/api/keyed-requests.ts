import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, lt, type SQL } from 'drizzle-orm';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database, Queries } from '../database/database.ts';
import { keyedRequest } from '../database/tables/requests.ts';
import { Problem } from '../rights/problem.ts';

/** The name under which a request was begun, and nobody else may begin it. */
type Named = Pick<typeof keyedRequest.$inferInsert, 'account' | 'route' | 'key'>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while a request with a key is answered for the first time. */
    named: Named | null;
  }
}

/** How long answers are kept, hours. */
const keptHours = 24;
/** After so long the hub that answered is taken for dead, ms. */
const longestAnswer = 60_000;

/**
 * Lets clients give the requests of an application's routes a key (`Idempotency-Key`): sent again, one is answered as it was, and done
 * once. Of what failed nothing was done, so it may be sent again under the same key. Not for routes whose answers hold a secret.
 */
export function nameRequests(app: FastifyInstance, { queries }: Database): void {
  app.decorateRequest('named', null);
  app.addHook('preHandler', async (request, reply) => {
    const named = nameOf(request);
    if (named === null) return;
    const digest = sha256Of(JSON.stringify([request.headers['if-match'] ?? null, request.body ?? null]));
    const begun = await queries
      .insert(keyedRequest)
      .values({ ...named, digest })
      .onConflictDoNothing()
      .returning();
    if (begun.length > 0) {
      request.named = named;
      return;
    }
    const { status, answer } = await firstAnswer(queries, named, digest);
    reply.header('idempotent-replayed', 'true').status(status);
    return reply.type('application/json; charset=utf-8').serializer(String).send(answer);
  });
  app.addHook('onSend', async ({ named }, reply, payload) => {
    if (named === null) return;
    if (reply.statusCode >= 400) await queries.delete(keyedRequest).where(isNamed(named));
    else {
      const answer = typeof payload === 'string' ? payload : null;
      await queries.update(keyedRequest).set({ status: reply.statusCode, answer }).where(isNamed(named));
    }
  });
}

/** Drops keys that may be used anew; a job does it once a day. */
export async function forgetKeys(queries: Queries, now: Date): Promise<void> {
  await queries.delete(keyedRequest).where(lt(keyedRequest.at, new Date(now.getTime() - keptHours * 3_600_000)));
}

function nameOf({ method, url, headers, caller }: FastifyRequest): Named | null {
  const key = headers['idempotency-key'];
  if (key === undefined || method !== 'POST' || caller === null) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/u.test(key))
    throw new Problem('invalid-body', 'The idempotency key is none', {
      fields: [{ field: 'idempotency-key', message: 'must be 1 to 200 printable characters without spaces' }],
    });
  return { account: caller.account, route: `${method} ${url}`.slice(0, 2_000), key };
}

async function firstAnswer(
  queries: Queries,
  named: Named,
  digest: string,
): Promise<{ readonly status: number; readonly answer: string | null }> {
  const [first] = await queries.select().from(keyedRequest).where(isNamed(named));
  if (first !== undefined && first.digest !== digest)
    throw new Problem('conflict', 'The idempotency key was given to something else before', {
      hint: 'Give each request a key of its own',
    });
  if (first !== undefined && first.status !== null) return { status: first.status, answer: first.answer };
  const isDead = first !== undefined && Date.now() - first.at.getTime() > longestAnswer;
  throw new Problem(
    'conflict',
    isDead ? 'Whether this was done is not known: the hub died meanwhile' : 'The same request is being answered',
    isDead
      ? { hint: 'Read what is there, and send what is missing with another key' }
      : { hint: 'Send it again in a moment', retryAfter: 1 },
  );
}

function isNamed({ account, route, key }: Named): SQL {
  return and(eq(keyedRequest.account, account), eq(keyedRequest.route, route), eq(keyedRequest.key, key)) as SQL;
}
