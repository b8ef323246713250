import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { design, teamHub } from '../../../test/team-hub.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const ada = await hub.signIn('Ada', 'author');
const made = await ada.ask('POST', '/workspaces/specs/documents', { file: 'a.md', text: design('Retries') });
const at = `/documents/${made.body.id}`;
let { revision } = made.body;

/** What the hub asks of its database to answer. */
async function questionsOf(answer: () => ReturnType<typeof ada.ask>): Promise<string[]> {
  const asked: string[] = [];
  const query = Client.prototype.query;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    const [first] = given as [string | { readonly text: string }];
    asked.push(typeof first === 'string' ? first : first.text);
    return Reflect.apply(query, this, given);
  });
  const { status, body } = await answer();
  spy.mockRestore();
  expect(status, JSON.stringify(body)).toBe(200);
  revision = body.revision ?? revision;
  return asked;
}

const set = (value: string) => () =>
  ada.ask('POST', `${at}/set`, { revision, values: [{ address: 'problem', value }] });

test('a request asks the database little', async () => {
  // What is known of the rules, and words that nobody wrote before, are asked for once.
  await questionsOf(set('Parcels are late.'));
  for (const [name, answer] of Object.entries({
    text: () => ada.ask('GET', `${at}/text`),
    doc: () => ada.ask('GET', at),
    gates: () => ada.ask('GET', `${at}/gates`),
    list: () => ada.ask('GET', '/documents?status=Draft'),
    search: () => ada.ask('GET', '/search?q=parcels'),
    turns: () => ada.ask('GET', '/turns?who=ada@example.com'),
    set: set('Parcels are lost at night.'),
    comment: () => ada.ask('POST', `${at}/comment`, { address: 'problem', quote: '', text: 'Which?', blocking: false }),
  })) {
    const asked = await questionsOf(answer);
    console.log(name, asked.length);
    console.log(asked.map((one) => `   ${one.replaceAll(/\s+/gu, ' ').slice(0, 150)}`).join('\n'));
  }
});
