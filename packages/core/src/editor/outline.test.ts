import { describe, expect, test } from 'vitest';
import { openedDocument } from '../../test/opened-workspace.ts';
import { documentTree, type OutlineNode } from './outline.ts';

const template = `# Plan: [Name]

**Author**: [Name]
**Status**: Draft | Approved

## Overview

[What it is]

## Alternatives

### Alternative 1: [Name]

[Description]

### Alternative 2: [Name]

[Description]

## Phases

**Phase 1**: [Description]

- [ ] [Task]

**Phase 2**: [Description]

- [ ] [Task]

## Risks

| Risk | Likelihood | Mitigation |
|------|------------|------------|
| [Risk] | High/Med/Low | [Mitigation] |

## Open Questions

- [ ] [Question]
`;

const text = `# Plan: Queue

**Author**: Ada
**Status**: Draft

## Overview

Orders are lost.

## Alternatives

### Alternative 1: Keep it

Nothing is done.

## Phases

**Phase 1**: Build the queue

- [x] Choose a broker
- [ ] Write it

## Risks

| Risk | Likelihood | Mitigation |
|------|------------|------------|
| The broker stops | High | Two of them |

## Open Questions

- [ ] Who owns it?
- [x] When?
`;

/** The tree as lines: two spaces for each level. */
function lines(nodes: readonly OutlineNode[], margin = ''): string[] {
  return nodes.flatMap(({ kind, name, detail, children }) => [
    `${margin}${kind} ${name}${detail === '' ? '' : ` (${detail})`}`,
    ...lines(children, `${margin}  `),
  ]);
}

const treeOf = (words: string) => documentTree(openedDocument(template, words).document);

describe('the tree of a document', () => {
  test('shows title, fields, sections, entries and rows, with what is worth knowing', () => {
    expect(lines(treeOf(text))).toEqual([
      'title Plan: Queue (Draft)',
      '  field Author (Ada)',
      '  field Status (Draft)',
      '  section Overview',
      '  section Alternatives',
      '    entry Alternative 1: Keep it',
      '  section Phases (1 of 2 done)',
      '    entry Phase 1: Build the queue (1 of 2 done)',
      '  section Risks',
      '    row The broker stops (High)',
      '  section Open Questions (1 open)',
    ]);
  });

  test('names stand where they are written, with a byte order mark and other line ends too', () => {
    for (const written of [text, `\uFEFF${text.replaceAll('\n', '\r\n')}`]) {
      const all: OutlineNode[] = [];
      const pending = [...treeOf(written)];
      for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
        all.push(node);
        pending.push(...node.children);
      }
      const names = all.map(({ nameRange }) => written.slice(nameRange.start, nameRange.end));
      expect(names).toContain('Plan: Queue');
      expect(names).toContain('Alternative 1: Keep it');
      expect(names).toContain('Phase 1');
      expect(names).toContain('The broker stops');
      for (const { range } of all) expect(written.slice(range.start, range.end)).toMatch(/\S$/u);
    }
  });

  test('front matter holds its fields', () => {
    const tree = treeOf('---\nstatus: Draft\n---\n\n# Plan: Queue\n\n## Overview\n\nOrders.\n');
    expect(lines(tree)).toEqual([
      'metadata Front matter',
      '  field status (Draft)',
      'title Plan: Queue (Draft)',
      '  section Overview',
    ]);
  });

  test('sign-offs show their status, terms their definitions', () => {
    const signed = `# Plan: [Name]

## Glossary

- **[Term]**: [Definition]

## Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Security | | Pending | |
| Tech Lead | | Pending | |
`;
    const written = signed
      .replace('[Name]', 'Queue')
      .replace('[Term]**: [Definition]', 'Dead letter**: Nobody reads it');
    expect(lines(documentTree(openedDocument(signed, written).document))).toEqual([
      'title Plan: Queue',
      '  section Glossary',
      '    term Dead letter (Nobody reads it)',
      '  section Sign-offs',
      '    row Security (Pending)',
      '    row Tech Lead (Pending)',
    ]);
  });

  test('a heading without words has a name all the same', () => {
    expect(lines(treeOf('# Plan: Queue\n\n##\n\n## \n\n### Deep\n'))).toEqual([
      'title Plan: Queue',
      '  section unnamed',
      '  section unnamed-2',
      '    section Deep',
    ]);
  });

  test('several titles stand side by side', () => {
    const tree = treeOf('# Plan: A\n\n## Overview\n\nx\n\n# Plan: B\n\n## Risks\n\ny\n');
    expect(lines(tree)).toEqual(['title Plan: A', '  section Overview', 'section Plan: B', '  section Risks']);
  });

  test('a long name is cut', () => {
    const [node] = treeOf(`## ${'word '.repeat(50)}\n`);
    expect(node?.name).toHaveLength(80);
  });
});
