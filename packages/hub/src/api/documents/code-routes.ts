import { type CodePage, codePages, findCode } from '@specwright/core/check/codes.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../rights/problem.ts';
import { codePage } from './answers.ts';
import type { DocumentPorts } from './ports.ts';

const tags = ['Rules'];

/** What the codes of findings mean. */
export const codeRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app) => {
  app.get('/codes', {
    config: { action: 'read workspace', verb: 'explain' },
    schema: {
      tags,
      summary: 'What findings mean, why they matter, and what to do; of one with its code or name',
      querystring: z.object({ code: z.string().max(100).nullable().default(null) }),
      response: { 200: z.object({ codes: z.array(codePage) }) },
    },
    handler: async (request) => {
      const { code } = request.query;
      if (code === null) return { codes: codePages.map(pageData) };
      const found = findCode(code);
      if (found.page !== null) return { codes: [pageData(found.page)] };
      const hint = found.suggestion === null ? 'Leave the code out to see all' : `Did you mean ${found.suggestion}?`;
      throw new Problem('not-found', `There is no code or rule ${JSON.stringify(code)}`, { hint });
    },
  });
};

function pageData({ about }: CodePage): z.infer<typeof codePage> {
  const { code, name, summary, why, remedy, severity } = about;
  return { code, name, summary, why, remedy, severity };
}
