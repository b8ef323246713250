import type { FastifyInstance } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { codeOf } from '../postgres/cannot-start.ts';

export type { Logger };

/** The hub's log: one JSON object on a line, to standard error unless a place is given. */
export function openLog(level: string, to: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: withoutValues } }, to);
}

/** One line for each answer. Addresses stand there by their pattern, for names and queries may hold what is nobody's business. */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        ...{ method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode },
        ...{ ms: Math.round(reply.elapsedTime * 10) / 10, account: request.caller?.account },
      },
      'answered',
    );
  });
}

/** What the log keeps of an error. A database tells the values that were asked with, passwords' hashes among them. */
function withoutValues(error: unknown): object {
  const chain: object[] = [];
  for (let one = error; one instanceof Error && chain.length < 5; one = one.cause) {
    const message = 'params' in one ? 'A question to the database failed' : one.message.slice(0, 1_000);
    const stack = (one.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
    chain.push({ name: one.name, code: codeOf(one) ?? undefined, message, stack: stack.slice(0, 12).join('\n') });
  }
  return chain.length > 0 ? { chain } : { message: 'Something was thrown that is no error' };
}
