import { describe, expect, test } from 'vitest';
import { specimens } from '../../test/mutation/specimen.ts';
import { openedWorkspace } from '../../test/opened-workspace.ts';
import { linksOf } from '../document/links.ts';
import { AnchorNames, anchorPlaces } from '../markdown/anchors.ts';
import { readMarkdown } from '../markdown/source.ts';
import { applyEdit, type Edit, mapPosition } from '../text/edit.ts';
import { resolvePath } from '../text/paths.ts';
import type { EditorDocument } from './editor-workspace.ts';
import { type RenamingWorkspace, renameAt, renameRangeAt } from './rename.ts';

const template = `# Plan: [Name]

## Goals

- [Goal]

## Options

### Option 1: [Name]

[Description]

## Phases

**Phase 1**: [Description]

- [ ] [Task]

**Phase 2**: [Description]

- [ ] [Task]

## Glossary

- **[Term]**: [Definition]
`;

const file = 'specs/0001-queue.md';

const text = `# Plan: Queue

See [goals](#goals), [other case](#GOALS), [twice](#notes-1) and [own id](#kept).

## Goals

- One

## Options

### Option 1: Robot

It walks.

## Phases

**Phase 1**: Build

- [ ] Write

## Glossary

- **Dead letter**: A message nobody reads.

## Notes

First.

## Notes

- Second

## More words {#kept}

Deep.
`;

const readme = `The [goals](specs/0001-queue.md#goals), the [robot](./specs/0001-queue.md#option-1-robot "it"), and [notes][n].

[n]: specs/0001-queue.md#notes-1
`;

interface Opened {
  readonly document: EditorDocument;
  readonly workspace: RenamingWorkspace;
  readonly texts: Readonly<Record<string, string>>;
}

/** A document and a file that is none, both of which link to the document. */
function opened(written = text, schema: Parameters<typeof openedWorkspace>[0] = template): Opened {
  const { documents, workspace } = openedWorkspace(schema, { [file]: written });
  const texts = { [file]: written, 'README.md': readme };
  const mentioning = () => Object.entries(texts).map(([name, words]) => ({ file: name, text: words }));
  return { document: documents[file] as EditorDocument, workspace: { ...workspace, mentioning }, texts };
}

/** Every text after what stands at some words is renamed. */
function renamed(words: string, name: string, from = opened()): Record<string, string> {
  const offset = (from.texts[file] as string).indexOf(words);
  const result = renameAt(from.document, from.workspace, offset, name);
  if (result.kind === 'refused') throw new Error(`${result.message}; ${result.hint}`);
  const edits = new Map(result.edits.map((one) => [one.file, one.edit]));
  return Object.fromEntries(
    Object.entries(from.texts).map(([one, before]) => [one, applyEdit(before, edits.get(one) ?? [])]),
  );
}

