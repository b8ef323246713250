import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../failure.ts';
import type { CommentPlace } from './forge.ts';

/** How a forge is asked. */
export interface ForgeManners {
  /** What the program calls itself. */
  readonly agent: string;
  /** Milliseconds that one request may take. */
  readonly patience: number;
  /** Milliseconds before the second try; each further one waits twice as long. */
  readonly pause: number;
}

/** What a forge answered: data of any shape, for it came from outside. */
export interface ForgeAnswer {
  readonly status: number;
  readonly data: unknown;
}

/** A forge that does not answer, or not as it should. The message is a sentence without a full stop. */
export class ForgeSilence extends Error {}

const tries = 3;
/** Longest time that a forge may ask us to wait, in milliseconds. */
const longestWait = 10_000;
/** A hundred comments of the greatest length, as JSON writes them. */
const largestAnswer = 64 * 1024 * 1024;
/** Five thousand comments are more than anybody reads. */
const mostPages = 50;
export const pageSize = 100;

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * The interface of a forge. The token goes to the address that the environment names and to no other: a redirect is
 * never followed, and no address in an answer is asked.
 */
export class ForgeApi {
  readonly #place: CommentPlace;
  readonly #manners: ForgeManners;

  constructor(place: CommentPlace, manners: ForgeManners) {
    this.#place = place;
    this.#manners = manners;
  }

  /**
   * Asks until there is an answer that is final, three times at most. What was to be made may have been made although
   * nobody said so; so `POST` is sent again only when the forge says that it did nothing.
   *
   * @throws {ForgeSilence} when there is no answer
   */
  async ask(method: Method, path: string, body: unknown = null): Promise<ForgeAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const pause = this.#manners.pause * 2 ** (attempt - 1);
      try {
        const { answer, again } = await this.#once(method, path, body);
        if (again === null || attempt === tries) return answer;
        await wait(Math.min(longestWait, Math.max(again, pause)));
      } catch (error) {
        if (error instanceof ForgeSilence) throw error;
        if (method === 'POST' || attempt === tries) throw new ForgeSilence(`${this.#host} ${silenceOf(error)}`);
        await wait(pause);
      }
    }
  }

  /** Every item of a list that is given page by page. @throws {ForgeSilence} */
  async list(path: string): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const joint = path.includes('?') ? '&' : '?';
      const { status, data } = await this.ask('GET', `${path}${joint}per_page=${pageSize}&page=${page}`);
      if (status !== 200 || !Array.isArray(data)) throw new ForgeSilence(`${this.#host} answers ${status} to ${path}`);
      for (const item of data) items.push(item);
      if (data.length < pageSize) break;
    }
    return items;
  }

  get #host(): string {
    return new URL(this.#place.api).host;
  }

  /** `again` is how long to wait before another try, in milliseconds; null for an answer that is final. */
  async #once(
    method: Method,
    path: string,
    body: unknown,
  ): Promise<{ readonly answer: ForgeAnswer; readonly again: number | null }> {
    const { kind, api, token } = this.#place;
    const response = await fetch(`${api}${path}`, {
      method,
      redirect: 'manual',
      credentials: 'omit',
      headers: {
        'user-agent': this.#manners.agent,
        accept: kind === 'github' ? 'application/vnd.github+json' : 'application/json',
        ...(kind === 'github' ? { authorization: `Bearer ${token}` } : { 'private-token': token ?? '' }),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      body: body === null ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(this.#manners.patience),
    });
    const { status, headers } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel().catch(() => undefined);
      throw new ForgeSilence(
        `${this.#host} passes the request on to another address (${status}), which is not followed`,
      );
    }
    const answer = { status, data: dataOf(await textOf(response)) };
    const after = headers.get('retry-after');
    const wasRefused = status === 429 || (status === 403 && after !== null);
    const isDown = status >= 500 && method !== 'POST';
    return { answer, again: wasRefused || isDown ? (Number(after) || 0) * 1000 : null };
  }
}

/** The text of an answer, as far as it is of a size that an answer may have. */
async function textOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > largestAnswer) throw new ForgeSilence('The answer of the forge is too large to be read');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function silenceOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'does not answer in time';
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return `cannot be reached: ${reasonOf(cause)}`;
}
