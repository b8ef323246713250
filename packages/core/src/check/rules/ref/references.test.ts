import { describe, expect, it } from 'vitest';
import { bindDocument } from '../../../document/bind.ts';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { readMarkdown } from '../../../markdown/source.ts';
import { compileTemplate } from '../../../template/compile.ts';
import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import { gatherFacts } from '../../gather-facts.ts';
import type { WorkspaceRule } from '../../rule.ts';
import { afterFixes, told } from '../findings-of.ts';
import { brokenAnchor } from './broken-anchor.ts';
import { brokenImage } from './broken-image.ts';
import { brokenLink } from './broken-link.ts';
import { crossDocumentAnchor } from './cross-document-anchor.ts';
import { unresolvedLabel } from './unresolved-label.ts';

const template = '# [Name]\n\n## Context\n\n[Why now]\n\n## Risks\n\n[What may fail]\n';
const doc = (context: string): string => `# Queue\n\n## Context\n\n${context}\n\n## Risks\n\nNone.\n`;
const options = { today: '2026-01-01', unexpectedSections: 'allow' } as const;

describe('REF501 broken-anchor', () => {
  it('finds links, definitions in use and HTML, and corrects the fragment alone', () => {
    const text = doc('See [a](<#riks> "why"), [b][r] and <a href="#riks">c</a>.\n\n[r]: #riks\n[unused]: #nowhere');
    expect(told(brokenAnchor, template, text).map((line) => line.split(':')[0])).toEqual(['#riks', '#riks', '#riks']);
    expect(afterFixes(brokenAnchor, template, text)).toBe(text.replaceAll('#riks', '#risks'));
  });

  it('accepts headings, numbered slugs, HTML ids and percent escapes', () => {
    const text = doc(
      '<a id="own"></a>\n\n[1](#risks) [2](#own) [3](#%E7%9B%AE%E6%A0%87) [4](#notes-1) [5](#) [6](#top)\n\n### 目标\n\n### Notes\n\n### Notes',
    );
    expect(told(brokenAnchor, template, text)).toEqual([]);
  });

  it('leaves code alone', () => {
    expect(told(brokenAnchor, template, doc('`[a](#riks)`\n\n```md\n[a](#riks)\n```'))).toEqual([]);
  });
});

describe('REF504 unresolved-label', () => {
  const labels = (text: string): readonly string[] =>
    told(unresolvedLabel, template, text).map((line) => line.split(': ')[0] ?? '');

  it('finds references that nothing defines', () => {
    expect(labels(doc('See [the broker][brokr].\n\n[broker]: https://example.org'))).toEqual(['[the broker][brokr]']);
    expect(labels(doc('See [the\nwork week][2], [**why**][x-1], [this post][] and [risks][#risks].'))).toEqual([
      '[the\nwork week][2]',
      '[this post][]',
      '[risks][#risks]',
    ]);
  });

  it('links to the heading that the label names', () => {
    expect(afterFixes(unresolvedLabel, template, doc('See [below][#risks].'))).toContain('See [below](#risks).');
  });

  it('leaves brackets that are no references alone', () => {
    const others =
      'a[i][j] [1][2] [i][j] [Slow][Serial] [Feature:X][Disruptive] --x=[cpu=1m][,][memory=1Gi] [x][y]: z string[][] \\[a b][label] [ok][here] `[a b][label]`\n\n[here]: https://example.org';
    expect(labels(doc(others))).toEqual([]);
  });
});

/** Facts of documents as the workspace rules see them. */
function factsOf(files: Readonly<Record<string, string>>, others: readonly string[] = []): WorkspaceFacts {
  const schema = compileTemplate(template, 'template.md', mdastParser);
  const paths = new Set(
    [...Object.keys(files), ...others].flatMap((path) =>
      path.split('/').map((_, n, all) => all.slice(0, n + 1).join('/')),
    ),
  );
  const documents = Object.entries(files).map(([file, text]) =>
    gatherFacts(bindDocument({ source: readMarkdown(text, mdastParser), file, schema }), 'settled', []),
  );
  return { documents, exists: (path) => paths.has(path) };
}

/** What a rule says of all documents. */
function said(rule: WorkspaceRule, facts: WorkspaceFacts): string[] {
  return facts.documents.flatMap((document) => [...rule.check(document, facts, options)].map(({ message }) => message));
}

describe('REF502 broken-link and REF503 broken-image', () => {
  const messages = (text: string, others: readonly string[] = []): string[] =>
    said(brokenLink, factsOf({ 'specs/0001-a.md': doc(text), 'specs/old/0002-b.md': doc('x') }, others));

  it('resolves from the folder of the document, with escapes, queries and fragments', () => {
    const fine =
      '[1](old/0002-b.md#risks) [2](./old/) [3](../docs/a%20b.txt?raw=1) [4](old/0002-b) [5](old/0002-b.html) [6](.)';
    expect(messages(fine, ['docs/a b.txt'])).toEqual([]);
    expect(messages('[1](../docs/a.txt)')).toEqual(['The link leads to "docs/a.txt", which does not exist']);
  });

  it('is silent on what it cannot know', () => {
    const unknown =
      '[1](https://example.org/x) [2](mailto:a@example.org) [3](//host/x) [4](/elsewhere/x.md) [5](../../out.md) [6]({{ url }}/x.md) [f](x) `[7](no.md)`';
    expect(messages(unknown)).toEqual([]);
  });

  it('reads a leading slash as the top of the workspace when its first folder is there', () => {
    expect(messages('[1](/specs/old/0002-b.md) [2](/specs/0003-c.md)')).toEqual([
      'The link leads to "specs/0003-c.md", which does not exist',
    ]);
  });

  it('knows documents that moved or are mistyped, and addresses without scheme', () => {
    expect(messages('[1](0002-b.md)')).toEqual([
      'The link leads to "specs/0002-b.md", which does not exist; did you mean "./old/0002-b.md"?',
    ]);
    expect(messages('[1](www.example.org/a.html)')[0]).toContain('did you mean "https://www.example.org/a.html"?');
  });

  it('changes the path and keeps the fragment', () => {
    const text = doc('[1](0002-b.md#risks)');
    const facts = factsOf({ 'specs/0001-a.md': text, 'specs/old/0002-b.md': doc('x') });
    const [found] = brokenLink.check(facts.documents[0] as DocumentFacts, facts, options);
    const edit = found?.fixes?.[0]?.edits[0];
    expect(edit === undefined ? '' : text.slice(0, edit.start) + edit.text + text.slice(edit.end)).toBe(
      doc('[1](./old/0002-b.md#risks)'),
    );
  });

  it('tells images from links', () => {
    const facts = factsOf({ 'a.md': doc('![x](x.png) ![y][y] <img src="z.png"> [w](w.png)\n\n[y]: y.png') }, ['y.png']);
    expect(said(brokenImage, facts)).toEqual([
      'The image leads to "x.png", which does not exist',
      'The image leads to "z.png", which does not exist',
    ]);
    expect(said(brokenLink, facts)).toHaveLength(1);
  });
});

describe('REF505 cross-document-anchor', () => {
  it('looks into documents of the workspace only', () => {
    const facts = factsOf({
      'a.md': doc('[1](b.md#risks) [2](b.md#riks) [3](b.md#L10) [4](other.md#x) [5](https://example.org/b.md#x)'),
      'b.md': doc('x'),
    });
    expect(said(crossDocumentAnchor, facts)).toEqual([
      '"b.md" has no heading or anchor "#riks"; did you mean "#risks"?',
    ]);
  });
});
