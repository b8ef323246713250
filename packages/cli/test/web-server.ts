import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small web for tests: what it answers depends on the path alone. */
export class WebServer {
  /** Method and path of each request, in the order they came. */
  readonly requests: string[] = [];
  readonly cookies: string[] = [];
  /** The most requests that were open at the same time. */
  busiest = 0;
  readonly #server: Server;
  #open = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url ?? '';
      this.requests.push(`${request.method} ${path}`);
      if (request.headers.cookie !== undefined) this.cookies.push(request.headers.cookie);
      this.#open += 1;
      this.busiest = Math.max(this.busiest, this.#open);
      response.on('close', () => {
        this.#open -= 1;
      });
      if (path.startsWith('/hangs')) return;
      if (path === '/breaks') return void request.socket.destroy();
      const status = path === '/no-head' && request.method === 'HEAD' ? 405 : statusOf(path);
      const next =
        path === '/round'
          ? '/round'
          : path === '/passed-on'
            ? '/passed-on-2'
            : path.endsWith('-2')
              ? '/there'
              : '/gone';
      if (status === 302) response.setHeader('location', next);
      response.setHeader('set-cookie', 'seen=1');
      // A pause lets requests that come at the same time meet.
      setTimeout(() => response.writeHead(status).end(request.method === 'HEAD' ? '' : 'text'), 5);
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
}

const redirects: ReadonlySet<string> = new Set(['/round', '/passed-on', '/passed-on-2', '/passed-on-to-gone']);

/** `/answers-503` answers 503. */
function statusOf(path: string): number {
  if (redirects.has(path)) return 302;
  const said = /^\/answers-(\d{3})/.exec(path);
  return said === null ? (path === '/gone' ? 404 : 200) : Number(said[1]);
}
