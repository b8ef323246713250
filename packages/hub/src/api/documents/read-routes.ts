import { documentData } from '@specwright/core/document/data.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { finding, gate, standing } from './answers.ts';
import type { DocumentPorts } from './ports.ts';
import { params, written, writtenOf } from './shapes.ts';
import { standingOf } from './standing.ts';

const tags = ['Documents'];

/** What a document says, and where it stands. */
export const readRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.get('/documents/:id', {
    config: { action: 'read document', verb: 'verify' },
    schema: {
      tags,
      summary: 'A document as typed data, with its status, sign-offs and next gate',
      params,
      response: {
        200: written.extend({
          title: z.string(),
          data: z.unknown().describe('As the JSON Schema of its template has it'),
          standing,
        }),
      },
    },
    handler: async (request) => {
      const stored = await path.read(await callerOf(request), request.params.id);
      const { bound } = stored;
      const title = bound.title?.text ?? stored.row.file;
      return { ...writtenOf(stored), title, data: documentData(bound), standing: standingOf(stored.opened) };
    },
  });

  app.get('/documents/:id/findings', {
    config: { action: 'read document', verb: 'check' },
    schema: { tags, summary: 'What the rules find in it', params, response: { 200: z.array(finding) } },
    handler: async (request) => {
      const { report } = await path.read(await callerOf(request), request.params.id);
      return report.diagnostics.map(({ code, severity, message, address, range, fixes }) => ({
        ...{ code, severity, message, address, range, fixes },
      }));
    },
  });

  app.get('/documents/:id/gates', {
    config: { action: 'read document', verb: 'gates' },
    schema: {
      tags,
      summary: 'What it is, and what is missing before each next state',
      params,
      response: { 200: z.object({ status: z.string().nullable(), gates: z.array(gate) }) },
    },
    handler: async (request) => {
      const { opened } = await path.read(await callerOf(request), request.params.id);
      const { status, gates } = standingOf(opened);
      return { status, gates };
    },
  });
};
