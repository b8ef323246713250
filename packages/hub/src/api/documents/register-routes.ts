import { type OperationName, operations } from '@specwright/core/operations/operations.ts';
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
  measurements: 'What was measured of metrics, the newest first',
  'sign-offs': 'The sign-offs that people gave and how long each was waited for, the newest first',
  decisions: 'What was decided about all documents, the newest first',
};

/** Every other key is a filter on a field of the rows: `impact=High&owner=ada`; one that comes several times lets each of its values through. */
const value = z.string().max(500);
const query = z
  .object({
    workspace: z.string().max(100).nullable().default(null),
    document: z.string().max(100).nullable().default(null),
    cursor: z.string().max(2_000).nullable().default(null),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    status: value.nullable().default(null).describe('Of the document'),
    template: value.nullable().default(null).describe('Of the document'),
  })
  .catchall(z.union([value, z.array(value).max(50)]));

/** What all documents say together, of those that the caller may read. */
export const registerRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  for (const [name, summary] of Object.entries(summaries))
    app.get(`/${name}`, {
      config: { action: 'read document', ...(isVerb(name) ? { verb: name } : {}) },
      schema: {
        tags: ['Registers'],
        summary,
        querystring: query,
        response: { 200: registerPage(name as RegisterName) },
      },
      handler: async (request) => {
        const caller = await callerOf(request);
        const today = new Date().toISOString().slice(0, 10);
        const { workspace, document, cursor, limit, status, template, ...rest } = request.query;
        const fields = Object.entries(rest).map(([field, values]) => ({ field, values: [values].flat() }));
        const page = { cursor, limit, today };
        const question = { register: name as RegisterName, workspace, document, status, template, fields, ...page };
        const found = await asked(() => readRegister(database.queries, caller, question));
        // The rows are core's, as they were when each document was projected.
        return found as z.input<ReturnType<typeof registerPage>>;
      },
    });
};

function isVerb(name: string): name is RegisterName & OperationName {
  return operations.some((one) => one.name === name);
}
