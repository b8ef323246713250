import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../rights/problem.ts';
import { entityTag } from './entity-tag.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, params, written, writtenOf } from './shapes.ts';

/** A document's text as a whole. Its entity tag is its revision (RFC 9110, section 8.8.3). */
export const textRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.post('/workspaces/:workspace/documents', {
    config: { action: 'create' },
    schema: {
      tags: ['Documents'],
      summary: 'Begin a document',
      params: inWorkspace,
      body: z.strictObject({ file: z.string().max(400), text: z.string() }),
      response: { 201: written },
    },
    handler: async (request, reply) => {
      const { file, text } = request.body;
      const caller = await callerOf(request);
      const made = await path.create(caller, request.params.workspace, { file, text, origin: 'written' });
      return reply.status(201).header('location', `/api/v1/documents/${made.row.id}`).send(writtenOf(made));
    },
  });

  app.get('/documents/:id/text', {
    config: { action: 'read document' },
    schema: { tags: ['Documents'], summary: 'The text as it is', params, response: { 200: z.string(), 304: z.null() } },
    handler: async (request, reply) => {
      const { row, text } = await path.readText(await callerOf(request), request.params.id);
      const tag = `"${row.revision}"`;
      reply.header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.status(304).send(null);
      return reply.type('text/markdown; charset=utf-8').send(text);
    },
  });

  app.put('/documents/:id/text', {
    config: { action: 'edit' },
    schema: {
      tags: ['Documents'],
      summary: 'Put a text in the place of the revision that If-Match names',
      params,
      headers: z.object({ 'if-match': z.string().optional() }),
      body: z.strictObject({ text: z.string() }),
      response: { 200: written },
    },
    handler: async (request, reply) => {
      const base = entityTag(request.headers['if-match']);
      if (base === null) {
        throw new Problem('invalid-body', 'Which revision this replaces has to be said', {
          hint: 'Send the header If-Match with the entity tag of the text that you changed',
          fields: [{ field: 'if-match', message: 'must be the entity tag of a text: 64 hex digits in quotes' }],
        });
      }
      const caller = await callerOf(request);
      const stored = await path.replace(caller, request.params.id, { base, text: request.body.text, via: 'api' });
      return reply.header('etag', `"${stored.row.revision}"`).send(writtenOf(stored));
    },
  });
};
