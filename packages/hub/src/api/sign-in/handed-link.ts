import type { SignInPorts } from './who-asks.ts';

/** Hands a one-time link to whom it is for: by mail, and then nobody else sees it, or by whoever asked for it. */
export async function handed(
  { origin, mailLink }: SignInPorts,
  purpose: 'invitation' | 'password',
  email: string,
  secret: string,
): Promise<{ link: string | null }> {
  const link = linkOf(origin, secret);
  if (mailLink === null) return { link };
  await mailLink(email, purpose, link);
  return { link: null };
}

/** The address of a one-time link. Browsers keep what follows the `#` to themselves, so no log has it. */
export function linkOf(origin: URL, secret: string): string {
  return new URL(`/join#${secret}`, origin).href;
}