describe('a rename', () => {
  test('of a heading takes all links with it, in files that are no documents too', () => {
    const after = renamed('Goals\n', 'What we want');
    expect(after[file]).toBe(
      text
        .replace('## Goals', '## What we want')
        .replace('(#goals)', '(#what-we-want)')
        .replace('(#GOALS)', '(#what-we-want)'),
    );
    expect(after['README.md']).toBe(readme.replace('#goals', '#what-we-want'));
  });

  test('lets links to equal headings follow their numbers', () => {
    const after = renamed('Notes\n\nFirst', 'Remarks');
    expect(after[file]).toBe(text.replace('## Notes', '## Remarks').replace('(#notes-1)', '(#notes)'));
    expect(after['README.md']).toBe(readme.replace('#notes-1', '#notes'));
  });

  test('of an entry leaves its number and the words before it', () => {
    const after = renamed('Robot', 'Machine');
    expect(after[file]).toBe(text.replace('Option 1: Robot', 'Option 1: Machine'));
    expect(after['README.md']).toBe(readme.replace('option-1-robot', 'option-1-machine'));
  });

  test('leaves the id that a heading has of its own, and the line ends', () => {
    const written = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    expect(renamed('More words', 'Fewer', opened(written))[file]).toBe(written.replace('More words', 'Fewer'));
  });

  test('of the title, a group and a term changes these words alone', () => {
    expect(renamed('Queue', 'Bus')[file]).toBe(text.replace('Queue', 'Bus'));
    expect(renamed('Phase 1', 'Begin')[file]).toBe(text.replace('**Phase 1**', '**Phase 1: Begin**'));
    expect(renamed('Dead letter', 'Lost message')[file]).toBe(text.replace('Dead letter', 'Lost message'));
  });

  test('is refused in one sentence where it cannot be made', () => {
    const { document, workspace } = opened();
    const at = (words: string, name: string) => renameAt(document, workspace, text.indexOf(words), name);
    expect(at('It walks', 'x')).toMatchObject({ kind: 'refused', message: 'There is nothing here that has a name' });
    expect(at('Goals\n', '  ')).toMatchObject({ kind: 'refused', message: 'A name must not be empty' });
    expect(at('Goals\n', 'a\n# b')).toMatchObject({ kind: 'refused' });
    const setext = '# Plan: Queue\n\nAims\n----\n\nx\n';
    const other = opened(setext);
    expect(renameAt(other.document, other.workspace, setext.indexOf('Aims'), '- x')).toMatchObject({
      kind: 'refused',
      message: 'Under this name the heading would not be read as one',
    });
    const anchored = '# Plan: Queue\n\n## Aims <a id="x"></a> of it\n';
    const amid = opened(anchored);
    expect(renameAt(amid.document, amid.workspace, anchored.indexOf('Aims'), 'y')).toMatchObject({
      kind: 'refused',
      message: 'The anchor x stands amid the words to be replaced',
    });
  });

  test('shows beforehand what it would replace', () => {
    const { document } = opened();
    const shown = (words: string) => renameRangeAt(document, text.indexOf(words))?.text ?? null;
    expect(shown('## Goals')).toBe('Goals');
    expect(shown('Option 1')).toBe('Robot');
    expect(shown('# Plan')).toBe('Queue');
    expect(shown('More words')).toBe('More words');
    expect(shown('Dead')).toBe('Dead letter');
    expect(shown('It walks')).toBeNull();
  });
});

/** Where each link into the document leads: the start of a heading, or the name of an anchor that somebody wrote. */
function destinations({ document, workspace, texts }: Opened, from: string, words: string, target: string) {
  const places = anchorPlaces(readMarkdown(target, workspace.parser));
  const names = new AnchorNames(places.map(({ anchor }) => anchor));
  const source = { source: readMarkdown(words, workspace.parser), allSections: [] };
  expect(texts[from]).toBeDefined();
  return linksOf(source).map(({ path, fragment }) => {
    const leads = path === '' ? from : resolvePath(from, path);
    const place = leads !== document.bound.file || fragment === null ? null : names.find(fragment);
    const found = place === null ? undefined : places[place];
    return found === undefined ? null : found.made ? found.range.start : found.anchor;
  });
}

test('every link that led to a heading leads to the same one, whatever is renamed to what', () => {
  const good = specimens()
    .slice(0, 4)
    .map(({ schema, text: words }) => opened(words, schema));
  let made = 0;
  for (const from of [opened(), opened(text.replaceAll('\n', '\r\n')), ...good]) {
    const before = from.texts[file] as string;
    const headings = from.document.bound.allSections.map(({ outline }) => outline.headingRange.start);
    for (const start of headings) {
      for (const name of ['Notes', 'Größe & 漢字', '`Goals` *x*']) {
        const result = renameAt(from.document, from.workspace, start, name);
        if (result.kind === 'refused') continue;
        made += 1;
        const edits = new Map(result.edits.map((one) => [one.file, one.edit]));
        const own: Edit = edits.get(file) ?? [];
        const after = applyEdit(before, own);
        for (const [one, words] of Object.entries(from.texts)) {
          const was = destinations(from, one, words, before);
          const now = destinations(from, one, applyEdit(words, edits.get(one) ?? []), after);
          const wanted = was.map((place) => (typeof place === 'number' ? mapPosition(own, place, 'after') : place));
          expect({ name, start, to: now.map((place, link) => (was[link] === null ? null : place)) }).toEqual({
            name,
            start,
            to: wanted,
          });
        }
      }
    }
  }
  expect(made).toBeGreaterThan(80);
});
