import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { bringToTemplate } from '../../documents/migrate-document.ts';
import { tryTemplate } from '../../documents/try-template.ts';
import { demand } from '../../rights/demand.ts';
import { finding } from './answers.ts';
import { asked } from './list-routes.ts';
import { namedTemplate, templateFile } from './named-template.ts';
import type { DocumentPorts } from './ports.ts';
import { demandDone, inWorkspace, params, revision, written, writtenOf } from './shapes.ts';

const tags = ['Rules'];
const count = z.number().int();
const counted = z.object({ errors: count, warnings: count });
const tried = z.object({
  changes: z
    .array(z.object({ kind: z.string(), severity: z.string(), message: z.string(), address: z.string() }))
    .readonly(),
  documents: z
    .array(
      z.object({
        ...{ id: z.string(), file: z.string(), before: counted, after: counted },
        added: z.array(finding.pick({ code: true, severity: true, message: true, address: true })).readonly(),
        breaks: z.array(count).readonly().describe('Which of the changes it would have to follow, by their places'),
        conflict: z.string().nullable().describe('Why a person has to bring it to the new text'),
      }),
    )
    .readonly(),
  next: z.string().nullable(),
});

/** What a new text of a template would change, and documents that are brought to one. */
export const migrationRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, path, callerOf }) => {
  const parser = await loadParser();
  const { queries } = database;

  app.post('/workspaces/:workspace/templates/try', {
    config: { action: 'edit templates' },
    schema: {
      ...{ tags, summary: 'What a new text of a template would find in the documents that follow it; changes nothing' },
      params: inWorkspace,
      body: z.strictObject({
        file: templateFile,
        text: z.string().min(1).max(1_000_000),
        cursor: z.string().max(2_000).nullable().default(null),
        limit: z.number().int().min(1).max(200).default(50),
      }),
      response: { 200: tried },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { workspace } = request.params;
      const { file, text, cursor, limit } = request.body;
      await demand(queries, caller, 'edit templates', { workspace });
      const old = await namedTemplate(database, caller, workspace, file);
      const texts = { old, current: { file, text, companion: old.companion } };
      return asked(() => tryTemplate({ queries, path, parser }, caller, workspace, texts, { cursor, limit }));
    },
  });

  app.post('/documents/:id/migrate', {
    config: { action: 'migrate to template' },
    schema: {
      ...{ tags: ['Editing'], summary: 'Bring it to its template as that is now, without losing a word', params },
      body: z.strictObject({ revision }),
      response: { 200: written },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { output, document } = await bringToTemplate(
        { queries, path, parser },
        caller,
        request.params.id,
        request.body.revision,
      );
      demandDone(output);
      return writtenOf(document);
    },
  });
};
