import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { document, grant, keptText, workspace } from '../database/tables/documents.ts';
import { account, group, groupMember } from '../database/tables/people.ts';
import { allowed } from './actions.ts';
import { type Caller, cut, holds, type Right, rights } from './right.ts';
import { documentsWith, readableDocuments, readableWorkspaces, rightOn } from './right-on.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 1_000 : 60 };

const database = await testDatabase();
const accounts = ['ada', 'ben', 'eve'];
const groups = ['g0', 'g1'];
const workspaces = ['w0', 'w1'];
const documents = ['d0', 'd1', 'd2', 'd3', 'd4'];

const world = fc.record({
  documents: fc.tuple(
    ...documents.map((id) =>
      fc.record({
        id: fc.constant(id),
        workspace: fc.constantFrom(...workspaces),
        restricted: fc.boolean(),
        removed: fc.boolean(),
      }),
    ),
  ),
  members: fc.uniqueArray(fc.tuple(fc.constantFrom(...groups), fc.constantFrom(...accounts)), {
    selector: (pair) => pair.join(),
  }),
  grants: fc.uniqueArray(
    fc.record({
      on: fc.constantFrom(...workspaces, ...documents),
      holder: fc.constantFrom(...accounts, ...groups),
      right: fc.constantFrom(...rights),
    }),
    { maxLength: 12, selector: ({ on, holder }) => `${on} ${holder}` },
  ),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

const callers: fc.Arbitrary<Caller> = fc.record({
  account: fc.constantFrom(...accounts),
  actor: fc.constant({ kind: 'person' as const, id: 'somebody@example.com', name: 'Somebody' }),
  admin: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  via: fc.constantFrom('session', 'session', 'token', 'local'),
  authenticatedAt: fc.constant(null),
  bound: fc.option(fc.constantFrom(...rights)),
  within: fc.option(fc.constantFrom(...workspaces), { freq: 1 }),
});

await database.queries.insert(account).values(accounts.map((id) => ({ id, email: `${id}@example.com`, name: id })));
await database.queries.insert(group).values(groups.map((id) => ({ id, name: id })));
await database.queries.insert(workspace).values(workspaces.map((id) => ({ id, name: id, title: id })));
await database.queries.insert(keptText).values({ digest: 'text', text: '' });

async function fill({ documents, members, grants }: World): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.delete(grant);
    await queries.delete(groupMember);
    await queries.delete(document);
    const removedAt = new Date(0);
    await queries.insert(document).values(
      documents.map(({ removed, ...rest }) => ({
        ...rest,
        file: `${rest.id}.md`,
        version: 1,
        revision: 'text',
        removedAt: removed ? removedAt : null,
      })),
    );
    if (members.length > 0)
      await queries.insert(groupMember).values(members.map(([group, account]) => ({ group, account })));
    for (const { on, holder, right } of grants) {
      const held = documents.find(({ id }) => id === on);
      await queries.insert(grant).values({
        id: `${on} ${holder}`,
        workspace: held?.workspace ?? on,
        document: held === undefined ? null : on,
        [groups.includes(holder) ? 'group' : 'account']: holder,
        right,
      });
    }
  });
}

/** The right on a document as the words of the design have it, in another way than the code. */
function expected(
  world: World,
  caller: Caller,
  { id, workspace, restricted }: World['documents'][number],
): Right | null {
  if (caller.within != null && caller.within !== workspace) return null;
  const isMine = (holder: string): boolean =>
    holder === caller.account || world.members.some(([group, one]) => group === holder && one === caller.account);
  const counting = world.grants
    .filter(({ on, holder }) => isMine(holder) && (on === id || (on === workspace && !restricted)))
    .map(({ right }) => right);
  const held = caller.admin || caller.via === 'local' ? 'admin' : rights.findLast((right) => counting.includes(right));
  return held === undefined ? null : cut(held, caller.bound);
}

describe('rights', () => {
  test('are what accounts and their groups were granted, on restricted documents only what was granted there', async () => {
    await fc.assert(
      fc.asyncProperty(world, callers, async (world, caller) => {
        await fill(world);
        for (const one of world.documents) {
          const right = await rightOn(database.queries, caller, one.workspace, one.id);
          expect(right).toBe(expected(world, caller, one));
          const other = workspaces.find((id) => id !== one.workspace) as string;
          expect(await rightOn(database.queries, caller, other, one.id)).toBeNull();
        }
      }),
      runs,
    );
  });

  test('of lists are the rights of single documents', async () => {
    await fc.assert(
      fc.asyncProperty(world, callers, fc.constantFrom(...rights), async (world, caller, least) => {
        await fill(world);
        const { queries } = database;
        const ids = { id: document.id };
        const listed = await queries.select(ids).from(document).where(readableDocuments(caller));
        const enough = await queries.select(ids).from(document).where(documentsWith(caller, least));
        const seen = await queries.select({ id: workspace.id }).from(workspace).where(readableWorkspaces(caller));
        const right = new Map<string, Right | null>();
        for (const one of world.documents) right.set(one.id, await rightOn(queries, caller, one.workspace, one.id));
        const readable = world.documents.filter(({ id, removed, restricted }) =>
          allowed(right.get(id) ?? null, 'read document', { archived: false, removed, restricted }),
        );
        expect(listed.map(({ id }) => id).sort()).toEqual(readable.map(({ id }) => id));
        expect(enough.map(({ id }) => id).sort()).toEqual(
          documents.filter((id) => holds(right.get(id) ?? null, least)),
        );
        const whole = new Map<string, Right | null>();
        for (const id of workspaces) whole.set(id, await rightOn(queries, caller, id, null));
        expect(seen.map(({ id }) => id).sort()).toEqual(
          workspaces.filter((id) => whole.get(id) != null || readable.some((one) => one.workspace === id)),
        );
      }),
      runs,
    );
  });
});
