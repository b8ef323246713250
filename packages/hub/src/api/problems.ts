import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { goneIn } from '../database/gone.ts';
import { type FieldProblem, Problem } from '../rights/problem.ts';

/** What is answered instead of a result: RFC 9457. */
export const problemBody = z.object({
  type: z.string().describe('An address whose end names the kind'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  hint: z.string().optional().describe('What to do next'),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

/** A problem of the way in which something was asked, or of the hub itself; those of what was asked are `Problem`s. */
interface Answer extends Omit<Readonly<z.infer<typeof problemBody>>, 'hint' | 'fields'> {
  readonly hint?: string;
  readonly fields?: readonly FieldProblem[];
  readonly retryAfter?: number;
  /** What whoever runs the hub has to know of. */
  readonly ours?: boolean;
}

/** Answers with the problem that an error tells of; what is the hub's own fault is logged, once, and shown without its reasons. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { retryAfter, ours, ...body } = answerTo(error);
  if (ours === true) request.log.error({ err: error }, body.title);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (body.status === 401) reply.header('www-authenticate', 'Bearer');
  // Hijacked or half-sent answers cannot be taken back.
  if (reply.raw.headersSent) return;
  void reply
    .status(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body);
}

/** The answer to who asks for an address that leads nowhere. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): void {
  const detail = `Nothing answers ${request.method} at this address`;
  answerError(new Problem('not-found', detail, { hint: '/api lists what can be asked' }), request, reply);
}

function answerTo(error: unknown): Answer {
  if (error instanceof Problem) return answerToProblem(error);
  const gone = goneIn(error);
  if (gone !== null) {
    const title = gone.reason === 'full' ? 'The database has no room' : 'The database does not answer';
    const undone = gone.work === 'undone';
    return {
      ...{ type: '/problems/database-gone', title, status: 503, retryAfter: 5, ours: true },
      detail: undone ? 'Nothing of what was asked was done' : 'Whether what was asked was done is not known',
      hint: undone ? 'Send it again in a moment' : 'Read what is there before you send it again',
    };
  }
  if (hasZodFastifySchemaValidationErrors(error))
    return answerToProblem(
      new Problem('invalid-body', 'Some of what was sent is not as it must be', { fields: fieldsOf(error) }),
    );
  const known = frameworkProblem(error);
  if (known !== null) return known;
  return {
    ...{ type: '/problems/hub-failed', title: 'The hub itself failed', status: 500, ours: true },
    ...{ detail: 'It is no fault of what was asked', hint: 'Whoever runs the hub finds the reason in its log' },
  };
}

function answerToProblem(problem: Problem): Answer {
  const { kind, title, status, message, hint, fields, retryAfter, members, cause } = problem;
  return {
    ...members,
    ...{ type: `/problems/${kind}`, title, status, detail: message },
    ...(hint === null ? {} : { hint }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(retryAfter === null ? {} : { retryAfter }),
    // What others failed at, a provider of sign-ins say, has its reasons in the log alone.
    ...(status >= 500 || cause !== undefined ? { ours: true } : {}),
  };
}

type Validated = Extract<Parameters<typeof hasZodFastifySchemaValidationErrors>[0], unknown>;

function fieldsOf(error: Validated): FieldProblem[] {
  const { validation, validationContext } = error as FastifyError;
  const found = (validation ?? []).map(({ instancePath, message }) => ({
    field: instancePath.split('/').slice(1).join('.') || (validationContext ?? 'body'),
    message: message ?? 'is not valid',
  }));
  return found.slice(0, 100);
}

/** What Fastify refuses by itself; null for errors that are none of its refusals. */
function frameworkProblem(error: unknown): Answer | null {
  if (!(error instanceof Error)) return null;
  const { statusCode: status = 500, code = '' } = error as FastifyError;
  const kind = refusals[status];
  if (kind === undefined || !code.startsWith('FST_')) return null;
  return { type: `/problems/${kind.kind}`, title: kind.title, status, detail: kind.detail };
}

const refusals: Readonly<Record<number, { readonly kind: string; readonly title: string; readonly detail: string }>> = {
  400: { kind: 'invalid-body', title: 'What was sent is not valid', detail: 'The request cannot be read as JSON' },
  404: { kind: 'not-found', title: 'There is no such thing, or you may not see it', detail: 'Nothing is here' },
  413: { kind: 'too-large', title: 'What was sent is too large', detail: 'A request holds at most 8 MB' },
  415: { kind: 'unknown-format', title: 'What was sent has an unknown format', detail: 'Send application/json' },
  503: { kind: 'stopping', title: 'The hub is stopping', detail: 'Nothing of what was asked was done' },
};
