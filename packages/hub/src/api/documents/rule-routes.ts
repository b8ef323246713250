import { type CodePage, codePages, findCode } from '@specwright/core/check/codes.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { newDocument } from '@specwright/core/operations/edit-new.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { technicalSpecFile, technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { explainTemplate } from '@specwright/core/template/explain.ts';
import { jsonSchemaOf } from '@specwright/core/template/json-schema.ts';
import { typeScriptOf } from '@specwright/core/template/type-script.ts';
import { checkSettings, parseConfig } from '@specwright/core/workspace/config.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { configOf, templatesOf } from '../../documents/workspaces.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';
import type { DocumentPorts } from './ports.ts';
import { written, writtenOf } from './shapes.ts';

const tags = ['Rules'];
const params = z.object({ workspace: z.string().min(1).max(100) });
const file = z.string().min(1).max(400).describe('A template of the workspace, or the built-in one');
const querystring = z.object({ file });

/** What documents are judged by, explained; and a document begun from it. */
export const ruleRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  for (const routes of [readingRoutes, beginRoute, codeRoute]) await routes(app, ports);
};

/** Throws a `Problem` for a name that none of the workspace's templates has, nor the built-in one. */
async function namedTemplate(
  { database }: DocumentPorts,
  caller: Caller,
  workspace: string,
  file: string,
): Promise<TemplateFile> {
  const builtIn = { file: technicalSpecFile, text: technicalSpecText };
  const all = [...(await templatesOf(database, caller, workspace)), builtIn];
  const found = all.find((one) => one.file === file);
  if (found !== undefined) return { ...found, companion: null };
  throw new Problem('not-found', `The workspace has no template ${file}`, {
    hint: `It has ${all.map((one) => one.file).join(', ')}`,
  });
}

const readingRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { callerOf } = ports;
  const parser = await loadParser();
  const compiled = async (caller: Caller, workspace: string, file: string) => {
    const { text } = await namedTemplate(ports, caller, workspace, file);
    return compileTemplate(text, file, parser);
  };

  app.get('/workspaces/:workspace/templates/explain', {
    config: { action: 'read workspace', verb: 'template explain' },
    schema: {
      ...{ tags, summary: 'How every line of a template is read, and why', params, querystring },
      response: { 200: z.object({ file: z.string(), readings: z.array(z.unknown()) }) },
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
      ...{ tags, summary: "The JSON Schema of a template's documents", params, querystring },
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
      ...{ tags, summary: "The TypeScript types of a template's documents", params, querystring },
      response: { 200: z.string() },
    },
    handler: async (request, reply) => {
      const schema = await compiled(await callerOf(request), request.params.workspace, request.query.file);
      return reply.type('text/plain; charset=utf-8').send(typeScriptOf(schema));
    },
  });
};

const beginRoute: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, path, callerOf } = ports;
  const parser = await loadParser();

  app.post('/workspaces/:workspace/documents/from-template', {
    config: { action: 'create', verb: 'new' },
    schema: {
      ...{ tags: ['Documents'], summary: 'Begin a document from a template', params },
      body: z.strictObject({
        template: file,
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
        ...{ parser, template: await namedTemplate(ports, caller, workspace, template) },
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

const codeRoute: FastifyPluginAsyncZod<DocumentPorts> = async (app) => {
  app.get('/codes', {
    config: { action: 'read workspace', verb: 'explain' },
    schema: {
      tags,
      summary: 'What findings mean, why they matter, and what to do; of one with its code or name',
      querystring: z.object({ code: z.string().max(100).nullable().default(null) }),
      response: { 200: z.object({ codes: z.array(z.unknown()) }) },
    },
    handler: async (request) => {
      const { code } = request.query;
      if (code === null) return { codes: codePages.map(pageData) };
      const { page, suggestion } = lookUp(code);
      if (page !== null) return { codes: [pageData(page)] };
      const hint = suggestion === null ? 'Leave the code out to see all' : `Did you mean ${suggestion}?`;
      throw new Problem('not-found', `There is no code or rule ${JSON.stringify(code)}`, { hint });
    },
  });
};

function lookUp(code: string): { readonly page: CodePage | null; readonly suggestion: string | null } {
  const found = findCode(code);
  return found.page === null ? found : { page: found.page, suggestion: null };
}

function pageData({ about }: CodePage): object {
  const { code, name, summary, why, remedy, severity } = about;
  return { code, name, summary, why, remedy, severity };
}
