import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { exportBundle } from '../../audit/export-bundle.ts';
import type { Database } from '../../database/database.ts';
import { workspaceOf } from '../../documents/workspaces.ts';
import { demand } from '../../rights/demand.ts';
import { placeOf, workspaceNamed } from '../../rights/places.ts';
import { Problem } from '../../rights/problem.ts';
import { callerAt } from '../route-action.ts';
import { recorded } from '../sign-in/recorded.ts';

/** What the routes about the journal need of the hub. */
export interface AuditPorts {
  readonly database: Database;
  now(): Date;
}

/** Bundles that are written at once; each holds a connection to the database until it was taken. */
const mostAtOnce = 2;

/** Everything that proves a workspace or a document, in one file for `specwright verify-bundle`. */
export const bundleRoutes: FastifyPluginAsyncZod<AuditPorts> = async (app, ports) => {
  const { database, now } = ports;
  const { queries } = database;
  let running = 0;

  app.get('/workspaces/:workspace/bundle', {
    config: { action: 'see audit' },
    schema: {
      tags: ['Journal'],
      summary:
        'Texts, histories, rules and journal of what you may read of a workspace, which prove themselves without the hub',
      params: z.object({ workspace: z.string().min(1).max(100) }),
      querystring: z.object({ document: z.string().max(100).nullable().default(null) }),
      produces: ['application/jsonl'],
    },
    handler: async (request, reply) => {
      const caller = callerAt(request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      await demand(queries, caller, 'see audit', { workspace });
      const { document } = request.query;
      if (document !== null && (await placeOf(queries, caller, document)).workspace !== workspace)
        throw new Problem('not-found', 'The workspace has no such document that you may see');
      if (running >= mostAtOnce)
        throw new Problem('too-many-attempts', 'Other bundles are being written', { retryAfter: 30 });
      const done = { what: 'see audit', details: { deed: 'took a bundle' }, on: { workspace, document } } as const;
      const { name } = await recorded(ports, request, caller, done, (queries) => workspaceOf(queries, workspace));
      running += 1;
      const lines = Readable.from(exportBundle(database, { workspace, document, caller }, now()));
      lines.once('close', () => {
        running -= 1;
      });
      const file = document === null ? name : `${name}-${document.slice(0, 12)}`;
      return reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}.bundle"`)
        .send(lines);
    },
  });
};
