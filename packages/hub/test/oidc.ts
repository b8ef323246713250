import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll } from 'vitest';

export const clientSecret = 'not much of a secret';

/** A real provider for the tests of one file, which knows everybody by the name that they type, and its client `hub`. */
export async function testProvider(callback: URL): Promise<{
  readonly issuer: URL;
  /** Goes there like a browser, types a name and agrees; gives the address that it is sent back to. */
  visit(url: URL, login: string): Promise<URL>;
}> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => server.close());
  const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const provider = new Provider(issuer.origin, {
    clients: [{ client_id: 'hub', client_secret: clientSecret, redirect_uris: [callback.href] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['for this test'] },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => claimsOf(id) }),
  });
  server.on('request', provider.callback());
  return { issuer, visit: (url, login) => visit(issuer, url, login) };
}

/** `ada.unverified` has Ada's address, which nobody has verified. */
function claimsOf(id: string): object {
  const email = `${id.replace('.unverified', '')}@example.com`;
  return { sub: id, email, email_verified: !id.includes('.unverified'), name: id.toUpperCase() };
}

async function visit(issuer: URL, url: URL, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = url;
  let form: Record<string, string> | null = null;
  for (let step = 0; step < 20 && at.origin === issuer.origin; step += 1) {
    const answer: Response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    form = null;
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    const page = await answer.text();
    if (next !== null) at = new URL(next, at);
    else {
      const [, action = ''] = /action="([^"]+)"/u.exec(page) ?? [];
      if (action === '') throw new Error(`The provider shows no form: ${page.slice(0, 500)}`);
      at = new URL(action, at);
      form = page.includes('name="login"') ? { prompt: 'login', login, password: 'any' } : { prompt: 'consent' };
    }
  }
  return at;
}
