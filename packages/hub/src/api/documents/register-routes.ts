import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type RegisterName, readRegister } from '../../documents/read-registers.ts';
import { registerPage } from './list-answers.ts';
import { asked } from './list-routes.ts';
import type { DocumentPorts } from './ports.ts';

const summaries: Readonly<Record<RegisterName, string>> = {
  risks: 'The risks of all documents, the worst first',
  metrics: 'The success metrics of all documents',
  tasks: 'The tasks of all documents, what is not done first',
  'open-questions': 'The questions of all documents, what is not answered first',
  glossary: 'The terms that all documents define',
  stuck: 'Every open document and what it waits for: what should be decided by now, then what waits longest',
};

const query = z.object({
  workspace: z.string().max(100).nullable().default(null),
  document: z.string().max(100).nullable().default(null),
  cursor: z.string().max(2_000).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What all documents say together, of those that the caller may read. */
export const registerRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  for (const [name, summary] of Object.entries(summaries))
    app.get(`/${name}`, {
      config: { action: 'read document', verb: name as RegisterName },
      schema: {
        tags: ['Registers'],
        summary,
        querystring: query,
        response: { 200: registerPage(name as RegisterName) },
      },
      handler: async (request) => {
        const caller = await callerOf(request);
        const today = new Date().toISOString().slice(0, 10);
        const question = { ...request.query, register: name as RegisterName, today };
        const page = await asked(() => readRegister(database.queries, caller, question));
        // The rows are core's, as they were when each document was projected.
        return page as z.input<ReturnType<typeof registerPage>>;
      },
    });
};
