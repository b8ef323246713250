import { readEvent } from '@specwright/core/lifecycle/event-shape.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { importEvents } from '../../documents/import-events.ts';
import type { ImportedEvent } from '../../documents/imported-history.ts';
import { conflictsOf, resolveConflict } from '../../mirror/conflicts.ts';
import { mirrorOf, removeMirror, setMirror } from '../../mirror/set-up.ts';
import { Problem } from '../../rights/problem.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, params } from './shapes.ts';

const rules = z.enum(['hub', 'both']);
const state = z.object({
  folder: z.string(),
  rules,
  state: z.enum(['starting', 'in step', 'behind', 'conflicts', 'troubled']),
  trouble: z.string().nullable().describe('Why the folder as a whole is not followed'),
  seenAt: z.date().nullable(),
  behind: z.number().int().describe('Documents with texts that the folder has not yet'),
  files: z.array(z.object({ file: z.string(), trouble: z.string() })),
  conflicts: z.array(z.object({ document: z.string().nullable(), file: z.string(), beside: z.string() })),
});

/** Workspaces that are kept in step with folders, and what came of it. */
export const mirrorRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, folders, callerOf } = ports;
  const tags = ['Mirrors'];
  const action = 'manage mirrors';

  app.get('/workspaces/:workspace/mirror', {
    config: { action },
    schema: {
      tags,
      summary: 'How far a workspace and its folder are in step',
      params: inWorkspace,
      response: { 200: state },
    },
    handler: async (request) => {
      const found = await mirrorOf(database.queries, await callerOf(request), request.params.workspace);
      return { ...found, files: [...found.files], conflicts: [...found.conflicts] };
    },
  });

  app.put('/workspaces/:workspace/mirror', {
    config: { action },
    schema: {
      tags,
      summary: 'Keep a workspace in step with a folder, both ways',
      description: 'What is written into the folder is written in your name, and is never more than claimed.',
      params: inWorkspace,
      body: z.strictObject({
        folder: z
          .string()
          .regex(/^[^/\\]+(?:\/[^/\\]+)*$/u, 'must be a path with forward slashes')
          .max(400)
          .describe('Path below the folder that --mirrors names'),
        rules: rules
          .default('hub')
          .describe('Whose templates and configuration hold; with `both`, the folder changes them too'),
      }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      await setMirror(deeds, await callerOf(request), workspace, request.body, folders.open);
      folders.changed();
      return reply.status(204).send(null);
    },
  });

  app.delete('/workspaces/:workspace/mirror', {
    config: { action },
    schema: {
      tags,
      summary: 'Keep it in step no longer; its files stay',
      params: inWorkspace,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await removeMirror(deeds, await callerOf(request), request.params.workspace);
      folders.changed();
      return reply.status(204).send(null);
    },
  });

  await conflictRoutes(app, ports);
  await importRoute(app, ports);
};

const conflictRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, path, callerOf }) => {
  const tags = ['Mirrors'];

  app.get('/documents/:id/conflicts', {
    config: { action: 'read document' },
    schema: {
      tags,
      summary: 'Texts of its folder that could not be put together with it, until somebody chose',
      params,
      response: {
        200: z.array(
          z.object({ id: z.string(), file: z.string(), beside: z.string(), text: z.string(), at: z.date() }),
        ),
      },
    },
    handler: async (request) => {
      await path.readText(await callerOf(request), request.params.id);
      return [...(await conflictsOf(database.queries, request.params.id))];
    },
  });

  app.post('/documents/:id/conflicts/:conflict/resolve', {
    config: { action: 'edit' },
    schema: {
      tags,
      summary: 'Say that the document holds what is wanted; the file with the other text goes',
      params: params.extend({ conflict: z.string().max(100) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { id, conflict } = request.params;
      await resolveConflict(path, await callerOf(request), id, conflict);
      return reply.status(204).send(null);
    },
  });
};

const importRoute: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.post('/documents/:id/history', {
    config: { action: 'import events' },
    schema: {
      tags: ['Documents'],
      summary: 'Import events that were recorded elsewhere, as claims: none meets a gate that asks for more',
      params,
      body: z.strictObject({
        events: z.array(z.unknown()).max(10_000).describe('As the files of a history hold them'),
        texts: z.array(z.string().max(2_000_000)).max(10_000).default([]).describe('The texts that they name'),
      }),
      response: { 200: z.object({ added: z.number().int() }) },
    },
    handler: async (request) => {
      const { events, texts } = request.body;
      const imported = events.map(importedEvent);
      return {
        added: await importEvents(path, await callerOf(request), request.params.id, { events: imported, texts }),
      };
    },
  });
};

function importedEvent(event: unknown, place: number): ImportedEvent {
  const reading = readEvent(JSON.stringify(event));
  if (reading.kind === 'event') return { event: reading.event, assurance: 'claimed' };
  throw new Problem('invalid-body', `Event ${place + 1} cannot be imported`, {
    fields: [{ field: `events[${place}]`, message: reading.message }],
  });
}
