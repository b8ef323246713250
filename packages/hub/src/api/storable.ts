import type { FastifyInstance } from 'fastify';
import { type FieldProblem, Problem } from '../rights/problem.ts';

/**
 * Refuses what is sent with a text that cannot be kept as it is, at whatever place: PostgreSQL keeps no NUL, and UTF-8 no half of a
 * surrogate pair.
 */
export function demandStorable(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body, params, query }) => {
    const fields = [params, query, body].flatMap(unstorable).slice(0, mostFields);
    if (fields.length === 0) return;
    throw new Problem('invalid-body', 'Some of what was sent cannot be kept as it is', {
      ...{ hint: 'Take these characters out and send it again', fields },
    });
  });
}

const mostFields = 100;

/** Which texts of something that was parsed cannot be kept, by their addresses; names of fields are texts too. */
function unstorable(sent: unknown): FieldProblem[] {
  const found: FieldProblem[] = [];
  const waiting: (readonly [address: string, value: unknown])[] = [['', sent]];
  for (let next = waiting.pop(); next !== undefined && found.length < mostFields; next = waiting.pop()) {
    const [address, value] = next;
    if (typeof value === 'string') {
      const message = problemOf(value);
      if (message !== null) found.push({ field: address || 'body', message });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        const message = problemOf(key);
        const name = address === '' ? key : `${address}.${key}`;
        if (message === null) waiting.push([name, one]);
        else found.push({ field: address || 'body', message: `has a name that ${message}` });
      }
    }
  }
  return found;
}

function problemOf(text: string): string | null {
  if (text.includes('\0')) return `holds a NUL character at ${text.indexOf('\0')}`;
  return text.isWellFormed() ? null : 'holds half of a surrogate pair';
}
