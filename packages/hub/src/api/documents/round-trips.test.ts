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

/** What the hub asks its database, by connection, while it answers. Others may be at work in the background meanwhile. */
async function askedDuring(answer: () => ReturnType<typeof ada.ask>): Promise<readonly (readonly string[])[]> {
  const asked = new Map<Client, string[]>();
  const query = Client.prototype.query;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    const [first] = given as [string | { readonly text: string }];
    asked.set(this, [...(asked.get(this) ?? []), typeof first === 'string' ? first : first.text]);
    return Reflect.apply(query, this, given);
  });
  const { status, body } = await answer();
  spy.mockRestore();
  expect(status, JSON.stringify(body)).toBe(200);
  revision = body.revision ?? revision;
  return [...asked.values()];
}

/** The questions of a read: those about the session, the document and rights, which nobody else asks in this hub. */
function ofRead(asked: readonly (readonly string[])[]): readonly string[] {
  return asked.flat().filter((one) => /"session"|from "(?:document|workspace|template|event|turn|room)"/u.test(one));
}

/** The questions of a write: from the beginning of the transaction that holds the document to its end. */
function ofWrite(asked: readonly (readonly string[])[]): readonly string[] {
  const own = asked.find((all) => all.some((one) => one.endsWith('for update') && one.includes('"document"'))) ?? [];
  const held = own.findIndex((one) => one.endsWith('for update') && one.includes('"document"'));
  return own.slice(own.lastIndexOf('begin', held), own.indexOf('commit', held) + 1);
}

const set = (value: string) => () =>
  ada.ask('POST', `${at}/set`, { revision, values: [{ address: 'problem', value }] });

test('a read asks the database three times, and a write hardly more than a dozen times', async () => {
  const text = ofRead(await askedDuring(() => ada.ask('GET', `${at}/text`)));
  expect(text, text.join('\n')).toHaveLength(3);
  const document = ofRead(await askedDuring(() => ada.ask('GET', at)));
  expect(document, document.join('\n')).toHaveLength(3);
  const edited = ofWrite(await askedDuring(set('Parcels are lost in new wordings.')));
  expect(edited.length, edited.join('\n')).toBeLessThanOrEqual(15);
  const comment = { address: 'problem', quote: '', text: 'Which?', blocking: false };
  const told = ofWrite(await askedDuring(() => ada.ask('POST', `${at}/comment`, comment)));
  expect(told.length, told.join('\n')).toBeLessThanOrEqual(16);
  expect([edited.at(-1), told.at(-1)]).toEqual(['commit', 'commit']);
});
