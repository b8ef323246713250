import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { orderEvents } from '@specwright/core/lifecycle/causal-order.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEvents } from '../src/history/event-files.ts';
import type { HistorySeeker } from '../src/history/find-history.ts';
import { FolderSource } from '../src/history/folder-source.ts';
import type { HistorySource } from '../src/history/history-source.ts';
import { HistoryStore } from '../src/history/history-store.ts';
import { RevisionSource } from '../src/history/revision-source.ts';
import { FolderGit } from '../src/workspace/folder-git.ts';
import { commented, created } from './history-events.ts';

let place: string;
let repository: Repository;
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'histories-')));
  repository = new Repository(join(place, 'work'));
  repository.git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const HISTORY = 'specs/.history';
const lines = (words: string): string => Array.from({ length: 12 }, (_, n) => `${words} ${n}\n`).join('');

/** A real repository with documents below `specs`. */
class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  git(...words: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' };
    const who = ['-c', 'user.name=Ada Park', '-c', 'user.email=ada@plans.example', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...words], { cwd: this.folder, env, encoding: 'utf8', stdio: 'pipe' });
  }

  commit(message: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  documents(): string[] {
    return readdirSync(join(this.folder, 'specs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => relative(this.folder, join(this.folder, 'specs', name)));
  }

  store(base: HistorySource | null = null): HistoryStore {
    const documents = (): HistorySeeker[] =>
      this.documents().map((file) => ({ file, text: readFileSync(join(this.folder, file), 'utf8'), title: null }));
    return new HistoryStore({ folder: join(this.folder, HISTORY), shown: HISTORY, base, documents });
  }

  events(beginning: HistoryEvent): readonly HistoryEvent[] {
    return readEvents(new FolderSource(join(this.folder, HISTORY), HISTORY)).events.get(beginning.id) ?? [];
  }

  /** Writes a document and begins its history. */
  begin(file: string, text: string): HistoryEvent {
    this.write(file, text);
    const beginning = created(file, text);
    this.store().append([beginning], [text]);
    return beginning;
  }

  /** Adds a comment behind everything that is known here. */
  comment(beginning: HistoryEvent, file: string, words: string): HistoryEvent {
    const text = readFileSync(join(this.folder, file), 'utf8');
    const heads = new Set(this.order(beginning).heads);
    const known = this.order(beginning).events.filter(({ id }) => heads.has(id));
    const event = commented(beginning, known, text, words);
    this.store().append([event], [text]);
    return event;
  }

  order(beginning: HistoryEvent) {
    return orderEvents(this.events(beginning));
  }

  /** That a file goes on with a history of just these events, whole and with all texts. */
  expectHistory(file: string, events: readonly HistoryEvent[]): void {
    const kept = this.store().historyOf(file);
    expect(kept.problems).toEqual([]);
    expect(kept.events.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
    expect(orderEvents(kept.events).dangling).toEqual([]);
  }

  /** What is wrong with all histories against a revision, by kind. */
  async lostSince(revision: string): Promise<string[]> {
    const store = this.store(await RevisionSource.open(new FolderGit(this.folder), revision, HISTORY));
    const problems = this.documents().flatMap((file) => store.historyOf(file).problems);
    return [...problems, ...store.strangers]
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'broken' && kind !== 'dangling');
  }
}

describe('no event is lost, and each is found again, after', () => {
  test('git mv, of a file and of folders with equal files', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    const readmes = ['x', 'y', 'z'].map((name) => repository.begin(`specs/${name}/README.md`, 'the same\n'));
    repository.commit('begin');
    repository.git('mv', 'specs/a.md', 'specs/renamed.md');
    repository.git('mv', 'specs/x', 'specs/x2');
    repository.commit('move');
    repository.expectHistory('specs/renamed.md', [a]);
    repository.expectHistory('specs/y/README.md', [readmes[1] as HistoryEvent]);
    repository.expectHistory('specs/z/README.md', [readmes[2] as HistoryEvent]);
    repository.expectHistory('specs/x2/README.md', [readmes[0] as HistoryEvent]);
  });

  test('git mv with an edit in the same commit', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('mv', 'specs/a.md', 'specs/b.md');
    repository.write('specs/b.md', `${lines('alpha')}and more\n`);
    repository.commit('move and edit');
    repository.expectHistory('specs/b.md', [a]);
  });

  test('a merge of two branches with events each', async () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('checkout', '-q', '-b', 'side');
    const left = repository.comment(a, 'specs/a.md', 'left');
    const own = repository.begin('specs/b.md', lines('beta'));
    repository.commit('left');
    repository.git('checkout', '-q', 'main');
    const right = repository.comment(a, 'specs/a.md', 'right');
    repository.commit('right');
    repository.git('merge', '-q', '--no-edit', 'side');
    repository.expectHistory('specs/a.md', [a, left, right]);
    repository.expectHistory('specs/b.md', [own]);
    expect(repository.order(a).heads).toEqual([left.id, right.id].sort());
    expect(await repository.lostSince('side')).toEqual([]);
    expect(await repository.lostSince('HEAD^1')).toEqual([]);
  });

  test('a rebase', async () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('checkout', '-q', '-b', 'side');
    const one = repository.comment(a, 'specs/a.md', 'one');
    repository.commit('one');
    const two = repository.comment(a, 'specs/a.md', 'two');
    repository.commit('two');
    repository.git('checkout', '-q', 'main');
    const other = repository.comment(a, 'specs/a.md', 'other');
    repository.commit('other');
    repository.git('checkout', '-q', 'side');
    repository.git('rebase', '-q', 'main');
    repository.expectHistory('specs/a.md', [a, one, two, other]);
    expect(await repository.lostSince('main')).toEqual([]);
  });

  test('a squash merge', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('checkout', '-q', '-b', 'side');
    const events = ['one', 'two', 'three'].map((words) => {
      const text = `${readFileSync(join(repository.folder, 'specs/a.md'), 'utf8')}${words}\n`;
      repository.write('specs/a.md', text);
      const event = repository.comment(a, 'specs/a.md', words);
      repository.commit(words);
      return event;
    });
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--squash', 'side');
    repository.commit('squashed');
    repository.git('branch', '-q', '-D', 'side');
    repository.expectHistory('specs/a.md', [a, ...events]);
  });

  test('a cherry-pick, and the merge that brings the same event again', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('checkout', '-q', '-b', 'side');
    const event = repository.comment(a, 'specs/a.md', 'picked');
    repository.commit('picked');
    repository.git('checkout', '-q', 'main');
    repository.git('commit', '-q', '--allow-empty', '-m', 'else');
    repository.git('cherry-pick', 'side');
    repository.expectHistory('specs/a.md', [a, event]);
    repository.git('merge', '-q', '--no-edit', 'side');
    repository.expectHistory('specs/a.md', [a, event]);
  });

  test('a cherry-pick of what others build on: the gap is seen', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.git('checkout', '-q', '-b', 'side');
    const first = repository.comment(a, 'specs/a.md', 'first');
    repository.commit('first');
    repository.comment(a, 'specs/a.md', 'second');
    repository.commit('second');
    repository.git('checkout', '-q', 'main');
    repository.git('cherry-pick', 'side');
    expect(repository.store().historyOf('specs/a.md').problems).toMatchObject([
      { kind: 'dangling', message: expect.stringContaining(first.id) },
    ]);
  });

  test('a shallow clone', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    repository.write('specs/a.md', lines('beta'));
    const b = repository.comment(a, 'specs/a.md', 'b');
    repository.commit('edit');
    repository.git('clone', '-q', '--depth', '1', `file://${repository.folder}`, join(place, 'shallow'));
    const shallow = new Repository(join(place, 'shallow'));
    shallow.expectHistory('specs/a.md', [a, b]);
    expect(shallow.store().textOf(a.revision)).toBe(lines('alpha'));
  });

  test('a clone that writes the line ends of Windows', () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    const clone = join(place, 'windows');
    repository.git('clone', '-q', '-c', 'core.autocrlf=true', repository.folder, clone);
    const windows = new Repository(clone);
    expect(readFileSync(join(clone, 'specs/a.md'), 'utf8')).toContain('\r\n');
    expect(readFileSync(join(clone, HISTORY, 'texts', a.revision), 'utf8')).toBe(lines('alpha'));
    windows.git('mv', 'specs/a.md', 'specs/b.md');
    windows.expectHistory('specs/b.md', [a]);
  });
});

