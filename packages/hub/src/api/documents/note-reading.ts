import type { FastifyInstance } from 'fastify';
import type { NoteReading } from '../../audit/readings.ts';
import type { Action } from '../../rights/actions.ts';

const reading: ReadonlySet<Action | undefined> = new Set(['read document', 'see history', 'export document'] as const);

/** Lets it be noted, before the answer goes out, that somebody is given what a document says. */
export function noteAnswers(app: FastifyInstance, note: NoteReading): void {
  app.addHook('onSend', async ({ caller, routeOptions, params }, reply) => {
    const { action } = routeOptions.config;
    const { id } = params as { readonly id?: string };
    if (caller === null || action === undefined || id === undefined) return;
    if (reading.has(action) && reply.statusCode === 200) await note(caller, id, action);
  });
}
