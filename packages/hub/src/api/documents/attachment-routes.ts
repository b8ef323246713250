import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Attachment,
  type AttachmentHome,
  attachmentsIn,
  attachmentsOf,
  demandUpload,
  putAttachment,
  readAttachment,
  removeAttachment,
} from '../../documents/attachments.ts';
import { isShownInPlace } from '../../documents/media-type.ts';
import { Problem } from '../../rights/problem.ts';
import { entityTag } from './entity-tag.ts';
import { asked } from './list-routes.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, params, revision } from './shapes.ts';

const tags = ['Files'];
const file = z.string().min(1).max(400).describe('Its path in the workspace, as links of documents lead there');
const digest = revision.describe('SHA-256 of the content');
const attachment = z.object({
  ...{ file, digest, mediaType: z.string(), bytes: z.number().int(), at: z.date() },
  document: z.string().nullable().describe('The document that it belongs to; null when it is of the workspace'),
});
const condition = z.object({ 'if-match': z.string().optional().describe('Of the content that it takes the place of') });
const wanted = z.object({ file, digest: digest.nullable().default(null).describe('A content that it had before') });

const content = { 200: z.string().describe('Its bytes, with their own type'), 304: z.null() };

/** Uploads that one process takes at once: each is held as a whole before it is kept. */
const mostAtOnce = 16;

/** Images and other files that documents show: of a workspace, or of one document alone. */
export const attachmentRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, callerOf } = ports;
  app.get('/workspaces/:workspace/attachments', {
    config: { action: 'read workspace' },
    schema: {
      ...{ tags, summary: 'Its files, but for those that belong to single documents', params: inWorkspace },
      querystring: z.object({
        cursor: z.string().max(2_000).nullable().default(null),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: { 200: z.object({ files: z.array(attachment), next: z.string().nullable() }) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const page = await asked(() => attachmentsIn(database.queries, caller, request.params.workspace, request.query));
      return { ...page, files: [...page.files] };
    },
  });

  app.get('/documents/:id/attachments', {
    config: { action: 'read document' },
    schema: {
      ...{ tags, summary: 'Its own files, and those of the workspace that it shows', params },
      response: { 200: z.array(attachment) },
    },
    handler: async (request) => [
      ...(await attachmentsOf(database.queries, await callerOf(request), request.params.id)),
    ],
  });

  app.get('/workspaces/:workspace/attachments/content', {
    config: { action: 'read workspace' },
    schema: {
      ...{ tags, summary: 'The content of a file', params: inWorkspace, querystring: wanted },
      response: content,
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      return answer(
        request,
        reply,
        await readAttachment(database.queries, await callerOf(request), { workspace }, request.query),
      );
    },
  });

  app.get('/documents/:id/attachments/content', {
    config: { action: 'read document' },
    schema: {
      ...{ tags, summary: 'The content of a file that it shows', params, querystring: wanted },
      response: content,
    },
    handler: async (request, reply) => {
      const home = { document: request.params.id };
      return answer(
        request,
        reply,
        await readAttachment(database.queries, await callerOf(request), home, request.query),
      );
    },
  });

  await app.register(async (uploads) => uploadRoutes(uploads as typeof app, ports));
};

const uploadRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, attachments, rebuildSoon, callerOf } = ports;
  let running = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  const put = async (request: FastifyRequest, home: AttachmentHome, name: string): Promise<Attachment> => {
    const caller = await callerOf(request);
    const base = entityTag(request.headers['if-match']);
    await demandUpload(database.queries, caller, home);
    if (running >= mostAtOnce)
      throw new Problem('too-many-attempts', 'Too many files are being taken at this moment', { retryAfter: 2 });
    running += 1;
    try {
      const bytes = await bytesOf(request.body as Readable | undefined, request, attachments.size);
      return await putAttachment(deeds, caller, home, { file: name, bytes, base }, attachments);
    } finally {
      running -= 1;
    }
  };
  const routes = [
    { url: '/workspaces/:workspace/attachments', action: 'upload attachment', params: inWorkspace, of: 'workspace' },
    { url: '/documents/:id/attachments', action: 'edit', params, of: 'document' },
  ] as const;
  for (const { url, action, params, of } of routes) {
    const homeOf = (named: object): AttachmentHome => {
      const { workspace = '', id = '' } = named as { readonly workspace?: string; readonly id?: string };
      return of === 'workspace' ? { workspace } : { document: id };
    };
    app.put(url, {
      config: { action },
      schema: {
        ...{
          tags,
          summary: `Keep the body as a file of the ${of}; what it is its bytes decide`,
          params,
          headers: condition,
        },
        ...{ querystring: z.object({ file }), response: { 200: attachment } },
      },
      handler: async (request, reply) => {
        const kept = await put(request, homeOf(request.params), request.query.file);
        await rebuildSoon();
        return reply.header('etag', `"${kept.digest}"`).send(kept);
      },
    });

    app.delete(url, {
      config: { action },
      schema: {
        ...{ tags, summary: `Take a file of the ${of} away whose content If-Match names`, params, headers: condition },
        ...{ querystring: z.object({ file }), response: { 204: z.null() } },
      },
      handler: async (request, reply) => {
        const caller = await callerOf(request);
        const base = entityTag(request.headers['if-match']) ?? '';
        await removeAttachment(deeds, caller, homeOf(request.params), request.query.file, base);
        await rebuildSoon();
        return reply.status(204).send(null);
      },
    });
  }
};

async function bytesOf(body: Readable | undefined, { headers }: FastifyRequest, most: number): Promise<Buffer> {
  const tooLarge = () =>
    new Problem('too-large', `A file holds at most ${most / 1_000_000} MB`, {
      hint: 'Send a smaller one; whoever runs the hub can allow more',
    });
  if (Number(headers['content-length'] ?? 0) > most) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body ?? []) {
      size += part.length;
      if (size > most) throw tooLarge();
      parts.push(part as Buffer);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('invalid-body', 'The upload broke off; nothing was kept', { hint: 'Send it again' });
  }
  if (size === 0) throw new Problem('invalid-body', 'The file is empty', { hint: 'Send its bytes as the body' });
  return Buffer.concat(parts);
}

/** Gives a content so that nothing in it acts: its type is by its bytes, and what browsers might run is a download in a sandbox. */
function answer(
  { headers, query }: FastifyRequest,
  reply: FastifyReply,
  { file, digest, mediaType, content }: Attachment & { readonly content: Buffer },
): FastifyReply {
  const tag = `"${digest}"`;
  const isFixed = (query as { readonly digest: string | null }).digest !== null;
  reply.headers({
    etag: tag,
    'cache-control': isFixed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    'content-disposition': `${isShownInPlace(mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${fileName(file)}`,
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  if (headers['if-none-match'] === tag) return reply.status(304).send();
  return reply.type(mediaType).send(content);
}

/** The last part of a path as a header may hold it (RFC 8187). */
function fileName(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return encodeURIComponent(name).replace(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
