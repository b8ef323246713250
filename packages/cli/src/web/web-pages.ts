import type { WebAnswer } from '@specwright/core/check/web-links.ts';
import { codeOf } from '../failure.ts';
import { Gate } from './gate.ts';

/** How patiently pages are asked for. */
export interface WebManners {
  /** What the program calls itself to servers. */
  readonly agent: string;
  /** Milliseconds that one request may take. */
  readonly patience: number;
}

/** Ten seconds are long for a server and short for a person who waits. */
export function openWebPages(version: string): WebPages {
  return new WebPages({ agent: `specwright/${version}`, patience: 10_000 });
}

const mostAtOnce = 8;
const mostPerHost = 2;
const mostRedirects = 5;
/** Requests in vain after which a host that never answered is left alone. */
const silentEnough = 2;

/** What a server, or the way there, says to one request. */
type Reply =
  | { readonly kind: 'status'; readonly status: number; readonly text: string; readonly location: string | null }
  | { readonly kind: 'no-host' | 'refused' | 'silent' }
  | { readonly kind: 'failed'; readonly reason: string };

interface Host {
  readonly gate: Gate;
  /** Requests that ran out of time; less than none once the host has answered. */
  silent: number;
}

/**
 * Asks the network whether pages are there: each page once, a few at a time, with no cookies and no passwords, reading no
 * page's text. Only what certainly does not exist is called broken.
 */
export class WebPages {
  readonly #manners: WebManners;
  readonly #all = new Gate(mostAtOnce);
  readonly #hosts = new Map<string, Host>();
  readonly #answers = new Map<string, Promise<WebAnswer>>();
  readonly #unknownHosts = new Set<string>();
  #reached = false;

  constructor(manners: WebManners) {
    this.#manners = manners;
  }

  /** True when no name of a host is known and nothing answers: the fault is here, not in the links. */
  get offline(): boolean {
    return !this.#reached && this.#unknownHosts.size > 1;
  }

  /** Never rejects. */
  ask(url: string): Promise<WebAnswer> {
    const page = pageOf(url);
    if (typeof page === 'string') return Promise.resolve({ kind: 'unknown', reason: page });
    if (page === null) return Promise.resolve({ kind: 'works' });
    const known = this.#answers.get(page.href);
    if (known !== undefined) return known;
    const answer = this.#follow(page);
    this.#answers.set(page.href, answer);
    return answer;
  }

  async #follow(page: URL): Promise<WebAnswer> {
    let at = page;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const reply = await this.#reply(at);
      if (reply.kind !== 'status' || !isRedirect(reply.status)) return answerOf(reply, at, hop > 0, this.#manners);
      if (reply.location === null || !URL.canParse(reply.location, at.href)) {
        return { kind: 'unknown', reason: `it answers ${reply.status} and does not say where the page is now` };
      }
      at = new URL(reply.location, at.href);
      at.hash = '';
      if (at.protocol !== 'http:' && at.protocol !== 'https:') return { kind: 'works' };
    }
    return { kind: 'unknown', reason: `it is passed on more than ${mostRedirects} times` };
  }

  /** Many servers answer nothing but `GET` truly, so that a bad answer to `HEAD` counts for nothing. */
  async #reply(page: URL): Promise<Reply> {
    const head = await this.#request(page, 'HEAD');
    const isBad = head.kind === 'status' && head.status >= 400 && head.status !== 429;
    return isBad || head.kind === 'failed' ? this.#request(page, 'GET') : head;
  }

  #request(page: URL, method: 'HEAD' | 'GET'): Promise<Reply> {
    const host = this.#hosts.get(page.host) ?? { gate: new Gate(mostPerHost), silent: 0 };
    this.#hosts.set(page.host, host);
    return host.gate.pass(() =>
      this.#all.pass(async () => {
        if (host.silent >= silentEnough) return { kind: 'silent' };
        const reply = await this.#fetch(page, method);
        if (reply.kind === 'no-host') this.#unknownHosts.add(page.host);
        if (reply.kind === 'status' || reply.kind === 'refused') this.#reached = true;
        if (reply.kind === 'silent') host.silent += 1;
        else host.silent = Number.NEGATIVE_INFINITY;
        return reply;
      }),
    );
  }

  async #fetch(page: URL, method: 'HEAD' | 'GET'): Promise<Reply> {
    const { agent, patience } = this.#manners;
    try {
      const response = await fetch(page.href, {
        method,
        redirect: 'manual',
        credentials: 'omit',
        headers: { accept: '*/*', 'user-agent': agent },
        signal: AbortSignal.timeout(patience),
      });
      const { status, statusText, headers } = response;
      // Left unread, the page's text would keep the connection busy.
      await response.body?.cancel().catch(() => undefined);
      const text = statusText === '' ? String(status) : `${status} ${statusText}`;
      return { kind: 'status', status, text, location: headers.get('location') };
    } catch (error) {
      return failureOf(error);
    }
  }
}

/** The page that a link leads to; null when the link is an example, a sentence when it is not to be asked for. */
function pageOf(url: string): URL | null | string {
  if (!URL.canParse(url)) return 'it is no valid address';
  const page = new URL(url);
  if (page.username !== '' || page.password !== '') return 'it holds a password, which is not sent';
  page.hash = '';
  return reserved.test(page.hostname) ? null : page;
}

/** Names that are kept free for examples (RFC 2606). */
const reserved = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid)$/u;

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** What the last reply says of the page that was asked for. */
function answerOf(reply: Reply, page: URL, passedOn: boolean, { patience }: WebManners): WebAnswer {
  const where = passedOn ? `is passed on to "${page.href}", which ` : '';
  switch (reply.kind) {
    case 'status':
      if (reply.status < 400) return { kind: 'works' };
      return isGone(reply.status)
        ? { kind: 'broken', reason: `${where}answers ${reply.text}` }
        : { kind: 'unknown', reason: `${passedOn ? page.host : 'its server'} answers ${reply.text}` };
    case 'no-host':
      return { kind: 'broken', reason: `${where}names the host "${page.hostname}", which does not exist` };
    case 'refused':
      return { kind: 'broken', reason: `${where}cannot be reached: ${page.host} refuses the connection` };
    case 'silent':
      return { kind: 'unknown', reason: `${page.host} does not answer within ${patience / 1000} seconds` };
    case 'failed':
      return { kind: 'unknown', reason: reply.reason };
  }
}

/** Answers that say "not now" or "not you" say nothing about the page. */
const notForUs: ReadonlySet<number> = new Set([401, 402, 403, 405, 406, 407, 408, 421, 425, 426, 429, 451]);

function isGone(status: number): boolean {
  return status >= 400 && status < 500 && !notForUs.has(status);
}

function failureOf(error: unknown): Reply {
  if (error instanceof Error && error.name === 'TimeoutError') return { kind: 'silent' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const first: unknown = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause;
  const code = codeOf(first) ?? codeOf(cause);
  if (code === 'ENOTFOUND') return { kind: 'no-host' };
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return { kind: 'silent' };
  if (code === 'EAI_AGAIN') return { kind: 'failed', reason: 'the name of its host cannot be looked up now' };
  const message = first instanceof Error ? first.message.split('\n')[0] : String(first);
  return { kind: 'failed', reason: `the connection fails (${message})` };
}
