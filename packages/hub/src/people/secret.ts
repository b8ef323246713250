import { randomBytes } from 'node:crypto';
import { sha256Of } from '@specwright/core/text/hash.ts';

/** A secret that nobody can guess: 256 bits, as cookies, links and headers can hold it. */
export function newSecret(prefix = ''): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/**
 * What is kept of a secret, 64 hex digits. Secrets are found by it, so nothing compares them letter by letter. A plain hash is enough, for
 * there is nothing to guess; words that people think of are hashed in `password.ts`.
 */
export function digestOf(secret: string): string {
  return sha256Of(secret.slice(0, 200));
}
