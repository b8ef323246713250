import { describe, expect, test } from 'vitest';
import { bindDocument } from '../../../document/bind.ts';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { readMarkdown } from '../../../markdown/source.ts';
import { compileTemplate } from '../../../template/compile.ts';
import { checkDocument } from '../../check-document.ts';
import type { WorkspaceRule } from '../../rule.ts';
import { defaultSettings } from '../../settings.ts';
import { dependsOnLessMature } from './depends-on-less-mature.ts';
import { duplicateId } from './duplicate-id.ts';
import { supersedesNotReciprocal } from './supersedes-not-reciprocal.ts';
import { unknownDocument } from './unknown-document.ts';

const settings = defaultSettings('2026-01-01');
const template =
  '---\nstatus: Draft | In Review | Accepted | Superseded\nrequires: NNNN # optional\nsupersedes: NNNN # optional\nsuperseded-by: NNNN # optional\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n';
const schema = compileTemplate(template, 'template.md', mdastParser);

/** What a rule says of files whose front matter is given, as `file: message`. */
function across(rule: WorkspaceRule, files: Readonly<Record<string, string>>, partial = false): string[] {
  const documents = Object.entries(files).map(([file, matter]) => {
    const text = `---\n${matter}\n---\n\n# Title\n\n## Context\n\nWords.\n`;
    return checkDocument(bindDocument({ source: readMarkdown(text, mdastParser), file, schema }), settings).facts;
  });
  const facts = { documents, exists: () => false, partial };
  return documents.flatMap((document) =>
    [...rule.check(document, facts, settings.options)].map(({ message }) => `${document.file}: ${message}`),
  );
}

const five = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`specs/000${number}-a.md`, 'status: Accepted']));

describe('XDC801 duplicate-id', () => {
  test('names every document of a number', () => {
    expect(across(duplicateId, { 'specs/0007-a.md': 'status: Draft', 'specs/7-b.md': 'status: Draft' })).toEqual([
      'specs/0007-a.md: Number 7 also belongs to `specs/7-b.md`',
      'specs/7-b.md: Number 7 also belongs to `specs/0007-a.md`',
    ]);
  });

  test('each folder counts its own documents; 0000 and dates are no numbers', () => {
    const files = [
      'a/0007-x.md',
      'b/0007-x.md',
      'a/0000-x.md',
      'a/0000-y.md',
      'a/2026-01-01-x.md',
      'a/2026-01-01-y.md',
    ];
    expect(across(duplicateId, Object.fromEntries(files.map((file) => [file, 'status: Draft'])))).toEqual([]);
  });
});

describe('XDC802 unknown-document', () => {
  test('a number that no document has', () => {
    expect(across(unknownDocument, { ...five, 'specs/0006-b.md': 'requires: 4, 44' })).toEqual([
      'specs/0006-b.md: No document of the workspace has number 44',
    ]);
  });

  test.each(['RFC 2119', 'https://example.org/44', 'none', '3 teams', '../other/0044-x.md'])(
    '%j names no number of this workspace',
    (requires) => expect(across(unknownDocument, { ...five, 'specs/0006-b.md': `requires: ${requires}` })).toEqual([]),
  );

  test('nothing in a small workspace, or where some documents were not read', () => {
    expect(across(unknownDocument, { 'specs/0006-b.md': 'requires: 44' })).toEqual([]);
    expect(across(unknownDocument, { ...five, 'specs/0006-b.md': 'requires: 44' }, true)).toEqual([]);
  });
});

describe('XDC803 depends-on-less-mature', () => {
  const pair = (status: string, other: string) =>
    across(dependsOnLessMature, {
      'specs/0001-a.md': `status: ${other}`,
      'specs/0002-b.md': `status: ${status}\nrequires: 1`,
    });

  test('an approved document on one that is being written', () => {
    expect(pair('Accepted', 'Draft')).toEqual([
      'specs/0002-b.md: This document is "Accepted" but depends on `specs/0001-a.md`, which is only "Draft"',
    ]);
  });

  test.each([
    ['Accepted', 'Accepted'],
    ['Accepted', 'Superseded'],
    ['Accepted', 'Blue'],
    ['In Review', 'Draft'],
    ['Draft', 'Draft'],
  ])('%s on %s is fine', (status, other) => expect(pair(status, other)).toEqual([]));
});

describe('XDC804 supersedes-not-reciprocal', () => {
  const pair = (older: string, newer: string) =>
    across(supersedesNotReciprocal, { 'specs/0001-a.md': older, 'specs/0002-b.md': newer });

  test('an older document that does not tell of its successor', () => {
    expect(pair('status: Accepted', 'status: Accepted\nsupersedes: 1')).toEqual([
      'specs/0002-b.md: `specs/0001-a.md` is "Accepted" and does not say that this document supersedes it',
    ]);
    expect(pair('status: Superseded\nsuperseded-by: 9', 'status: Accepted\nsupersedes: 1')).toHaveLength(1);
    expect(pair('status: Superseded\nsuperseded-by: 2', 'status: Accepted\nsupersedes: 7')).toHaveLength(1);
  });

  test.each([
    ['status: Superseded', 'status: Accepted\nsupersedes: 1'],
    ['status: Superseded\nsuperseded-by: 2', 'status: Accepted\nsupersedes: 1'],
    ['status: Superseded\nsuperseded-by: 2', 'status: Accepted'],
    ['status: Accepted', 'status: Draft\nsupersedes: 1'],
  ])('%j beside %j is fine', (older, newer) => expect(pair(older, newer)).toEqual([]));
});
