import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredComment {
  readonly id: number;
  body: string;
  readonly author: string;
  readonly type: 'Bot' | 'User';
}

/** How a forge behaves towards one test. */
export interface ForgeBehaviour {
  /** Whose the token is; null for the token of a job, which may not ask. */
  readonly login?: string | null;
  readonly readOnly?: boolean;
  /** Requests that are answered with 502 first. */
  readonly failures?: number;
  /** Every request is passed on to this address. */
  readonly passOn?: string;
  readonly reviews?: readonly unknown[];
}

/** The parts of GitHub's and GitLab's interfaces that comments need, as they are documented, over a real connection. */
export class ForgeServer {
  readonly comments: StoredComment[] = [];
  /** `POST /path` of each request, in their order. */
  readonly requests: string[] = [];
  readonly tokens = new Set<string>();
  readonly #server: Server;
  readonly #behaviour: ForgeBehaviour;
  #failures: number;

  constructor(behaviour: ForgeBehaviour = {}) {
    this.#behaviour = behaviour;
    this.#failures = behaviour.failures ?? 0;
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => this.#answer(request, response, Buffer.concat(pieces).toString()));
    });
  }

  /** Starts it; gives its address without a final slash. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  add(body: string, author: string, type: StoredComment['type'] = 'User'): StoredComment {
    const comment: StoredComment = { id: 100 + this.comments.length, body, author, type };
    this.comments.push(comment);
    return comment;
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse, text: string): void {
    this.requests.push(`${method} ${url}`);
    const token = headers.authorization ?? headers['private-token'];
    if (typeof token === 'string') this.tokens.add(token);
    const { passOn } = this.#behaviour;
    if (passOn !== undefined) {
      response.writeHead(307, { location: `${passOn}${url}` }).end();
      return;
    }
    const [status, data] = this.#reply(method, url, token !== undefined, text);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? '' : JSON.stringify(data));
  }

  #reply(method: string, url: string, isKnown: boolean, text: string): readonly [status: number, data: unknown] {
    if (this.#failures > 0) {
      this.#failures -= 1;
      return [502, { message: 'Bad gateway' }];
    }
    if (!isKnown) return [401, { message: 'Requires authentication' }];
    const { login = null, reviews = [], readOnly = false } = this.#behaviour;
    const [path = '', query = ''] = url.split('?');
    if (path === '/user') return login === null ? [403, notForYou] : [200, { login, username: login }];
    if (path.endsWith('/reviews')) return [200, pageOf(reviews, query)];
    if (path.endsWith('/approvals')) return [200, { approved_by: reviews }];
    if (method === 'GET') return [200, pageOf(this.comments.map(shown), query)];
    if (readOnly) return [403, notForYou];
    const { body = '' } = text === '' ? {} : (JSON.parse(text) as { body?: string });
    if (method === 'POST') {
      return [201, shown(this.add(body, login ?? 'github-actions[bot]', login === null ? 'Bot' : 'User'))];
    }
    const at = this.comments.findIndex(({ id }) => path.endsWith(`/${id}`));
    const found = this.comments[at];
    if (found === undefined) return [404, { message: 'Not Found' }];
    if (method === 'DELETE') {
      this.comments.splice(at, 1);
      return [204, null];
    }
    found.body = body;
    return [200, shown(found)];
  }
}

const notForYou = { message: 'Resource not accessible by integration' };

function shown({ id, body, author, type }: StoredComment): unknown {
  return { id, body, user: { login: author, type }, author: { username: author } };
}

function pageOf(items: readonly unknown[], query: string): readonly unknown[] {
  const parameters = new URLSearchParams(query);
  const size = Number(parameters.get('per_page') ?? 30);
  const page = Number(parameters.get('page') ?? 1);
  return items.slice((page - 1) * size, page * size);
}
