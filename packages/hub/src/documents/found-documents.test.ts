import { readdirSync, readFileSync } from 'node:fs';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { assign } from '@specwright/core/operations/assign.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { person } from '../../test/people.ts';
import { standingOf } from '../api/documents/standing.ts';
import { template, workspace } from '../database/tables/documents.ts';
import { keepTexts } from './kept-texts.ts';
import { WritePath } from './write-path.ts';

const database = await testDatabase();
const { queries } = database;
const parser = await loadParser();
const examples = new URL('../../../../examples/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, examples), 'utf8');
let clock = Date.parse('2026-03-02T09:00:00Z');
const pathOf = (least: 'claimed' | 'session'): WritePath =>
  new WritePath({
    ...{ database, parser, least },
    told: async () => {},
    settle: async () => {},
    now: () => {
      clock += 1_000;
      return new Date(clock);
    },
  });
const [alone, inTeam] = [pathOf('claimed'), pathOf('session')];
const ada = await person(queries, 'Ada', { admin: true });
const templateText = read('templates/technical-spec.md');
await keepTexts(queries, [templateText]);
for (const id of ['folder', 'team']) {
  await queries.insert(workspace).values({ id, name: id, title: id });
  await queries
    .insert(template)
    .values({ workspace: id, file: 'templates/technical-spec.md', digest: sha256Of(templateText) });
}
const approved = read('specs/0003-appointment-reminders.md');
const found = (path: WritePath, on: string, file: string, text: string) =>
  path.create(ada, on, { file, text, origin: 'found' });

test('what was found is what its line and its table say, where claims are enough', async () => {
  const files = readdirSync(new URL('specs/', examples)).filter((name) => name.endsWith('.md'));
  const stood = [];
  for (const file of files) {
    const { claimed, status } = standingOf((await found(alone, 'folder', file, read(`specs/${file}`))).opened);
    stood.push(status === claimed ? status : `${file}: ${claimed} → ${status}`);
  }
  expect([...new Set(stood)].sort()).toEqual(['Approved', 'Draft', 'Implemented', 'In Review']);
});

test('a claim holds for the text that it came with, and is kept when somebody acts', async () => {
  const { row } = await found(alone, 'folder', 'claimed.md', approved);
  const statusNow = async () => standingOf((await alone.read(ada, row.id)).opened).status;
  const edited = approved.replace('## Goals', 'And by letter.\n\n## Goals');
  expect(edited).not.toBe(approved);
  const after = await alone.replace(ada, row.id, { base: row.revision, text: edited, via: 'api' });
  expect(standingOf(after.opened).status).toBe('In Review');
  expect(await statusNow()).toBe('In Review');
  const back = await alone.replace(ada, row.id, { base: after.row.revision, text: approved, via: 'api' });
  expect([standingOf(back.opened).status, await statusNow()]).toEqual(['Approved', 'Approved']);
  const { document } = await alone.act(ada, row.id, { action: 'assign', base: null }, (context) =>
    assign.run(context, { owner: 'ada@example.com', team: null, decideBy: null, dryRun: false }),
  );
  expect([standingOf(document.opened).status, await statusNow()]).toEqual(['Approved', 'Approved']);
});

test('in a team what a table claims is shown, and meets no gate', async () => {
  const { opened } = await found(inTeam, 'team', 'claimed.md', approved);
  const { status, signOffs } = standingOf(opened);
  expect(status).toBe('In Review');
  expect(signOffs.length).toBeGreaterThan(0);
  expect(
    signOffs.every(({ verdict, assurance, doubt }) => verdict !== null && assurance === 'claimed' && doubt !== null),
  ).toBe(true);
});
