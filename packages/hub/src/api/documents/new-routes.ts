import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { newDocument } from '@specwright/core/operations/edit-new.ts';
import { checkSettings, parseConfig } from '@specwright/core/workspace/config.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { configOf } from '../../documents/workspaces.ts';
import { Problem } from '../../rights/problem.ts';
import { namedTemplate, templateFile } from './named-template.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, written, writtenOf } from './shapes.ts';

/** Documents that are begun from a template. */
export const newRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, path, callerOf }) => {
  const parser = await loadParser();

  app.post('/workspaces/:workspace/documents/from-template', {
    config: { action: 'create', verb: 'new' },
    schema: {
      ...{ tags: ['Documents'], summary: 'Begin a document from a template', params: inWorkspace },
      body: z.strictObject({
        template: templateFile,
        file: z.string().max(400).describe('Path of the document in the workspace'),
        title: z.string().min(1).max(400),
        number: z.string().max(100).nullable().default(null),
        author: z.string().max(400).nullable().default(null).describe('Who asks when left out'),
        guidance: z.boolean().default(true).describe("Whether the template's help texts stay"),
        values: z
          .array(z.strictObject({ address: z.string(), value: z.string() }))
          .max(500)
          .default([]),
      }),
      response: { 201: written },
    },
    handler: async (request, reply) => {
      const caller = await callerOf(request);
      const { workspace } = request.params;
      const { template, file, author, ...given } = request.body;
      const { config } = parseConfig(await configOf(database, caller, workspace), 'specwright.yaml');
      const context = {
        ...{ parser, template: await namedTemplate(database, caller, workspace, template) },
        settings: checkSettings(config, new Date().toISOString().slice(0, 10)),
      };
      const made = await newDocument.run(context, { ...given, author: author ?? caller.actor.name, force: false });
      if (made.kind === 'refused')
        throw new Problem('conflict', made.message, made.hint === null ? {} : { hint: made.hint });
      const begun = await path.create(caller, workspace, { file, text: made.text, origin: 'written' });
      return reply.status(201).header('location', `/api/v1/documents/${begun.row.id}`).send(writtenOf(begun));
    },
  });
};
