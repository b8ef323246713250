import { Client } from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { person, problemOf } from '../../test/people.ts';
import { document, keptText, workspace } from '../database/tables/documents.ts';
import { demand } from './demand.ts';
import { grantsOn, liftRestriction, restrict, setGrant, takeGrant } from './grants.ts';
import { rightOn } from './right-on.ts';
import { rightsChannel } from './rights-changed.ts';

const { queries, url } = await testDatabase();
const root = await person(queries, 'Root', { admin: true });
const [ada, ben, cam] = [await person(queries, 'Ada'), await person(queries, 'Ben'), await person(queries, 'Cam')];
const whole = { workspace: 'w' };
const spec = { workspace: 'w', document: 'd' };
await queries.insert(workspace).values({ id: 'w', name: 'specs', title: 'Specs' });
await queries.insert(keptText).values({ digest: 'text', text: '' });
await queries.insert(document).values({ id: 'd', workspace: 'w', file: 'a.md', version: 1, revision: 'text' });

test('nobody gives or takes more than they hold', async () => {
  await setGrant(queries, root, whole, ada, 'maintainer');
  await setGrant(queries, root, spec, cam, 'admin');
  expect(await problemOf(setGrant(queries, ada, whole, ben, 'reader'))).toBe('missing-right');
  expect(await problemOf(setGrant(queries, ada, spec, ben, 'admin'))).toBe('missing-right');
  expect(await problemOf(setGrant(queries, ada, spec, cam, 'reader'))).toBe('missing-right');
  expect(await problemOf(takeGrant(queries, ada, spec, cam))).toBe('missing-right');
  expect(await problemOf(setGrant(queries, ben, spec, ben, 'reader'))).toBe('not-found');
  await setGrant(queries, ada, spec, ben, 'author');
  await setGrant(queries, ada, spec, ben, 'commenter');
  expect(await grantsOn(queries, ada, spec)).toMatchObject([
    { account: ben.account, name: 'Ben', right: 'commenter' },
    { account: cam.account, name: 'Cam', right: 'admin' },
  ]);
  expect(await problemOf(grantsOn(queries, ben, spec))).toBe('missing-right');
  expect(await problemOf(setGrant(queries, ada, spec, { group: 'none' }, 'reader'))).toBe('not-found');
  await takeGrant(queries, ada, spec, ben);
  expect(await rightOn(queries, ben, 'w', 'd')).toBeNull();
});

test('every process hears that rights changed', async () => {
  const listener = new Client({ connectionString: url });
  await listener.connect();
  await listener.query(`listen ${rightsChannel}`);
  const heard = new Promise((done) => listener.on('notification', done));
  await setGrant(queries, root, whole, ben, 'maintainer');
  await heard;
  await listener.end();
});

test('whoever hides a document keeps it, and the others of the workspace lose it until it is shown again', async () => {
  await restrict(queries, ada, spec);
  expect(await rightOn(queries, ada, 'w', 'd')).toBe('maintainer');
  expect(await rightOn(queries, ben, 'w', 'd')).toBeNull();
  expect(await rightOn(queries, cam, 'w', 'd')).toBe('admin');
  const restricted = { archived: false, removed: false, restricted: true };
  expect(await problemOf(restrict(queries, ada, { ...spec, state: restricted }))).toBe('wrong-state');
  expect(await problemOf(demand(queries, ben, 'read document', spec))).toBe('not-found');
  await liftRestriction(queries, ada, { ...spec, state: restricted });
  expect(await rightOn(queries, ben, 'w', 'd')).toBe('maintainer');
});
