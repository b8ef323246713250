import type { FastifyRequest } from 'fastify';
import { Problem } from '../rights/problem.ts';

/** Nothing is changed by these. */
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The check that a request is for this hub, and not made by a page of another site: its `Host` is the hub's, so that a name which was
 * made to lead here reaches nothing (DNS rebinding), and what changes something comes from its own origin. It throws a `Problem`.
 */
export function ownRequests(origin: URL, port: number): (request: Pick<FastifyRequest, 'method' | 'headers'>) => void {
  const hosts = hostsOf(origin, port);
  return ({ method, headers }) => {
    const host = headers.host?.toLowerCase();
    if (host === undefined || !hosts.has(host))
      throw new Problem('wrong-host', 'The hub does not go by the name that was asked', {
        hint: `Ask ${origin.origin}`,
      });
    if (harmless.has(method)) return;
    const { origin: from, 'sec-fetch-site': site } = headers;
    const isForeign = from !== undefined && !(URL.canParse(from) && hosts.has(new URL(from).host));
    if (isForeign || site === 'cross-site')
      throw new Problem('missing-right', 'The request does not come from a page of this hub', {
        hint: `Send it from ${origin.origin}, or by no browser`,
      });
  };
}

/** A hub that is reached on this machine has three names. */
function hostsOf({ host, hostname, protocol }: URL, port: number): Set<string> {
  const own = protocol === 'https:' ? [host, `${hostname}:443`] : [host, `${hostname}:80`];
  const local = ['127.0.0.1', 'localhost', '[::1]'];
  return new Set(local.includes(hostname) ? [...own, ...local.map((name) => `${name}:${port}`)] : own);
}
