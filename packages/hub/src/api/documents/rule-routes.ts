import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { explainTemplate } from '@specwright/core/template/explain.ts';
import { jsonSchemaOf } from '@specwright/core/template/json-schema.ts';
import { typeScriptOf } from '@specwright/core/template/type-script.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../../rights/right.ts';
import { reading } from './answers.ts';
import { namedTemplate, templateFile } from './named-template.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace } from './shapes.ts';

const tags = ['Rules'];
const querystring = z.object({ file: templateFile });

/** What documents are judged by, explained. */
export const ruleRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  const parser = await loadParser();
  const compiled = async (caller: Caller, workspace: string, file: string) => {
    const { text } = await namedTemplate(database, caller, workspace, file);
    return compileTemplate(text, file, parser);
  };

  app.get('/workspaces/:workspace/templates/explain', {
    config: { action: 'read workspace', verb: 'template explain' },
    schema: {
      ...{ tags, summary: 'How every line of a template is read, and why', params: inWorkspace, querystring },
      response: { 200: z.object({ file: z.string(), readings: z.array(reading) }) },
    },
    handler: async (request) => {
      const { file } = request.query;
      const schema = await compiled(await callerOf(request), request.params.workspace, file);
      return { file, readings: [...explainTemplate(schema)] };
    },
  });

  app.get('/workspaces/:workspace/templates/schema', {
    config: { action: 'read workspace', verb: 'template schema' },
    schema: {
      ...{ tags, summary: "The JSON Schema of a template's documents", params: inWorkspace, querystring },
      response: { 200: z.record(z.string(), z.unknown()) },
    },
    handler: async (request) => {
      const schema = await compiled(await callerOf(request), request.params.workspace, request.query.file);
      return { ...jsonSchemaOf(schema) };
    },
  });

  app.get('/workspaces/:workspace/templates/types', {
    config: { action: 'read workspace', verb: 'template types' },
    schema: {
      ...{ tags, summary: "The TypeScript types of a template's documents", params: inWorkspace, querystring },
      response: { 200: z.string() },
    },
    handler: async (request, reply) => {
      const schema = await compiled(await callerOf(request), request.params.workspace, request.query.file);
      return reply.type('text/plain; charset=utf-8').send(typeScriptOf(schema));
    },
  });
};
