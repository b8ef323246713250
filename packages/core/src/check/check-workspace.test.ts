import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentFacts } from '../workspace/facts.ts';
import { checkWorkspace } from './check-workspace.ts';
import type { DocumentReport } from './report.ts';
import { defaultSettings } from './settings.ts';

const settings = defaultSettings('2026-01-01');

function facts(file: string, changes: Partial<DocumentFacts> = {}): DocumentFacts {
  return {
    file,
    template: 'template.md',
    id: null,
    title: file,
    state: null,
    stateIndex: null,
    status: null,
    stage: null,
    settled: true,
    closed: false,
    keptGuidance: [],
    sections: [],
    references: [],
    links: [],
    anchors: [],
    ...changes,
  };
}

function report(of: DocumentFacts): DocumentReport {
  return {
    file: of.file,
    companion: null,
    diagnostics: [],
    facts: of,
    suppressions: [],
    keptGuidance: of.keptGuidance.map((guidance) => ({
      guidance,
      diagnostic: {
        code: 'PLH204',
        name: 'kept',
        severity: 'warning',
        message: `Paragraph ${guidance} is the template's`,
        file: of.file,
        address: '',
        range: { start: guidance, end: guidance },
        template: null,
        fixes: [],
      },
    })),
  };
}

function check(documents: readonly DocumentFacts[]) {
  return [...checkWorkspace(documents.map(report), { documents, exists: () => false }, settings)];
}

const many = (count: number, changes: (index: number) => Partial<DocumentFacts>) =>
  Array.from({ length: count }, (_, index) => facts(`${index + 1}.md`, changes(index)));

describe('template paragraphs that documents keep', () => {
  test('are nothing to report where most settled documents keep them', () => {
    expect(check(many(6, (index) => ({ keptGuidance: index < 4 ? [7] : [] })))).toEqual([]);
    expect(check(many(6, (index) => ({ keptGuidance: index < 3 ? [7] : [] })))).toHaveLength(3);
  });

  test('are reported where few documents are settled', () => {
    expect(check(many(4, () => ({ keptGuidance: [7] })))).toHaveLength(4);
    expect(check(many(9, (index) => ({ keptGuidance: [7], settled: index < 4 })))).toHaveLength(9);
  });

  test('count by template', () => {
    const mixed = many(8, (index) => ({ template: index < 5 ? 'template.md' : 'template.md2', keptGuidance: [7] }));
    expect(check(mixed).map(({ file }) => file)).toEqual(['6.md', '7.md', '8.md']);
  });
});

test('two documents with one number are both named, whichever comes first', () => {
  const id = { value: '7', prefix: '', within: 'docs', range: { start: 2, end: 6 }, file: 'docs/0007-a.md' };
  const documents = ['docs/0007-a.md', 'docs/0007-b.md', 'docs/0007-c.md'].map((file) =>
    facts(file, { id: { ...id, file } }),
  );
  const messages = check(documents).map(({ file, message }) => `${file}: ${message}`);
  expect(messages[0]).toBe('docs/0007-a.md: Number 7 also belongs to `docs/0007-b.md` and `docs/0007-c.md`');
  expect(messages).toHaveLength(3);
  expect(check([...documents].reverse().map((document) => ({ ...document, template: document.file })))).toEqual([]);
});

test('a file that was not checked gets no finding', () => {
  const id = { value: '7', prefix: '', within: '', range: { start: 0, end: 0 }, file: 'a.md' };
  const documents = [facts('a.md', { id }), facts('b.md', { id: { ...id, file: 'b.md' } })];
  const found = checkWorkspace([report(documents[0] as DocumentFacts)], { documents, exists: () => false }, settings);
  expect([...found].map(({ file }) => file)).toEqual(['a.md']);
});

test('the order of reports changes nothing', () => {
  const documents = many(8, (index) => ({
    keptGuidance: [index % 3, 5],
    settled: index > 2,
    id: { value: String(index % 4), prefix: '', within: '', range: { start: 0, end: 0 }, file: `${index + 1}.md` },
  }));
  const sorted = check(documents);
  fc.assert(
    fc.property(fc.shuffledSubarray(documents, { minLength: 8 }), (shuffled) => {
      const given = { documents, exists: () => false };
      expect([...checkWorkspace(shuffled.map(report), given, settings)]).toEqual(sorted);
    }),
  );
});
