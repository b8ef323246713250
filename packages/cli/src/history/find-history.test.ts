import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { describe, expect, test } from 'vitest';
import { commented, created, renamed } from '../../test/history-events.ts';
import { findHistories, type HistorySeeker, knownHistory } from './find-history.ts';

const texts = new Map<string, string>();

/** A history whose newest event saw `text` at `file`. */
function history(file: string, text: string, title = 'A plan') {
  const beginning = created(file, text, title);
  texts.set(beginning.revision, text);
  const known = knownHistory(beginning.id, [beginning]);
  if (known === null) throw new Error('no history');
  return known;
}

function seeker(file: string, text: string, title: string | null = null): HistorySeeker {
  return { file, text, title };
}

/** By file: the id found, `none`, or the ids that it may be. */
function find(documents: readonly HistorySeeker[], histories: readonly ReturnType<typeof history>[]) {
  const found = findHistories(documents, histories, (digest) => texts.get(digest) ?? null);
  return Object.fromEntries(
    documents.map(({ file }) => {
      const one = found.get(file);
      return [
        file,
        one?.kind === 'found'
          ? one.documents.length === 1
            ? one.documents[0]
            : one.documents
          : one?.kind === 'ambiguous'
            ? one.documents
            : 'none',
      ];
    }),
  );
}

const long = (words: string): string => Array.from({ length: 20 }, (_, line) => `${words} line ${line}\n`).join('');

describe('a history belongs to', () => {
  test('the file at its place, edited or not', () => {
    const [a, b] = [history('a.md', 'one'), history('b.md', 'two')];
    expect(find([seeker('a.md', 'one'), seeker('b.md', 'edited')], [a, b])).toEqual({
      'a.md': a.document,
      'b.md': b.document,
    });
  });

  test('the file at the newest place its events name', () => {
    const beginning = created('old.md', 'one');
    const known = knownHistory(beginning.id, [beginning, renamed(beginning, [beginning], 'one', 'new.md')]);
    expect(known?.files).toEqual(['new.md']);
    const two = [
      renamed(beginning, [beginning], 'one', 'left.md'),
      renamed(beginning, [beginning], 'one', 'right.md'),
      commented(beginning, [beginning], 'two', 'why?'),
    ];
    expect([...(knownHistory(beginning.id, [beginning, ...two])?.files ?? [])].sort()).toEqual(['left.md', 'right.md']);
  });

  test('each of twenty equal files at its place', () => {
    const all = Array.from({ length: 20 }, (_, n) => history(`plans/${n}/README.md`, 'the same'));
    const documents = all.map((each) => seeker(each.files[0] as string, 'the same'));
    expect(Object.values(find(documents, all))).toEqual(all.map(({ document }) => document));
  });

  test('each of twenty equal files when the folder moved', () => {
    const all = Array.from({ length: 20 }, (_, n) => history(`plans/${n}/README.md`, 'the same'));
    const documents = all.map((each) => seeker((each.files[0] as string).replace('plans', 'specs/old'), 'the same'));
    expect(Object.values(find(documents, all))).toEqual(all.map(({ document }) => document));
  });

  test('a moved file by its text, whatever its line ends', () => {
    const a = history('a.md', 'one\ntwo\n');
    expect(find([seeker('deep/b.md', 'one\ntwo\n')], [a])).toEqual({ 'deep/b.md': a.document });
    expect(find([seeker('deep/b.md', 'one\r\ntwo\r\n')], [a])).toEqual({ 'deep/b.md': a.document });
  });

  test('swapped files, and files that moved round, by their texts', () => {
    const all = ['a.md', 'b.md', 'c.md'].map((file) => history(file, `text of ${file}`));
    const [a, b, c] = all.map(({ document }) => document);
    expect(find([seeker('a.md', 'text of b.md'), seeker('b.md', 'text of a.md')], all.slice(0, 2))).toEqual({
      'a.md': b,
      'b.md': a,
    });
    const round = [seeker('a.md', 'text of b.md'), seeker('b.md', 'text of c.md'), seeker('c.md', 'text of a.md')];
    expect(find(round, all)).toEqual({ 'a.md': b, 'b.md': c, 'c.md': a });
  });

  test('a file that was moved over another', () => {
    const [a, b] = [history('a.md', 'one'), history('b.md', 'two')];
    expect(find([seeker('b.md', 'one')], [a, b])).toEqual({ 'b.md': a.document });
  });

  test('the original, not its copy', () => {
    const a = history('a.md', 'one');
    expect(find([seeker('a.md', 'one'), seeker('copy.md', 'one')], [a])).toEqual({
      'a.md': a.document,
      'copy.md': 'none',
    });
    expect(find([seeker('a.md', 'one and more'), seeker('copy.md', 'one')], [a])).toEqual({
      'a.md': a.document,
      'copy.md': 'none',
    });
  });

  test('a file that was moved and edited, by likeness', () => {
    const [a, b] = [history('a.md', long('alpha')), history('b.md', long('beta'))];
    expect(find([seeker('x.md', `${long('alpha')}more\n`), seeker('y.md', `${long('beta')}more\n`)], [a, b])).toEqual({
      'x.md': a.document,
      'y.md': b.document,
    });
  });

  test('a file with its title, when much of it was written anew', () => {
    const a = history('a.md', `# Quiet nights\n${long('alpha')}`, 'Quiet nights');
    const text = `# Quiet nights\n${long('alpha').split('\n').slice(0, 9).join('\n')}\n${long('gamma')}`;
    expect(find([seeker('x.md', text, 'Quiet nights')], [a])).toEqual({ 'x.md': a.document });
    expect(find([seeker('x.md', text, 'Loud nights')], [a])).toEqual({ 'x.md': 'none' });
  });

  test('no file that has nothing in common', () => {
    expect(find([seeker('x.md', long('delta'))], [history('a.md', long('alpha'))])).toEqual({ 'x.md': 'none' });
  });

  test('the living one of two documents that had the same place', () => {
    const [old, now] = [history('a.md', 'one'), history('a.md', 'two')];
    expect(find([seeker('a.md', 'three')], [{ ...old, archived: true }, now])).toEqual({ 'a.md': now.document });
    expect(find([seeker('a.md', 'two')], [old, now])).toEqual({ 'a.md': now.document });
  });
});

