import { describe, expect, test } from 'vitest';
import { openedWorkspace } from '../../test/opened-workspace.ts';
import { definitionAt } from './definition.ts';
import type { Place, Term } from './editor-workspace.ts';
import { referencesAt } from './references.ts';
import { templatePlaceAt } from './template-place.ts';

const template = `# ADR-NNNN: [Title]

**Status**: Draft | Accepted
**Depends on**: [Number] <!-- optional -->

## Context

[Why now]

## Risks

| Risk | Likelihood |
|------|------------|
| [Risk] | High/Low |

## Glossary

- **[Term]**: [Definition]
`;

const queue = `# ADR-0001: Queue

**Status**: Draft
**Depends on**: 2

## Context

See [the risks](#risks), [broker](./0002-broker.md#Context) and [it](0002-broker.md).
A dead letter is kept; \`dead letter\` in code is none. Also [words][home] and a note[^1].
![flow](../images/flow.png) and [gone](#nowhere).

> ## Quoted risks

## Risks

| Risk | Likelihood |
|------|------------|
| It stops | High |

## Glossary

- **Dead letter**: A message nobody reads.

[home]: 0002-broker.md#risks
[^1]: A Dead Letter again.
`;

const broker = `# ADR-0002: Broker

**Status**: Draft

## Context

Of [the queue](0001-queue.md) and [its risks](0001-queue.md#risks), a DEAD LETTER and dead lettering.

## Risks

None.
`;

const written = (end: (text: string) => string) => {
  const texts = { 'specs/0001-queue.md': end(queue), 'specs/0002-broker.md': end(broker) };
  const start = texts['specs/0001-queue.md'].indexOf('- **Dead letter**');
  const place = { file: 'specs/0001-queue.md', range: { start, end: start + 45 } };
  const terms: Term[] = [{ term: 'Dead letter', definition: 'A message nobody reads.', place }];
  return { texts: texts as Record<string, string>, ...openedWorkspace(template, texts, { terms }) };
};

const ends: Record<string, (text: string) => string> = {
  'line feeds': (text) => text,
  'both units': (text) => text.replaceAll('\n', '\r\n'),
  'a byte order mark': (text) => `\uFEFF${text}`,
};

describe.each(Object.keys(ends))('in a text with %s', (name) => {
  const { texts, documents, workspace } = written(ends[name] as (text: string) => string);

  /** Each place as its file and words. */
  const told = (places: readonly Place[]): string[] =>
    places.map(({ file, range }) => `${file.slice(6, 10)} ${texts[file]?.slice(range.start, range.end) ?? ''}`);
  const at = (words: string, file = 'specs/0001-queue.md') => {
    const document = documents[file];
    const offset = (texts[file] as string).indexOf(words);
    if (document === undefined || offset === -1) throw new Error(`"${words}" is not there`);
    return { document, offset: offset + (words.startsWith(': ') ? 2 : 1) };
  };
  const definition = (words: string, file?: string) => {
    const { document, offset } = at(words, file);
    return told(definitionAt(document, workspace, offset));
  };
  const references = (words: string, file?: string) => {
    const { document, offset } = at(words, file);
    return told(referencesAt(document, workspace, offset));
  };

  test('links lead to headings, here and elsewhere, and to documents', () => {
    expect(definition('the risks')).toEqual(['0001 ## Risks']);
    expect(definition('#risks)')).toEqual(['0001 ## Risks']);
    expect(definition('broker]')).toEqual(['0002 ## Context']);
    expect(definition('it](')).toEqual(['0002 ADR-0002: Broker']);
    expect(definition('gone]')).toEqual([]);
    expect(definition('flow]')).toEqual([]);
    expect(definition('See')).toEqual([]);
  });

  test('labels, footnotes, fields and terms lead to what defines them', () => {
    expect(definition('words][')).toEqual(['0001 [home]: 0002-broker.md#risks']);
    expect(definition('0002-broker.md#risks')).toEqual(['0002 ## Risks']);
    expect(definition('[^1].')).toEqual([expect.stringMatching(/^0001 \[\^1\]: A Dead/u)]);
    expect(definition(': 2')).toEqual(['0002 ADR-0002: Broker']);
    expect(definition('dead letter is')).toEqual([expect.stringMatching(/^0001 - \*\*Dead letter\*\*/u)]);
    expect(definition('dead letter` in')).toEqual([]);
    expect(definition('dead lettering', 'specs/0002-broker.md')).toEqual([]);
  });

  test('a heading is referred to by links with its anchor', () => {
    expect(references('## Risks')).toEqual(['0001 #risks', '0002 0001-queue.md#risks']);
    expect(references('the risks')).toEqual(['0001 #risks', '0002 0001-queue.md#risks']);
    expect(references('## Context', 'specs/0002-broker.md')).toEqual(['0001 ./0002-broker.md#Context']);
    expect(references('Quoted')).toEqual([]);
  });

  test('a document is referred to by links and fields', () => {
    expect(references('Broker', 'specs/0002-broker.md')).toEqual([
      '0001 2',
      '0001 ./0002-broker.md#Context',
      '0001 0002-broker.md',
      '0001 0002-broker.md#risks',
    ]);
  });

  test('a term is used wherever it stands, but for its definition and longer words', () => {
    const uses = ['0001 dead letter', '0001 Dead Letter', '0002 DEAD LETTER'];
    expect(references('dead letter is')).toEqual(uses);
    expect(references('Dead letter**')).toEqual(uses);
  });

  test('labels and footnotes are used within their document', () => {
    expect(references('[home]: ')).toEqual(['0001 [words][home]']);
    expect(references('[^1]:')).toEqual(['0001 [^1]']);
  });

  test('each part has its place in the template', () => {
    const place = (words: string): string | null => {
      const { document, offset } = at(words);
      const found = templatePlaceAt(document, offset);
      return found === null ? null : (template.slice(found.range.start, found.range.end).split('\n')[0] ?? '');
    };
    expect(place('Queue')).toContain('ADR-NNNN');
    expect(place('Status')).toContain('**Status**: Draft | Accepted');
    expect(place('Context')).toBe('## Context');
    expect(place('See')).toBe('## Context');
    expect(place('High')).toContain('Likelihood');
    expect(place('Dead letter**')).toContain('[Term]');
  });
});
