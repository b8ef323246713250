import { describe, expect, test } from 'vitest';
import { parser } from '../../test/mutation/specimen.ts';
import { about, anchored, revisionOf } from '../../test/threads.ts';
import { bindDocument } from '../document/bind.ts';
import { compileTemplate } from '../template/compile.ts';
import { addressAround, findQuote } from './anchor.ts';

const schema = compileTemplate(
  '# Plan: [Name]\n\n**Author**: [Name]\n\n## Problem\n\n[Text]\n\n## Goals\n\n- [Goal]\n\n## Risks\n\n| Risk | Impact |\n|---|---|\n| [Risk] | [Impact] |\n',
  'plan.md',
  parser,
);
const text = `# Plan: Lamps

**Author**: Ada

## Problem

Parcels are lost at night. Nobody sees the yard at night, and
nobody walks there.

Lamps cost money.

## Goals

- Find every parcel
- Light the yard

## Risks

| Risk | Impact |
|---|---|
| Power fails | High |
`;
const before = revisionOf(text, schema);

/** A thread on the nth place of some words, and where it stands after the text became another. */
function followed(words: string, change: (text: string) => string, nth = 0) {
  let start = -1;
  for (let count = 0; count <= nth; count += 1) start = text.indexOf(words, start + 1);
  const range = { start, end: start + words.length };
  const after = revisionOf(change(text), schema);
  const anchor = anchored(before, after, about(before, range, addressAround(before.bound, range)));
  const { state, address, words: now } = anchor;
  return { state, address, now, start: anchor.range?.start };
}

const put = (old: string, fresh: string) => (of: string) => of.replace(old, fresh);

