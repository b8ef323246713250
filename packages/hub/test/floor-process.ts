// The least that a server written with Fastify and pg does, beside which a hub is measured: `floor-process.ts DATABASE-URL`.

import { fastify } from 'fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.argv[2] });
await pool.query('create table if not exists floor (id bigint generated always as identity, text text not null)');
const app = fastify();
let kept = '';

/** Gives back the bytes that were put there. */
app.put<{ Body: { text: string } }>('/bytes', async (request) => {
  kept = request.body.text;
  return { length: kept.length };
});
app.get('/bytes', async (_request, reply) => reply.type('text/markdown; charset=utf-8').send(kept));

/** One question for one text. */
app.get<{ Params: { id: string } }>('/text/:id', async (request, reply) => {
  const { rows } = await pool.query(
    'select text from document join kept_text on digest = revision where document.id = $1',
    [request.params.id],
  );
  return reply.type('text/markdown; charset=utf-8').send(rows[0].text);
});

/** One text written down for good. */
app.post<{ Body: { text: string } }>('/text', async (request) => {
  const { rows } = await pool.query('insert into floor (text) values ($1) returning id', [request.body.text]);
  return rows[0];
});

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
process.on('SIGTERM', () => process.exit(0));
