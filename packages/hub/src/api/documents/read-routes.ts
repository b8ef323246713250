import { documentData } from '@specwright/core/document/data.ts';
import { history } from '@specwright/core/operations/history.ts';
import { desc, eq } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { revision } from '../../database/tables/documents.ts';
import type { DocumentPorts } from './ports.ts';
import { params, written, writtenOf } from './shapes.ts';
import { standingOf } from './standing.ts';

const tags = ['Documents'];

/** What a document says, where it stands, and what happened to it. */
export const readRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { path, callerOf } = ports;
  app.get('/documents/:id', {
    config: { action: 'read document', verb: 'verify' },
    schema: {
      tags,
      summary: 'A document as typed data, with its status, sign-offs and next gate',
      params,
      response: { 200: written.extend({ title: z.string(), data: z.unknown(), standing: z.unknown() }) },
    },
    handler: async (request) => {
      const stored = await path.read(await callerOf(request), request.params.id);
      const { bound } = stored.opened.review.current;
      const title = bound.title?.text ?? stored.row.file;
      return { ...writtenOf(stored), title, data: documentData(bound), standing: standingOf(stored.opened) };
    },
  });

  app.get('/documents/:id/findings', {
    config: { action: 'read document', verb: 'check' },
    schema: { tags, summary: 'What the rules find in it', params, response: { 200: z.array(z.unknown()) } },
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
      response: { 200: z.object({ status: z.string().nullable(), gates: z.array(z.unknown()) }) },
    },
    handler: async (request) => {
      const { opened } = await path.read(await callerOf(request), request.params.id);
      const { status, gates } = standingOf(opened);
      return { status, gates };
    },
  });

  await pastRoutes(app, ports);
};

const pastRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, database, callerOf }) => {
  app.get('/documents/:id/history', {
    config: { action: 'see history', verb: 'history' },
    schema: {
      tags,
      summary: 'What happened to it, as a person would tell it',
      params,
      response: { 200: z.array(z.unknown()) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const stored = await path.read(caller, request.params.id, 'see history');
      const told = await history.run(path.contextOf(stored, caller), {});
      return told.kind === 'told' ? [...told.events] : [];
    },
  });

  app.get('/documents/:id/revisions', {
    config: { action: 'see history' },
    schema: { tags, summary: 'The texts it had, the newest first', params, response: { 200: z.array(z.unknown()) } },
    handler: async (request) => {
      const { row } = await path.read(await callerOf(request), request.params.id, 'see history');
      return database.queries
        .select({
          ...{ version: revision.version, revision: revision.revision },
          authors: revision.authors,
          via: revision.via,
          at: revision.at,
        })
        .from(revision)
        .where(eq(revision.document, row.id))
        .orderBy(desc(revision.version))
        .limit(1_000);
    },
  });
};
