import { expect, test } from 'vitest';
import { openedDocument } from '../../test/opened-workspace.ts';
import type { Term } from './editor-workspace.ts';
import { tokensOf } from './tokens.ts';

const template = `# ADR-NNNN: [Title]

**Status**: Draft | Accepted
**Depends on**: [Number] <!-- optional -->

## Context

<!-- Say what happened and why it matters. -->

[Why now, in two sentences]

## Risks

| Risk | Likelihood |
|------|------------|
| [Risk] | High/Low |

## Tasks

- [ ] [Task]
`;

const text = `# ADR-0001: Queue

**Status**: Draft
**Depends on**: 2

## Context

<!-- Say what happened
and why it matters. -->

[Why now, in two sentences] A dead letter, see [tasks](#tasks).

## Risks

| Risk | Likelihood |
|------|------------|
| It stops | High |

## Tasks

- [x] Write [it](#risks) for
  the dead letter
- [ ] Test
`;

const place = { file: 'specs/0009-other.md', range: { start: 0, end: 0 } };
const terms: Term[] = [{ term: 'Dead letter', definition: 'x', place }];

function tokens(written: string): string[] {
  const { document, workspace } = openedDocument(template, written, { terms });
  return tokensOf(document, workspace).map(({ kind, range }) => `${kind} ${written.slice(range.start, range.end)}`);
}

const expected = [
  'field Status',
  'status Draft',
  'field Depends on',
  'reference 2',
  'guidance <!-- Say what happened',
  'guidance and why it matters. -->',
  'placeholder [Why now, in two sentences]',
  'term dead letter',
  'reference #tasks',
  'choice High',
  'done Write [it](',
  'reference #risks',
  'done ) for',
  'done the dead letter',
];

test('what means more than words is told by kind, line by line', () => {
  expect(tokens(text)).toEqual(expected);
  expect(tokens(text.replaceAll('\n', '\r\n'))).toEqual(expected);
  expect(tokens(`\uFEFF${text}`)).toEqual(expected);
});

test('a document that is still its template shows its placeholders', () => {
  expect(tokens(template).filter((token) => token.startsWith('placeholder'))).toContain(
    'placeholder [Why now, in two sentences]',
  );
});
