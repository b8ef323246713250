import { sha256Of } from '@specwright/core/text/hash.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../rights/problem.ts';
import { entityTag } from './entity-tag.ts';
import type { DocumentPorts } from './ports.ts';
import { companion, demandDone, followed, params, revision, written, writtenOf } from './shapes.ts';

const tags = ['Documents'];
const condition = z.object({ 'if-match': z.string().optional().describe('Of the file that it takes the place of') });

/** The files that a document is: how it is called, and the YAML file beside it. */
export const fileRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.put('/documents/:id/file', {
    config: { action: 'rename' },
    schema: {
      ...{ tags, summary: 'Give it another name within its workspace; history, rights and links go with it', params },
      body: z.strictObject({ file: z.string().max(400), revision }),
      response: { 200: written.extend(followed) },
    },
    handler: async (request) => {
      const { file, revision: base } = request.body;
      const caller = await callerOf(request);
      const { output, document, links } = await path.rename(caller, request.params.id, { base, file });
      demandDone(output);
      return { ...writtenOf(document), ...links };
    },
  });

  app.get('/documents/:id/companion', {
    config: { action: 'read document' },
    schema: { ...{ tags, summary: 'The YAML file beside it', params }, response: { 200: companion, 304: z.null() } },
    handler: async (request, reply) => {
      const { row } = await path.readText(await callerOf(request), request.params.id);
      const { companionFile: file, companionText: text } = row;
      if (file === null || text === null) throw new Problem('not-found', 'No file stands beside the document');
      const tag = `"${sha256Of(text)}"`;
      reply.header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.status(304).send(null);
      return reply.send({ file, text });
    },
  });

  app.put('/documents/:id/companion', {
    config: { action: 'edit' },
    schema: {
      ...{ tags, summary: 'Put a YAML file beside it, or in the place of the one that If-Match names', params },
      ...{ headers: condition, body: companion, response: { 200: written } },
    },
    handler: async (request, reply) => {
      const base = entityTag(request.headers['if-match']);
      const put = { base, companion: request.body };
      const stored = await path.putCompanion(await callerOf(request), request.params.id, put);
      return reply.header('etag', `"${sha256Of(request.body.text)}"`).send(writtenOf(stored));
    },
  });

  app.delete('/documents/:id/companion', {
    config: { action: 'edit' },
    schema: {
      ...{ tags, summary: 'Take away the YAML file beside it that If-Match names', params, headers: condition },
      response: { 200: written },
    },
    handler: async (request) => {
      const base = entityTag(request.headers['if-match']);
      return writtenOf(await path.putCompanion(await callerOf(request), request.params.id, { base, companion: null }));
    },
  });
};
