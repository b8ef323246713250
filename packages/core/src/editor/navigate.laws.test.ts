import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../../test/hostile-texts.ts';
import { specimens } from '../../test/mutation/specimen.ts';
import { openedDocument } from '../../test/opened-workspace.ts';
import type { Schema } from '../template/schema.ts';
import { applyEdit } from '../text/edit.ts';
import { containsRange, type Range } from '../text/range.ts';
import { actionsAt } from './actions.ts';
import { definitionAt } from './definition.ts';
import type { FileEdit, Term } from './editor-workspace.ts';
import { foldsOf } from './folding.ts';
import { lensesOf } from './lenses.ts';
import { documentTree, type OutlineNode } from './outline.ts';
import { referencesAt } from './references.ts';
import { type RenamingWorkspace, renameAt, renameRangeAt } from './rename.ts';
import { templatePlaceAt } from './template-place.ts';
import { tokensOf } from './tokens.ts';

const patience = 120_000;

const place = { file: 'specs/0009-other.md', range: { start: 0, end: 0 } };
const terms: Term[] = ['a', 'the', 'Overview', '概述', 'x y'].map((term) => ({ term, definition: 'd', place }));

/** Holds everything that an editor may ask about a text to what is promised of it. */
function expectSound(schema: Schema | string, text: string, stops: number): void {
  const { document, workspace } = openedDocument(schema, text, { terms });
  const isIn = ({ start, end }: Range): boolean => 0 <= start && start <= end && end <= text.length;
  expectTree(documentTree(document), isIn);
  let last = 0;
  for (const { first, last: end } of foldsOf(document)) {
    expect(last < first && first < end && end <= document.bound.source.lines.lineCount).toBe(true);
    last = first;
  }
  let end = 0;
  for (const { range } of tokensOf(document, workspace)) {
    if (!(end <= range.start && range.start < range.end && isIn(range))) expect(range).toBe(`behind ${end}`);
    if (/[\r\n]/u.test(text.slice(range.start, range.end))) expect(range).toBe('one line');
    end = range.end;
  }
  const lenses = lensesOf(document, workspace);
  expect(lenses.every(({ range }) => isIn(range))).toBe(true);
  expect(lenses.map(({ range }) => range.start)).toEqual(lenses.map(({ range }) => range.start).sort((a, b) => a - b));
  const own = ({ edits }: { readonly edits: readonly FileEdit[] }) => {
    for (const { file, edit } of edits) if (file === document.bound.file) expectApplies(text, edit);
  };
  const renaming: RenamingWorkspace = { ...workspace, mentioning: () => [{ file: 'specs/0001-queue.md', text }] };
  for (let stop = 0; stop <= stops; stop += 1) {
    const offset = Math.round((text.length * stop) / stops);
    for (const places of [definitionAt(document, workspace, offset), referencesAt(document, workspace, offset)]) {
      expect(places.every(({ file, range }) => file !== document.bound.file || isIn(range))).toBe(true);
    }
    const shown = templatePlaceAt(document, offset);
    if (shown !== null) expect(shown.range.end).toBeLessThanOrEqual(document.bound.schema.text.length);
    for (const action of actionsAt(document, workspace, { start: offset, end: offset })) {
      expect(action.edits.length).toBeGreaterThan(0);
      own(action);
    }
    const named = renameRangeAt(document, offset);
    if (named === null) continue;
    expect(isIn(named.range)).toBe(true);
    const result = renameAt(document, renaming, offset, 'Another name');
    if (result.kind === 'renamed') own(result);
  }
}

function expectTree(nodes: readonly OutlineNode[], isIn: (range: Range) => boolean): void {
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { range, nameRange, children, name } = node;
    const isSound =
      isIn(range) &&
      name !== '' &&
      containsRange(range, nameRange) &&
      children.every((one) => containsRange(range, one.range));
    if (!isSound) expect(node).toBe('a part in its place');
    pending.push(...children);
  }
}

function expectApplies(text: string, edit: FileEdit['edit']): void {
  let end = 0;
  for (const replacement of edit) {
    expect(replacement.start).toBeGreaterThanOrEqual(end);
    expect(replacement.end).toBeGreaterThanOrEqual(replacement.start);
    end = replacement.end;
  }
  expect(end).toBeLessThanOrEqual(text.length);
  expect(typeof applyEdit(text, edit)).toBe('string');
}

describe('whatever is asked about a document', () => {
  test.each(specimens().map((one) => [one.name, one] as const))(
    '%s',
    (_, { schema, text }) => {
      for (const written of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, schema.text])
        expectSound(schema, written, 60);
    },
    patience,
  );
});

const [specimen] = specimens();

describe('whatever is asked about a hostile text', () => {
  test.each(Object.keys(hostileTexts))(
    '%s',
    (name) => {
      const text = (hostileTexts[name] as () => string)();
      expectSound((specimen as { schema: Schema }).schema, text, 2);
    },
    patience,
  );
});