describe('a thread', () => {
  test('stands on the same words while only others change', () => {
    const after = text.replace('# Plan: Lamps', '# Plan: More lamps').replace('Lamps cost', 'Good lamps cost');
    expect(followed('at night', () => after, 1)).toEqual({
      ...{ state: 'exact', address: 'problem', now: 'at night' },
      start: after.lastIndexOf('at night'),
    });
  });

  test('stands on the same words when their lines are broken anew, within a quote as well', () => {
    const wrapped = put('the yard at night, and\nnobody walks', 'the yard\nat night, and nobody\nwalks');
    expect(followed('yard at night, and\nnobody', wrapped)).toMatchObject({
      ...{ state: 'exact', now: 'yard\nat night, and nobody' },
    });
    const quoted = put('Parcels are lost at night. Nobody', '> Parcels are lost\n> at night. Nobody');
    expect(followed('lost at night. Nobody', quoted)).toMatchObject({
      state: 'exact',
      now: 'lost\n> at night. Nobody',
    });
  });

  test('goes with its words when their part moves, is renamed or is counted anew', () => {
    expect(followed('Light the yard', put('- Find every', '- Buy lamps\n- Find every'))).toMatchObject({
      ...{ state: 'moved', address: 'goals[3]', now: 'Light the yard' },
    });
    expect(followed('walks there', put('## Problem', '## What is wrong'))).toMatchObject({
      ...{ state: 'moved', address: 'what-is-wrong', now: 'walks there' },
    });
    const away = (of: string) => `${of.replace('Lamps cost money.\n\n', '')}\nLamps cost money.\n`;
    expect(followed('Lamps cost money', away)).toMatchObject({
      state: 'moved',
      address: 'risks',
      now: 'Lamps cost money',
    });
  });

  test('shows what became of its words, of two places that said the same at the right one', () => {
    expect(followed('lost at night', put('lost at night', 'lost at noon'))).toMatchObject({
      ...{ state: 'changed', address: 'problem', now: 'lost at noon' },
    });
    expect(followed('at night', put('at night', 'at noon'))).toMatchObject({ state: 'changed', now: 'at noon' });
    expect(followed('at night', put('at night', 'at noon'), 1)).toMatchObject({ state: 'exact', now: 'at night' });
    expect(followed('High', put('High', 'Low'))).toMatchObject({
      state: 'changed',
      address: 'risks[1].impact',
      now: 'Low',
    });
  });

  test('stands on what held its words when they are gone', () => {
    expect(followed('Lamps cost money.', put('Lamps cost money.\n\n', ''))).toMatchObject({
      ...{ state: 'gone', address: 'problem', now: null },
    });
    expect(followed('Light the yard', put('- Light the yard\n', ''))).toMatchObject({
      state: 'gone',
      address: 'goals',
    });
    const without = (of: string) => of.replace(/## Goals[^#]*/u, '');
    expect(followed('Light the yard', without)).toMatchObject({ state: 'gone', address: '(document)' });
    expect(followed('Light the yard', () => '')).toMatchObject({ state: 'gone', address: '(document)', start: 0 });
  });

  test('never takes the same words of another place for its own', () => {
    const words = 'Light the whole yard at night';
    const twice = text.replace('Lamps cost money.', `${words}.`).replace('Light the yard', words);
    const was = revisionOf(twice, schema);
    const on = (start: number, after: string) => {
      const range = { start, end: start + words.length };
      const { state, range: now } = anchored(was, revisionOf(after, schema), about(was, range));
      return [state, now?.start];
    };
    const [first, last] = [twice.indexOf(words), twice.lastIndexOf(words)];
    const edited = twice.replace(words, 'Light the half yard at noon');
    expect(on(first, edited)).toEqual(['changed', first]);
    expect(on(last, edited)).toEqual(['exact', edited.indexOf(words)]);
    expect(on(last, twice.replace(`- ${words}\n`, ''))[0]).toBe('gone');
    const again = revisionOf(`${twice}\n- ${words}\n`, schema);
    const start = again.bound.source.text.lastIndexOf(words);
    expect(anchored(again, was, about(again, { start, end: start + words.length })).state).toBe('gone');
  });

  test('about a whole part follows it, and tells that it says something else', () => {
    const whole = (change: (of: string) => string, address = 'problem') => {
      const { state, address: now, words } = anchored(before, revisionOf(change(text), schema), { address, quote: '' });
      return [state, now, words];
    };
    expect(whole((of) => of.replace('and\nnobody', 'and nobody'))).toEqual(['exact', 'problem', null]);
    expect(whole(put('cost money', 'are cheap'))).toEqual(['changed', 'problem', null]);
    expect(whole(put('- Find every parcel\n', ''), 'goals[2]')).toEqual(['moved', 'goals[1]', null]);
    expect(whole((of) => of.replace(/## Problem[^#]*/u, ''))).toEqual(['gone', '(document)', null]);
    expect(whole((of) => of, '(metadata)')).toEqual(['exact', '(metadata)', null]);
    expect(whole(put(': Ada', ': Bo'), '(metadata)')[0]).toBe('changed');
    expect(whole((of) => of, 'nowhere.at[2].all')).toEqual(['gone', '(document)', null]);
  });

  test('from before places were kept, or on a text that is not, is found by its words and what stood around them', () => {
    const after = revisionOf(text.replace('## Problem', '## Problem\n\nFirst.'), schema);
    const old = { address: 'problem', quote: 'nobody walks there' };
    expect(anchored(before, after, old)).toMatchObject({ state: 'exact', words: 'nobody walks there' });
    expect(anchored(before, after, { ...old, address: 'goals' }, false)).toMatchObject({
      state: 'moved',
      address: 'problem',
    });
    const start = text.lastIndexOf('at night');
    const second = about(before, { start, end: start + 8 }, 'problem');
    expect(anchored(before, after, second, false).range?.start).toBe(after.bound.source.text.lastIndexOf('at night'));
    expect(anchored(before, after, { ...old, quote: 'never said' }, false)).toMatchObject({
      state: 'gone',
      address: 'problem',
    });
  });
});

test('a thread about the file beside the document, or with words that never stood there, stands as well', () => {
  const read = (owner: string) => {
    const companion = { file: 'a.yaml', text: `owner: ${owner}\n` };
    const bound = bindDocument({ file: 'a.md', source: before.bound.source, schema, companion });
    return { bound, digests: before.digests };
  };
  const [old, now] = [read('Ada Park'), read('Bo Lin')];
  const address = old.bound.fields.find(({ inCompanion }) => inCompanion)?.address ?? '';
  const said = { address, quote: 'Ada Park' };
  expect(anchored(old, old, said)).toEqual({ ...said, state: 'exact', range: null, words: 'Ada Park' });
  expect(anchored(old, now, said)).toEqual({ ...said, state: 'changed', range: null, words: 'Bo Lin' });
  expect(anchored(before, before, { address: 'goals', quote: 'never said' })).toMatchObject({
    ...{ state: 'gone', address: 'goals', words: null },
  });
});

test('of several places the one with the most alike around it is meant', () => {
  const around = { quote: 'at night', prefix: 'lost ', suffix: '' };
  expect(findQuote(before.bound, 'problem', around)?.start).toBe(text.indexOf('at night'));
  expect(findQuote(before.bound, 'problem', { ...around, prefix: 'yard ' })?.start).toBe(text.lastIndexOf('at night'));
  expect(findQuote(before.bound, 'goals', around)).toBe(null);
});