describe('nobody can say', () => {
  test('which of two equal files moved to which name', () => {
    const [a, b] = [history('a.md', 'same'), history('b.md', 'same')];
    const both = [a.document, b.document].sort();
    expect(find([seeker('x.md', 'same'), seeker('y.md', 'same')], [a, b])).toEqual({ 'x.md': both, 'y.md': both });
  });

  test('which of two copies the moved file is', () => {
    const a = history('a.md', 'same');
    expect(find([seeker('x.md', 'same'), seeker('y.md', 'same')], [a])).toEqual({
      'x.md': [a.document],
      'y.md': [a.document],
    });
  });

  test('which of two histories of one place an edited file goes on with', () => {
    const [a, b] = [history('a.md', 'one'), history('a.md', 'two')];
    expect(find([seeker('a.md', 'three')], [a, b])).toEqual({ 'a.md': [a.document, b.document].sort() });
  });
});

test('two beginnings at one place, made on two branches, are one history', () => {
  const [a, b] = [history('a.md', long('alpha')), history('a.md', `${long('alpha')}one more line\n`)];
  const both = [a.document, b.document].sort();
  expect(find([seeker('a.md', long('alpha'))], [a, b])).toEqual({ 'a.md': both });
  expect(find([seeker('a.md', `${long('alpha')}another line\n`)], [a, b])).toEqual({ 'a.md': both });
  expect(find([seeker('a.md', long('gamma'))], [a, b])).toEqual({ 'a.md': both });
});

describe("an event that puts a history at another document's place", () => {
  const [plan, other] = [long('plan'), long('other')];
  const sayMoved = (revision: string) => {
    const beginning = created('a.md', plan);
    texts.set(beginning.revision, plan);
    texts.set(renamed(beginning, [beginning], revision, 'b.md').revision, revision);
    const known = knownHistory(beginning.id, [beginning, renamed(beginning, [beginning], revision, 'b.md')]);
    if (known === null) throw new Error('no history');
    return known;
  };

  test.each([
    ['its own text', plan, other],
    ["the other's text", other, other],
    ["the other's text, which was edited", other, `${other}more\n`],
  ])('joins nothing, whatever it claims to have seen: %s', (_, revision, now) => {
    const [moved, home] = [sayMoved(revision), history('b.md', other)];
    expect(find([seeker('a.md', plan), seeker('b.md', now)], [moved, home])).toEqual({
      'a.md': moved.document,
      'b.md': home.document,
    });
  });

  test('is followed where nothing that began there goes on', () => {
    const [moved, home] = [sayMoved(plan), history('b.md', other)];
    expect(find([seeker('b.md', plan)], [moved, home])).toEqual({ 'b.md': moved.document });
  });
});

describe('the history of a file that is gone, with an event that names the text of another document', () => {
  const [plan, other, stranger] = [long('plan'), long('other'), long('stranger')];
  const now = `${other}more\n`;
  /** A history of `a.md`, and what its newest event claims. */
  const grafted = (says: (beginning: HistoryEvent) => HistoryEvent) => {
    const beginning = created('a.md', plan);
    texts.set(beginning.revision, plan);
    return known(beginning, says(beginning));
  };
  const known = (...events: HistoryEvent[]) => {
    const summed = knownHistory(events[0]?.id ?? '', events);
    if (summed === null) throw new Error('no history');
    return summed;
  };
  const saysSeen = (beginning: HistoryEvent) => commented(beginning, [beginning], now, 'seen');
  const saysMoved = (beginning: HistoryEvent) => renamed(beginning, [beginning], now, 'b.md');

  test.each([
    ['it was seen', saysSeen],
    ['it was moved there', saysMoved],
  ])('does not become that of the document: %s', (_, says) => {
    const home = history('b.md', other);
    expect(find([seeker('b.md', now)], [grafted(says), home])).toEqual({ 'b.md': home.document });
  });

  test("does not when the document's own newest event names a strange text, either", () => {
    const beginning = created('b.md', other);
    texts.set(beginning.revision, other);
    const misled = commented(beginning, [beginning], stranger, 'look');
    texts.set(misled.revision, stranger);
    expect(find([seeker('b.md', now)], [grafted(saysSeen), known(beginning, misled)])).toEqual({
      'b.md': beginning.id,
    });
  });

  test('does not when the document was renamed before, or at least nobody can say', () => {
    const beginning = created('old.md', other);
    texts.set(beginning.revision, other);
    const home = known(beginning, renamed(beginning, [beginning], other, 'b.md'));
    const moved = grafted(saysMoved);
    expect(find([seeker('b.md', now)], [grafted(saysSeen), home])).toEqual({ 'b.md': beginning.id });
    expect(find([seeker('b.md', now)], [moved, home])).toEqual({ 'b.md': [moved.document, beginning.id].sort() });
  });
});
