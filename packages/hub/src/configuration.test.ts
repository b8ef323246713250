import { expect, test } from 'vitest';
import { flagsOf, type HubKind, readConfiguration } from './configuration.ts';

const read = (flags: object, environment: NodeJS.ProcessEnv = {}, kind: HubKind = 'hub') =>
  readConfiguration(kind, { ...flags }, environment, '/data');

test('what is left out has a default, and a flag wins over the environment', () => {
  expect(read({})).toMatchObject({
    host: '127.0.0.1',
    port: 7331,
    orNextPort: false,
    data: '/data',
    databaseUrl: null,
  });
  expect(read({}, {}, 'serve')).toMatchObject({ orNextPort: true, logLevel: 'warn' });
  expect(read({ port: '8080' }, { PORT: '9090' })).toMatchObject({ port: 8080 });
  expect(read({}, { PORT: '9090' }, 'serve')).toMatchObject({ port: 9090, orNextPort: false });
  expect(
    read({}, { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'hub', OIDC_DOMAINS: 'A.example, ' }).oidc,
  ).toMatchObject({ clientId: 'hub', domains: ['a.example'], linkVerifiedEmail: false, name: 'login.example.com' });
  expect(read({ smtpHost: 'mail', smtpFrom: 'a@b.example' }, { SMTP_PASSWORD: 'x' }).mail).toEqual({
    host: 'mail',
    port: 587,
    secure: false,
    user: null,
    password: 'x',
    from: 'a@b.example',
  });
});

test('a wrong value names itself, and secrets are not repeated', () => {
  const wrong: readonly [object, NodeJS.ProcessEnv, string][] = [
    [{ port: '70000' }, {}, '--port must be a whole number from 0 to 65535, not "70000"'],
    [{}, { PORT: 'x' }, 'PORT must be'],
    [{ port: '' }, {}, '--port must be'],
    [{ host: 'a b' }, {}, '--host must be'],
    [{ host: '0.0.0.0' }, {}, 'its address for browsers is not known'],
    [{ publicUrl: 'https://a.example/path' }, {}, '--public-url must be'],
    [{}, { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ rateLimit: '0' }, {}, '--rate-limit must be'],
    [{ trustProxy: 'everybody' }, {}, '--trust-proxy must be'],
    [{}, { OIDC_ISSUER: 'https://a.example' }, 'OIDC_ISSUER is set without OIDC_CLIENT_ID'],
    [{}, { OIDC_ISSUER: 'http://a.example', OIDC_CLIENT_ID: 'x' }, 'OIDC_ISSUER must begin with https://'],
    [{}, { WEBHOOK_NETWORKS: '10.0.0.0/8, 10.0.0.0/33' }, 'WEBHOOK_NETWORKS must be'],
    [{ smtpHost: 'mail' }, {}, 'SMTP_HOST is set without SMTP_FROM'],
  ];
  for (const [flags, environment, message] of wrong) expect(() => read(flags, environment)).toThrow(message);
  const secret = 'mysql://ada:hunter2@host/database';
  expect(() => read({}, { DATABASE_URL: secret })).toThrow(/^DATABASE_URL must be [^"]*$/u);
  expect(() => read({ host: '0.0.0.0' }, {}, 'serve')).toThrow('cannot listen on 0.0.0.0');
});

test('secrets have no flag, and one person has no flags of a team', () => {
  const flags = (kind: HubKind) => flagsOf(kind).map(({ flag }) => flag.split(' ')[0]);
  expect(flags('hub')).not.toContain('--smtp-password');
  expect(flags('hub')).toContain('--oidc-issuer');
  expect(flags('serve')).toEqual(['--port', '--host', '--data', '--database-url', '--log-level', '--rate-limit']);
});
