import { Agent, request } from 'node:http';
import type { Watched } from './processes.ts';

/** What a server answered; `text` is all of it. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks one server over connections that stay open. */
export class Asking {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: Agent;

  constructor(url: URL, headers: Readonly<Record<string, string>>, connections: number) {
    this.#url = url;
    this.#headers = headers;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const sent = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const json = sent === null ? {} : { 'content-type': 'application/json', 'content-length': sent.length };
    return new Promise((done, failed) => {
      const asked = request(
        new URL(path, this.#url),
        { method, agent: this.#agent, headers: { ...this.#headers, ...json } },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part) => parts.push(part));
          answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
          answer.on('error', failed);
        },
      );
      asked.on('error', failed);
      asked.end(sent);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** What was measured of one question; times in ms, for each request where nothing else is said. */
export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly half: number;
  readonly most: number;
  /** What Node and PostgreSQL took of a processor. */
  readonly node: number;
  readonly postgres: number;
}

/** Asks on so many connections at once for so many seconds, each connection one thing after another. */
export async function measured(
  name: string,
  connections: number,
  seconds: number,
  watched: Watched,
  ask: (connection: number) => Promise<Answer>,
): Promise<Measured> {
  const times: number[] = [];
  const run = async (connection: number, end: number, kept: boolean): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      const { status, text } = await ask(connection);
      if (status >= 300) throw new Error(`${name} was answered with ${status}: ${text.slice(0, 400)}`);
      if (kept) times.push(performance.now() - start);
    }
  };
  const all = async (length: number, kept: boolean): Promise<void> => {
    const end = performance.now() + length * 1_000;
    await Promise.all(Array.from({ length: connections }, (_, connection) => run(connection, end, kept)));
  };
  await all(Math.min(1, seconds / 4), false);
  const [before, start] = [watched.spent(), performance.now()];
  await all(seconds, true);
  const [after, took] = [watched.spent(), performance.now() - start];
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? 0;
  return {
    name,
    perSecond: (times.length / took) * 1_000,
    half: at(0.5),
    most: at(0.99),
    node: (after.node - before.node) / times.length,
    postgres: (after.postgres - before.postgres) / times.length,
  };
}
