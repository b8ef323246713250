import { lifecycleShape } from '@specwright/core/workspace/lifecycle-shape.ts';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { person, problemOf, start } from '../../test/people.ts';
import { workspace } from '../database/tables/documents.ts';
import { setGrant } from '../rights/grants.ts';
import { endAccount } from './administrators.ts';
import { addGroup, addMember, groups, removeGroup, removeMember, renameGroup } from './groups.ts';
import { roleOwnersOf, rolesOf, setAbsences, setRoleOwners, withOwners } from './roles.ts';

const database = await testDatabase();
const { queries } = database;
const root = await person(queries, 'Root', { admin: true });
const [ada, ben, cam] = [await person(queries, 'Ada'), await person(queries, 'Ben'), await person(queries, 'Cam')];
await queries.insert(workspace).values({ id: 'w', name: 'specs', title: 'Specs' });
await setGrant(queries, root, { workspace: 'w' }, ada, 'maintainer');
await setGrant(queries, root, { workspace: 'w' }, ben, 'author');

test('groups are changed by administrators, and have one name each', async () => {
  const id = await addGroup(queries, root, ' Readers ');
  await addMember(queries, root, id, ada.account);
  await addMember(queries, root, id, ada.account);
  expect(await groups(queries, ben)).toEqual([{ id, name: 'Readers', members: [ada.account] }]);
  expect(await problemOf(addGroup(queries, root, 'Readers'))).toBe('conflict');
  expect(await problemOf(renameGroup(queries, root, id, 'Readers'))).toBe('done');
  expect(await problemOf(addGroup(queries, root, 'two\nlines'))).toBe('invalid-body');
  expect(await problemOf(addMember(queries, ada, id, ben.account))).toBe('missing-right');
  expect(await problemOf(addMember(queries, root, id, 'nobody'))).toBe('not-found');
  await removeMember(queries, root, id, ada.account);
  expect(await problemOf(removeMember(queries, root, id, ada.account))).toBe('not-found');
  await removeGroup(queries, root, id);
  expect(await groups(queries, root)).toEqual([]);
});

test('roles are held by people and groups, with deputies for those who are away', async () => {
  const group = await addGroup(queries, root, 'Security');
  await addMember(queries, root, group, ben.account);
  await addMember(queries, root, group, cam.account);
  await setRoleOwners(queries, ada, 'w', 'Security', { owners: [{ group }], deputies: [{ account: ada.account }] });
  await setAbsences(queries, ben, ben.account, [{ from: '2026-03-01', until: null }]);
  const roles = await rolesOf(queries, 'w');
  expect(roles).toEqual({
    Security: {
      people: ['ben@example.com', 'cam@example.com'],
      deputies: ['ada@example.com'],
      absent: [{ who: 'ben@example.com', from: '2026-03-01', until: undefined }],
    },
  });
  expect(lifecycleShape.safeParse({ roles }).success).toBe(true);
  const configured = { security: { scope: ['risks'], people: ['eve@example.com'] }, Product: { required: false } };
  expect(withOwners(configured, roles)).toEqual({
    security: { scope: ['risks'], ...roles.Security },
    Product: { required: false },
  });
  expect(await problemOf(removeGroup(queries, root, group))).toBe('conflict');
  expect(await roleOwnersOf(queries, ben, 'w')).toEqual([
    { role: 'Security', owners: [{ group }], deputies: [{ account: ada.account }] },
  ]);
  expect(await problemOf(roleOwnersOf(queries, cam, 'w'))).toBe('not-found');
});

test('what was made of a policy is old once its people change', async () => {
  const version = async () => (await queries.select().from(workspace))[0]?.version;
  const [security] = await groups(queries, root);
  let before = await version();
  const changes: (() => Promise<void>)[] = [
    () => setAbsences(queries, cam, cam.account, []),
    () => setAbsences(queries, ada, ada.account, []),
    () => removeMember(queries, root, security?.id ?? '', cam.account),
    () => addMember(queries, root, security?.id ?? '', cam.account),
    () => setRoleOwners(queries, ada, 'w', 'Other', { owners: [], deputies: [] }),
  ];
  for (const change of changes) {
    await change();
    expect(await version()).toBe((before ?? 0) + 1);
    before = await version();
  }
  await setAbsences(queries, root, root.account, []);
  expect(await version()).toBe(before);
});

test('a role whose holders all left is held by nobody, not by everybody', async () => {
  const dan = await person(queries, 'Dan');
  await setRoleOwners(queries, ada, 'w', 'Legal', { owners: [dan], deputies: [] });
  const empty = await addGroup(queries, root, 'Empty');
  await setRoleOwners(queries, ada, 'w', 'Design', { owners: [{ group: empty }], deputies: [] });
  await endAccount(queries, root, dan.account, start);
  const { Legal, Design } = await rolesOf(queries, 'w');
  expect([Legal?.people, Design?.people]).toEqual([['dan@example.com'], ['nobody in Empty']]);
});

test('who holds a role is said by maintainers, in place of what was said before', async () => {
  const holders = { owners: [ben], deputies: [] };
  expect(await problemOf(setRoleOwners(queries, ben, 'w', 'Product', holders))).toBe('missing-right');
  expect(await problemOf(setRoleOwners(queries, cam, 'w', 'Product', holders))).toBe('not-found');
  await setRoleOwners(queries, ada, 'w', 'Product Owner', holders);
  await setRoleOwners(queries, ada, 'w', 'product-owner', { owners: [cam], deputies: [] });
  expect(Object.keys(await rolesOf(queries, 'w'))).toContain('product-owner');
  expect(Object.keys(await rolesOf(queries, 'w'))).not.toContain('Product Owner');
  for (const wrong of [
    { owners: [], deputies: [ben] },
    { owners: [ben], deputies: [ben] },
    { owners: [{ account: 'nobody' }], deputies: [] },
  ])
    expect(await problemOf(setRoleOwners(queries, ada, 'w', 'Product', wrong))).toBe('invalid-body');
  await setRoleOwners(queries, ada, 'w', 'PRODUCT OWNER', { owners: [], deputies: [] });
  expect(Object.keys(await rolesOf(queries, 'w'))).not.toContain('product-owner');
  expect(await problemOf(setAbsences(queries, ben, cam.account, []))).toBe('missing-right');
  const backwards = [{ from: '2026-03-02', until: '2026-03-01' }];
  expect(await problemOf(setAbsences(queries, ben, ben.account, backwards))).toBe('invalid-body');
});
