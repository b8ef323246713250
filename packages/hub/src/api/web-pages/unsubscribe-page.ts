import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { unsubscribe } from '../../telling/choices.ts';
import { sendPage } from './web-page.ts';

const params = z.object({ token: z.string().min(1).max(200) });

const ask =
  '<h1>No more digests?</h1><p>Specwright will not send you the mail any more that says what needs you and what is stuck.</p>' +
  '<form method="post"><button>Send no more</button></form>';
const done =
  '<h1>You get no more digests</h1><p>What needs you is still shown when you sign in; there you can choose them again.</p>';
const unknown = '<h1>This link ends nothing</h1><p>Use the one at the end of the newest digest that you got.</p>';

/**
 * Where the link of a digest leads, without a sign-in. Opening it changes nothing, since programs open links of mails too; a press of
 * its button ends the digest, and so does the one POST of mail programs (RFC 8058). It says nothing of whose link it is.
 */
export const unsubscribePage: FastifyPluginAsyncZod<{ readonly database: Database }> = async (app, { database }) => {
  const config = { public: true } as const;
  const schema = { params, hide: true };
  // What is sent says nothing that the link does not say.
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data'])
    app.addContentTypeParser(type, { parseAs: 'string', bodyLimit: 10_000 }, (_request, _body, parsed) =>
      parsed(null, null),
    );

  app.get('/unsubscribe/:token', { config, schema }, (_request, reply) => {
    // Without it browsers do not say that the form comes from here.
    reply.header('referrer-policy', 'same-origin');
    return sendPage(reply, { title: 'No more digests?', body: ask, script: '' });
  });

  app.post('/unsubscribe/:token', { config, schema }, async (request, reply) => {
    const isEnded = await unsubscribe(database.queries, request.params.token);
    const page = isEnded
      ? { title: 'No more digests', body: done, script: '' }
      : { title: 'This link ends nothing', body: unknown, script: '' };
    return sendPage(reply, page, isEnded ? 200 : 404);
  });
};
