import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { isAllowedAddress } from './public-address.ts';

/** Where programs of strangers may be told something. */
export interface Outside {
  /** Addresses of one's own network that are allowed although they are not public, over `http:` too; null for none. */
  readonly allowed: BlockList | null;
  /** ms that one delivery takes at most, name, connection and answer together. */
  readonly timeout: number;
}

/** The most of an answer that is read before the connection is closed. */
const mostOfAnswer = 64 * 1024;

/** Why a URL can be no receiver's, a sentence without a full stop; null when it may be one. Says nothing of where its name leads. */
export function receiverProblem(text: string, { allowed }: Pick<Outside, 'allowed'>): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'It is not a URL';
  }
  if (text.length > 2_000) return 'It is too long';
  if (url.protocol !== 'https:' && !(allowed !== null && url.protocol === 'http:'))
    return 'It must begin with https://';
  if (url.username !== '' || url.password !== '') return 'It must not hold a name or a password';
  return null;
}

/**
 * Why a URL can be no receiver's, where its name leads included; null when it may be one now. Whether there is such a name at all, and
 * what is behind it, is not told.
 */
export async function reachProblem(text: string, outside: Outside): Promise<string | null> {
  const problem = receiverProblem(text, outside);
  if (problem !== null) return problem;
  const url = new URL(text);
  const leads = withinTime(addressOf(url, outside.allowed), AbortSignal.timeout(outside.timeout));
  return leads.then(
    () => null,
    () => unreachable(url),
  );
}

/**
 * Posts a body to a stranger's URL; gives the status of the answer. The name is looked up first, every address it has must be allowed,
 * and the connection goes to an address that was looked at, so that a name which leads elsewhere a moment later leads nowhere.
 * Follows no redirect. @throws with a sentence that says why it could not be delivered
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  outside: Outside,
): Promise<number> {
  const problem = receiverProblem(url.href, outside);
  if (problem !== null) throw new Error(problem);
  const ends = AbortSignal.timeout(outside.timeout);
  const { address, family } = await withinTime(addressOf(url, outside.allowed), ends);
  return await new Promise<number>((done, fail) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      // No connection is kept, for the next delivery has to look the name up again.
      agent: false,
      signal: ends,
      maxHeaderSize: 16 * 1024,
      lookup: (_name, options, found) => {
        if (options.all === true) (found as unknown as AllFound)(null, [{ address, family }]);
        else found(null, address, family);
      },
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    });
    request.on('error', (error) => fail(ends.aborted ? new Error('It did not answer in time') : error));
    request.on('response', (response) => {
      let bytes = 0;
      const end = (): void => {
        done(response.statusCode ?? 0);
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostOfAnswer) end();
      });
      response.on('end', end);
      response.on('error', fail);
    });
    request.end(body);
  });
}

type AllFound = (error: null, addresses: { address: string; family: number }[]) => void;

async function addressOf(url: URL, allowed: BlockList | null): Promise<{ address: string; family: number }> {
  const name = nameIn(url);
  const literal = isIP(name);
  const addresses = literal === 0 ? await lookup(name, { all: true }) : [{ address: name, family: literal }];
  const [first] = addresses;
  // Nobody listens in on one's own network alone.
  const isOpen = ({ address, family }: { address: string; family: number }): boolean =>
    url.protocol === 'https:'
      ? isAllowedAddress(address, allowed)
      : allowed?.check(address, family === 6 ? 'ipv6' : 'ipv4') === true;
  // Where a name leads inside of somebody's network is not told to who typed it.
  if (first === undefined || !addresses.every(isOpen)) throw new Error(unreachable(url));
  return first;
}

function unreachable(url: URL): string {
  const name = nameIn(url);
  return url.protocol === 'https:'
    ? `${name} leads to no address of the public network`
    : `${name} leads to no address that may be told anything without https:`;
}

function nameIn({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/gu, '');
}

async function withinTime<Result>(work: Promise<Result>, ends: AbortSignal): Promise<Result> {
  const late = new Promise<never>((_, fail) => {
    ends.addEventListener('abort', () => fail(new Error('Its name could not be looked up in time')), { once: true });
  });
  late.catch(() => {});
  return await Promise.race([work, late]);
}
