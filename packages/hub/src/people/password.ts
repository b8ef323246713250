import { hash, verify } from '@node-rs/argon2';
import type { FieldProblem } from '../rights/problem.ts';

/** argon2id, the library's default, with the cost that OWASP names: 19 MiB, two passes, one thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The fewest characters of a password. */
export const leastCharacters = 12;
const mostBytes = 1_000;

/** What is wrong with a password that somebody chooses. Length is all that counts, so that a sentence is as good as a riddle. */
export function passwordProblems(password: string): FieldProblem[] {
  const text = folded(password);
  if ([...text].length < leastCharacters)
    return [{ field: 'password', message: `must have at least ${leastCharacters} characters` }];
  if (Buffer.byteLength(text) > mostBytes)
    return [{ field: 'password', message: `must have at most ${mostBytes} bytes` }];
  return [];
}

/** The form in which a password is kept. */
export function hashPassword(password: string): Promise<string> {
  return hash(folded(password), cost);
}

/**
 * True when a password is the one that was hashed. Takes as long when there is no hash, so that the time does not tell who has an
 * account.
 */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const short = Buffer.byteLength(password) <= 4 * mostBytes ? folded(password) : '';
  const matches = await verify(hashed ?? (await nobodys), short);
  return matches && hashed !== null;
}

/** Made once: a hash that costs as much to compare with as anybody's. */
const nobodys = hash('the password of nobody at all', cost);

/** Keyboards differ in how they write the same letter. */
function folded(password: string): string {
  return password.normalize('NFKC');
}
