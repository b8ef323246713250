import { afterAll } from 'vitest';
import { openMirror } from '../../cli/src/mirror/open-mirror.ts';
import { readConfiguration } from '../src/configuration.ts';
import type { Database } from '../src/database/database.ts';
import { grant, workspace } from '../src/database/tables/documents.ts';
import { startSession } from '../src/people/sessions.ts';
import type { Caller, Right } from '../src/rights/right.ts';
import { startTeamHub } from '../src/team.ts';
import { from, person } from './people.ts';

/** A template that documents of tests follow. */
export const designTemplate = `# Design: [Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved

## Problem

[What is wrong]

## Risks

| Risk | Impact |
|------|--------|
| [Risk] | Low/Med/High |

## Open Questions

- [ ] [Question]
`;

/** A document of the template; its risk has an impact, so that it can be told from others. */
export function design(
  name: string,
  { impact = 'High', status = 'Draft', problem = 'Parcels are lost at night.' } = {},
): string {
  return designTemplate
    .replace('[Name]', name)
    .replace('[Name]', 'Ada')
    .replace('Draft | In Review | Approved', status)
    .replace('[What is wrong]', problem)
    .replace('[Risk] | Low/Med/High', `Load | ${impact}`)
    .replace('[Question]', 'Who is asked?');
}

/** Somebody who asks over HTTP. */
export interface Client {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
  /** Sends JSON; gives the status, the headers, and what was answered: JSON, or else text. */
  ask(method: string, path: string, body?: unknown, headers?: object, signal?: AbortSignal): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
  readonly body: any;
}

/**
 * A team's hub that answers on a free port, on the database of a test; it is stopped after the tests of the file. `more` are its flags, by
 * name in camelCase.
 */
export async function teamHub(database: Database, more: Readonly<Record<string, string>> = {}) {
  const flags = { port: '0', databaseUrl: database.url, logLevel: 'fatal', rateLimit: '100000', ...more };
  const hub = await startTeamHub(readConfiguration('hub', flags, {}, ''), {
    version: '1.2.3',
    files: null,
    lost: () => {},
    setUp: () => {},
    openFolder: openMirror,
  });
  afterAll(() => hub.stop());
  const clientOf = (caller: Caller, headers: Readonly<Record<string, string>>): Client => ({
    caller,
    headers,
    ask: async (method, path, body, more = {}, signal = AbortSignal.timeout(30_000)) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await fetch(new URL(`/api/v1${path}`, hub.url), {
        method,
        headers: { ...headers, ...json, ...more },
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /[/+]json\b/u.test(answer.headers.get('content-type') ?? '');
      return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
    },
  });
  return {
    url: hub.url,
    stop: () => hub.stop(),
    nobody: clientOf({} as Caller, {}),
    /** Somebody signed in with a browser, with a right on a workspace. */
    signIn: async (name: string, right: Right | 'admin of the hub' | null = null, on = 'specs'): Promise<Client> => {
      const { queries } = database;
      const caller = await person(queries, name, { admin: right === 'admin of the hub' });
      if (right !== null && right !== 'admin of the hub')
        await queries.insert(grant).values({ id: name, workspace: on, account: caller.account, right });
      const now = new Date();
      const of = { account: caller.account, method: 'password', authenticatedAt: now } as const;
      const secret = await startSession(queries, of, from, now);
      return clientOf(caller, { cookie: `specwright=${secret}`, 'specwright-request': '1' });
    },
    /** A workspace with the template, which follows no policy of its own. */
    makeWorkspace: async (id: string, by: Client): Promise<void> => {
      await database.queries.insert(workspace).values({ id, name: id, title: id });
      await by.ask('PUT', `/workspaces/${id}/templates`, { file: 'templates/design.md', text: designTemplate });
    },
  };
}
