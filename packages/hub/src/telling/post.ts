import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { isAllowedAddress } from './public-address.ts';

/** Where programs of strangers may be told something. */
export interface Outside {
  /** Addresses that are allowed although they are not public; null for none. */
  readonly allowed: BlockList | null;
  /** Whether `http:` will do; only for networks of one's own. */
  readonly plain: boolean;
  /** ms that one delivery takes at most, name, connection and answer together. */
  readonly timeout: number;
}

/** The most of an answer that is read before the connection is closed. */
const mostOfAnswer = 64 * 1024;

/** Why a URL can be no receiver's, a sentence without a full stop; null when it may be one. Says nothing of where its name leads. */
export function receiverProblem(text: string, { plain }: Pick<Outside, 'plain'>): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'It is not a URL';
  }
  if (text.length > 2_000) return 'It is too long';
  if (url.protocol !== 'https:' && !(plain && url.protocol === 'http:')) return 'It must begin with https://';
  if (url.username !== '' || url.password !== '') return 'It must not hold a name or a password';
  return null;
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

async function addressOf({ hostname }: URL, allowed: BlockList | null): Promise<{ address: string; family: number }> {
  const name = hostname.replace(/^\[|\]$/gu, '');
  const literal = isIP(name);
  const addresses = literal === 0 ? await lookup(name, { all: true }) : [{ address: name, family: literal }];
  const [first] = addresses;
  // Where a name leads inside of somebody's network is not told to who typed it.
  if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, allowed)))
    throw new Error(`${name} leads to no address of the public network`);
  return first;
}

async function withinTime<Result>(work: Promise<Result>, ends: AbortSignal): Promise<Result> {
  const late = new Promise<never>((_, fail) => {
    ends.addEventListener('abort', () => fail(new Error('Its name could not be looked up in time')), { once: true });
  });
  late.catch(() => {});
  return await Promise.race([work, late]);
}