describe('against a base', () => {
  test('events that vanished or were changed are seen', async () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    const [one, two, three] = ['one', 'two', 'three'].map((words) => repository.comment(a, 'specs/a.md', words)) as [
      HistoryEvent,
      HistoryEvent,
      HistoryEvent,
    ];
    repository.commit('begin');
    expect(await repository.lostSince('HEAD')).toEqual([]);
    const path = ({ id }: HistoryEvent): string => join(repository.folder, HISTORY, a.id, `${id}.json`);
    rmSync(path(one));
    writeFileSync(path(two), readFileSync(path(two), 'utf8').replace('two', 'too'));
    repository.commit('tamper');
    expect((await repository.lostSince('HEAD~1')).sort()).toEqual(['altered', 'vanished']);
    rmSync(join(repository.folder, HISTORY), { recursive: true });
    expect(await repository.lostSince('HEAD~1')).toHaveLength(4);
    const base = await RevisionSource.open(new FolderGit(repository.folder), 'HEAD~1', HISTORY);
    expect(repository.store(base).historyOf('specs/a.md').problems).toHaveLength(4);
    expect(repository.store(base).strangers).toEqual([]);
    repository.git('checkout', '-q', 'HEAD~1', '--', '.');
    expect(await repository.lostSince('HEAD~1')).toEqual([]);
    expect(repository.order(a).events).toContainEqual(three);
  });

  test('a signature that was taken off is seen', async () => {
    const a = repository.begin('specs/a.md', lines('alpha'));
    const path = join(repository.folder, HISTORY, a.id, `${a.id}.json`);
    writeFileSync(path, JSON.stringify({ ...a, signature: 'of somebody' }));
    repository.commit('signed');
    writeFileSync(path, JSON.stringify(a));
    expect(await repository.lostSince('HEAD')).toEqual(['altered']);
  });

  test('texts and events are read as they were, in a folder of the repository too', async () => {
    repository.write('README.md', 'top\n');
    repository.commit('top');
    const inner = new Repository(join(repository.folder, 'teams/one'));
    const a = inner.begin('specs/a.md', lines('alpha'));
    repository.commit('begin');
    inner.comment(a, 'specs/a.md', 'later');
    const base = await RevisionSource.open(new FolderGit(inner.folder), 'HEAD', HISTORY);
    expect(readEvents(base).events.get(a.id)).toEqual([a]);
    expect(base.text(a.revision)).toBe(lines('alpha'));
    expect(base.text('0'.repeat(64))).toBeNull();
    const before = await RevisionSource.open(new FolderGit(inner.folder), 'HEAD~1', HISTORY);
    expect(readEvents(before).events.size).toBe(0);
    await expect(RevisionSource.open(new FolderGit(inner.folder), 'nowhere', HISTORY)).rejects.toThrow('no revision');
  });
});

test('a document that may go on with either of two histories is told so, and none is guessed', () => {
  const a = repository.begin('specs/a.md', 'the same\n');
  const b = repository.begin('specs/b.md', 'the same\n');
  repository.git('add', '-A');
  repository.git('mv', 'specs/a.md', 'specs/x.md');
  repository.git('mv', 'specs/b.md', 'specs/y.md');
  const kept = repository.store().historyOf('specs/x.md');
  expect(kept.events).toEqual([]);
  expect(kept.problems).toMatchObject([{ kind: 'ambiguous' }]);
  expect(repository.store().unplaced).toEqual([a.id, b.id].sort());
});
