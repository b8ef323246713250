import type { ActOutput } from '@specwright/core/operations/act.ts';
import { applySuggestion } from '@specwright/core/operations/apply-suggestion.ts';
import { archive } from '@specwright/core/operations/archive.ts';
import { assign } from '@specwright/core/operations/assign.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { delegate } from '@specwright/core/operations/delegate.ts';
import type { HistoryContext } from '@specwright/core/operations/history-context.ts';
import { hold } from '@specwright/core/operations/hold.ts';
import { measure } from '@specwright/core/operations/measure.ts';
import { move } from '@specwright/core/operations/move.ts';
import type { Operation } from '@specwright/core/operations/operation.ts';
import type { OperationName } from '@specwright/core/operations/operations.ts';
import { reply } from '@specwright/core/operations/reply.ts';
import { resolveThread } from '@specwright/core/operations/resolve-thread.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { waive } from '@specwright/core/operations/waive.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Action } from '../../rights/actions.ts';
import type { DocumentPorts } from './ports.ts';
import { demandDone, params, revision, written, writtenOf } from './shapes.ts';

const maybeRevision = revision.nullable().default(null);

/** The verbs that record something, as core has them. */
const verbs: readonly Verb[] = [
  verb('sign', 'sign', 'Sign in a role, bound to the text that was shown', sign),
  verb('move', 'move', 'Move to another state when its gate is met', move),
  verb('assign', 'assign', 'Say who answers for it, and by when', assign),
  verb('hold', 'hold', 'Put it on hold, or take it up again', hold),
  verb('delegate', 'delegate', 'Let somebody act for a role you hold', delegate),
  verb('waive', 'waive', 'Let a gate pass without something, with a reason', waive),
  verb('archive', 'archive', 'End the work on it', archive),
  verb('comment', 'comment', 'Open a thread about a part', comment),
  verb('reply', 'reply', 'Answer in a thread', reply),
  verb('resolve-thread', 'resolve thread', 'Close a thread', resolveThread),
  verb('apply-suggestion', 'apply suggestion', 'Put what a thread suggests into the newest text', applySuggestion),
  verb('measure', 'measure', 'Record what a metric measures now', measure),
];

/** What people decide and say about a document. */
export const actRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  for (const { name, action, summary, input, run } of verbs) {
    app.post(`/documents/:id/${name}`, {
      config: { action, verb: name },
      schema: {
        tags: ['Lifecycle'],
        summary,
        params,
        // What edits the text says which text it edits.
        body: input.extend({ revision: action === 'apply suggestion' ? revision : maybeRevision }),
        response: { 200: written.extend({ event: z.string(), status: z.string().nullable() }) },
      },
      handler: async (request) => {
        const { revision: base, ...given } = request.body as unknown as Given;
        const caller = await callerOf(request);
        const asked = askedFor(action, given);
        const { output, document } = await path.act(
          caller,
          request.params.id,
          { action: asked, base },
          async (context) => {
            const done = await run(context, { ...given, dryRun: false });
            demandDone(done);
            return done;
          },
        );
        const { event, status } = output as Extract<ActOutput, { kind: 'done' }>;
        return { ...writtenOf(document), event: event.id, status: status.state };
      },
    });
  }
};

interface Given {
  readonly revision: string | null;
  readonly override?: unknown;
  readonly suggestion?: unknown;
}

/** What needs a right of its own beside the verb's. */
function askedFor(action: Action, { override, suggestion }: Omit<Given, 'revision'>): Action {
  if (action === 'move' && override != null) return 'override';
  return action === 'comment' && suggestion != null ? 'suggest' : action;
}

interface Verb {
  readonly name: OperationName;
  readonly action: Action;
  readonly summary: string;
  readonly input: z.ZodObject;
  run(context: HistoryContext, input: object): Promise<ActOutput>;
}

function verb<Input>(
  name: OperationName,
  action: Action,
  summary: string,
  operation: Operation<Input, ActOutput, HistoryContext>,
): Verb {
  const input = (operation.input(z) as unknown as z.ZodObject).omit({ dryRun: true });
  return { name, action, summary, input, run: (context, given) => operation.run(context, given as Input) };
}
