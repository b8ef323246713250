import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { technicalSpecText } from './builtin/technical-spec.ts';
import { compileTemplate } from './compile.ts';
import type { DataShape } from './data-shape.ts';
import { documentShape } from './data-shape.ts';
import { explainTemplate } from './explain.ts';
import type { Schema } from './schema.ts';

function compile(text: string): Schema {
  return compileTemplate(text, 'template.md', mdastParser);
}

/** A shape as a short text: `{key: type}`, `type[]`. */
function outline(shape: DataShape): unknown {
  if (shape.kind === 'value') return shape.choices === null ? shape.type : shape.choices.join('|');
  if (shape.kind === 'array') return [outline(shape.of)];
  if (shape.kind === 'map') return 'term → definition';
  return Object.fromEntries(
    shape.members.map((member) => [member.required ? member.key : `${member.key}?`, outline(member.shape)]),
  );
}

describe('the built-in template', () => {
  const schema = compile(technicalSpecText);

  it('compiles to the typed document that its readers expect', () => {
    const task = { text: 'text', done: 'boolean' };
    expect(outline(documentShape(schema))).toEqual({
      title: 'text',
      projectName: 'text',
      author: 'text',
      status: 'Draft|In Review|Approved|Implemented',
      created: 'date',
      lastUpdated: 'date',
      overview: { problemStatement: 'prose', goals: ['text'], nonGoals: ['text'] },
      background: { context: 'prose', constraints: ['text'], priorArt: 'prose' },
      proposedSolution: {
        highLevelDesign: 'prose',
        detailedDesign: {
          components: [{ name: 'text', 'text?': 'prose' }],
          'dataModel?': 'prose',
          apiChanges: 'prose',
        },
        alternativesConsidered: [
          { number: 'number', name: 'text', description: 'text', pros: 'text', cons: 'text', 'text?': 'prose' },
        ],
      },
      implementation: {
        phases: [{ number: 'number', 'description?': 'text', tasks: ['text'] }],
        testingStrategy: { unitTests: 'text', integrationTests: 'text', manualTesting: 'text', 'text?': 'prose' },
        rolloutPlan: ['text'],
        rollbackPlan: 'prose',
      },
      risksAndMitigations: [{ risk: 'text', likelihood: 'High|Med|Low', impact: 'High|Med|Low', mitigation: 'text' }],
      dependencies: ['text'],
      successMetrics: [{ metric: 'text', current: 'text', target: 'text', measurementMethod: 'text' }],
      openQuestions: [task],
      appendix: { glossary: 'term → definition', references: ['text'] },
      reviewSignOffs: [{ role: 'text', 'name?': 'text', 'status?': 'text', 'date?': 'date' }],
    });
  });

  it('finds the title, the lifecycle, the roles and the fixed rows', () => {
    expect(schema.title).toMatchObject({
      prefix: 'Technical Specification: ',
      placeholder: '[Project Name]',
      key: 'projectName',
    });
    expect(schema.lifecycle).toEqual({
      field: 'status',
      states: ['Draft', 'In Review', 'Approved', 'Implemented'],
      initial: 'Draft',
    });
    const signOffs = schema.sections.find((section) => section.key === 'reviewSignOffs');
    expect(signOffs).toMatchObject({ role: 'sign-offs', living: true });
    expect(signOffs?.content?.tables[0]).toMatchObject({
      fixedRows: ['Tech Lead', 'Engineering Manager', 'Security'],
      open: true,
    });
    expect(signOffs?.content?.tables[0]?.columns.find((column) => column.key === 'status')?.default).toBe('Pending');
    const roles = schema.sections.map((section) => section.role).filter((role) => role !== null);
    expect(roles).toEqual(['risks', 'dependencies', 'metrics', 'open-questions', 'sign-offs']);
    expect(schema.problems).toEqual([]);
  });
});

describe('explain', () => {
  it('has a reading for every line of the built-in template that says something', () => {
    const schema = compile(technicalSpecText);
    const read = new Set<number>();
    for (const { kind, line, endLine } of explainTemplate(schema)) {
      for (let at = line; at <= (kind === 'section' ? line : endLine); at += 1) read.add(at);
    }
    const silent = technicalSpecText
      .split('\n')
      .flatMap((text, index) => (text.trim() === '' || text === '---' || read.has(index + 1) ? [] : [text]));
    // Further samples of a repeated section are read with the first one.
    expect(silent).toEqual(['#### [Component 2]', '#### Alternative 2: [Name]']);
  });
});

describe('metadata', () => {
  const cases: [string, string, object][] = [
    [
      'bold lines',
      '# T: [x]\n\n**Owner**: [Your name]\n**State**: A | B\n\n## S\n',
      { key: 'owner', where: 'bold', type: 'person' },
    ],
    [
      'bold with the colon inside',
      '# T: [x]\n\n**Owner:** @handle\n\n## S\n',
      { key: 'owner', where: 'bold', type: 'person' },
    ],
    [
      'bullets',
      '# T: [x]\n\n- Start date: YYYY-MM-DD\n- PR: (leave this empty)\n\n## S\n',
      { key: 'startDate', where: 'bullet', type: 'date' },
    ],
    [
      'several on a line',
      '# T: [x]\n\n**Status**: Open · **Date**: [Date]\n\n## S\n',
      { key: 'status', where: 'bold', type: 'choice' },
    ],
    [
      'a quote',
      '# T: [x]\n\n> 状态：<draft|approved> | 日期：<YYYY-MM-DD>\n\n## S\n',
      { key: '状态', where: 'line', choices: ['draft', 'approved'] },
    ],
    [
      'a table',
      '# T: [x]\n\n| Field | Value |\n|--|--|\n| Status | A / B / C |\n| Date | |\n\n## S\n',
      { key: 'status', where: 'table', choices: ['A', 'B', 'C'] },
    ],
    [
      'front matter',
      '---\nstatus: draft # draft | accepted\ncreated: yyyy-mm-dd\n---\n\n# [Title]\n\n## S\n',
      { key: 'status', where: 'frontmatter', choices: ['draft', 'accepted'], default: 'draft' },
    ],
  ];
  it.each(cases)('reads %s', (_name, template, expected) => {
    expect(compile(template).fields[0]).toMatchObject(expected);
  });

  it('reads a heading whose body is one value', () => {
    const schema = compile(
      '# ADR: [Title]\n\n## Status\n\nWhat is the status, such as proposed, accepted, rejected, etc.?\n\n## Context\n\nWhy?\n',
    );
    expect(schema.sections[0]?.field).toMatchObject({
      where: 'heading',
      choices: ['proposed', 'accepted', 'rejected'],
      open: true,
    });
    expect(schema.lifecycle).toMatchObject({ field: 'status', initial: 'proposed' });
  });

  it('makes a field conditional that is only required for one value of another', () => {
    const schema = compile(
      '---\ntype: <Alpha, Beta, or Gamma>\nkind: <X, Y, or Z> # Only required for Alpha. Otherwise, remove this field.\n---\n\n## S\n',
    );
    expect(schema.fields[1]).toMatchObject({ required: false, condition: { field: 'type', values: ['Alpha'] } });
  });
});

describe('notations of metadata', () => {
  it('reads bold bullets with a remark between name and colon', () => {
    const schema = compile(
      '# Proposal title\n\n* **Type**: Design proposal\n* **Contributors**: (optional) Names of contributors, if any\n* **Related issues** (optional): links to the tracker\n\n## S\n',
    );
    expect(schema.fields.map(({ name, required }) => [name, required])).toEqual([
      ['Type', true],
      ['Contributors', false],
      ['Related issues', false],
    ]);
  });

  it('takes links within choices for what they say', () => {
    const schema = compile(
      '# [T]\n\n* Status: [proposed | accepted | … | superseded by [ADR-0005](0005-example.md)]\n\n## S\n',
    );
    expect(schema.fields[0]).toMatchObject({ choices: ['proposed', 'accepted', 'superseded by ADR-0005'], open: true });
  });

  it('leaves a status open that shows only how a document begins', () => {
    const schema = compile('# [T]\n\n* Status: **Awaiting implementation** or **Awaiting review**\n\n## S\n');
    expect(schema.fields[0]).toMatchObject({ choices: ['Awaiting implementation', 'Awaiting review'], open: true });
    expect(compile('# [T]\n\n* Status: Draft | Accepted\n\n## S\n').fields[0]).toMatchObject({ open: false });
  });

  it('reads metadata beside an item that is a link, and a header row in bold as its first pair', () => {
    const list = compile('# [T]\n\n- Authors: your names here\n- Date: Proposal date\n- [Discussion][1]\n\n## S\n');
    expect(list.fields.map(({ name, placeholder }) => [name, placeholder])).toEqual([
      ['Authors', 'your names here'],
      ['Date', 'Proposal date'],
    ]);
    const table = compile('# [T]\n\n| **概述** | *一句话* |\n|--|--|\n| **状态** | A \\| B |\n\n## S\n');
    expect(table.fields.map(({ name }) => name)).toEqual(['概述', '状态']);
  });

  it('reads two pairs side by side in a table', () => {
    const schema = compile(
      '# [T]\n\n| **Service** | <name> | **Owner** | <team> |\n|--|--|--|--|\n| **Date** | YYYY-MM-DD | **Check** | ✅ / ❌ / N/A |\n\n## S\n',
    );
    expect(schema.fields.map(({ name, placeholder }) => [name, placeholder])).toEqual([
      ['Service', '<name>'],
      ['Owner', '<team>'],
      ['Date', 'YYYY-MM-DD'],
      ['Check', '✅ / ❌ / N/A'],
    ]);
    expect(schema.fields[3]?.choices).toEqual(['✅', '❌', 'N/A']);
  });

  it('sees brackets behind letters of scripts without spaces, and behind a v', () => {
    const schema = compile('# Release v[X.Y.Z]\n\n## A\n\n作为【角色】，我希望【功能】。\n\nNot list[i].\n');
    expect(schema.title).toMatchObject({ prefix: 'Release v', placeholder: '[X.Y.Z]' });
    expect(schema.placeholders.map(({ text }) => text)).toEqual(['【角色】', '【功能】']);
  });

  it('takes an empty list in YAML for a list without a value', () => {
    const schema = compile('---\nreviewers: []\ntags: []\nno: ?\n---\n\n# [T]\n\n## S\n');
    expect(schema.fields).toMatchObject([
      { type: 'persons', default: null, placeholder: null },
      { type: 'list', default: null, placeholder: null },
      { default: null, placeholder: '?' },
    ]);
  });
});

describe('sections', () => {
  it('takes a first heading that begins with a stand-in for a number for the title, whatever its depth', () => {
    const schema = compile('## 9999. Template\n\n{{toc}}\n\n## Introduction\n\nSay what this is about.\n');
    expect(schema.title).toMatchObject({ number: '9999', placeholder: 'Template' });
    expect(schema.sections.map((section) => section.name)).toEqual(['Introduction']);
    expect(schema.placeholders).toEqual([]);
  });

  it('takes numbers without a mark off headings that count themselves', () => {
    const schema = compile('# [T]\n\n## 1 Scope\n\n[Text]\n\n## 2 Mapping\n\n[Text]\n');
    expect(schema.sections.map((section) => section.address)).toEqual(['scope', 'mapping']);
    const alone = compile('# [T]\n\n## 5 Whys\n\n[Text]\n\n## Actions\n\n[Text]\n');
    expect(alone.sections[0]?.name).toBe('5 Whys');
  });

  it('tells appendices with names of their own apart, and asks for none that only shows room', () => {
    const named = compile('# [T]\n\n## Appendix A: Glossary\n\n[Terms]\n\n## Appendix B: Data\n\n[Data]\n');
    expect(named.sections.map((section) => section.repeat)).toEqual([null, null]);
    const room = compile('# [T]\n\n## Parts\n\n### [Part]\n\n## Appendix\n\n### [Title]\n');
    expect(room.sections.map((section) => section.required)).toEqual([true, false]);
  });

  it('reads what a remark frees and what it only mentions', () => {
    const schema = compile(
      '# [T]\n\n## A\n\n<!-- Logs and graphs. Delete if there are none. -->\n\n## B\n\n<!-- A plan, or `N/A` if a plan is not applicable. -->\n\n## C\n\n<!-- If significant changes were suggested by others, take a moment to thank them. -->\n\n## D\n\n<!-- If we do this, how will people adopt it? -->\n',
    );
    expect(schema.sections.map((section) => section.required)).toEqual([false, true, false, true]);
  });

  it.each([
    "Omettez cette section si elle n'est pas applicable.",
    'Dieser Abschnitt kann entfallen.',
    'Elimine esta sección si no aplica.',
    'Pode ser removida.',
    'Можно пропустить.',
    '可以省略。',
    '不要な場合は削除。',
    '해당 사항이 없으면 삭제.',
  ])('frees a section whose help text says "%s"', (words) => {
    expect(compile(`# [T]\n\n## A\n\n<!-- ${words} -->\n`).sections[0]?.required).toBe(false);
  });

  it('takes a comment that is to stay for words to keep', () => {
    const one = compile(
      '# [T]\n\n<!-- Do not remove this comment; the site needs it. -->\n\n## A\n\n<!-- Say why. -->\n',
    );
    expect(one.literals).toHaveLength(1);
    expect(one.guidance.map(({ folded }) => folded)).toEqual(['Say why.']);
    const all = compile('# [T]\n\n<!-- Please keep the comments in your proposal. -->\n\n## A\n\n<!-- Say why. -->\n');
    expect(all.guidance).toEqual([]);
    const none = compile('# [T]\n\n<!-- Remove all comments. Keep this short. -->\n\n## A\n\n[Why]\n');
    expect(none.guidance).toHaveLength(1);
  });

  it('takes no question for a choice', () => {
    const schema = compile('# [T]\n\n## 安全 / 隐私\n\n*应该考虑哪些安全 / 隐私 / 合规方面？*\n');
    expect(schema.sections[0]?.field).toBeNull();
  });

  it('reads paragraphs of a glossary as terms', () => {
    const schema = compile('# [T]\n\n## Glossary\n\n**Term** – definition\n\n**Other term** – definition\n');
    expect(schema.sections[0]?.content).toMatchObject({ type: 'definitions', lists: [{ type: 'definitions' }] });
  });

  it('reads optional marks in names, guidance, and a comment on the line above', () => {
    const schema = compile(
      '# [T]\n\n## A (Optional)\n\n## B\n\n<!-- This section is optional. -->\n\n## C\n\n[Tables, if applicable]\n\n<!-- Feel free to remove. -->\n## D\n\n[Text. Include diagrams if helpful.]\n\n## E\n\n[Include data if available. Why?]\n',
    );
    expect(schema.sections.map((section) => [section.name, section.required])).toEqual([
      ['A', false],
      ['B', false],
      ['C', false],
      ['D', false],
      ['E', true],
    ]);
  });

  it('folds headings that differ by ordinal or placeholder into one repeated section', () => {
    const schema = compile(
      '# [T]\n\n## Options\n\n### Option A: [Name]\n\n### Option B: [Name]\n\n## Parts\n\n### [Part 1]\n\n### [Part 2]\n\n### Summary\n',
    );
    expect(schema.sections[0]?.sections).toHaveLength(1);
    expect(schema.sections[0]?.sections[0]).toMatchObject({ name: 'Option', repeat: { named: true, numbered: true } });
    expect(schema.sections[1]?.sections.map((section) => section.name)).toEqual(['Part', 'Summary']);
  });

  it('takes plain paragraphs as help where nothing is marked, and as words to keep beside marked help', () => {
    const plain = compile('## Motivation\n\nWhy are we doing this?\n\n## Drawbacks\n\nWhy should we not?\n');
    expect(plain.guidance.map((guidance) => guidance.notation)).toEqual(['paragraph', 'paragraph']);
    const marked = compile(
      '## Licence\n\n<!-- Keep this. -->\n\nText under CC0.\n\n## Why\n\n<!-- Say why. -->\n\nTBD\n',
    );
    expect(marked.literals.map((literal) => literal.kind)).toEqual(['boilerplate', 'default']);
  });

  it('does not take resolved reference links, code, task boxes or citations for placeholders', () => {
    const schema = compile(
      '## A\n\nSee [the guide], `[code]`, [1], list[i] and [x].\n\n[the guide]: https://example.org\n',
    );
    expect(schema.placeholders).toEqual([]);
  });

  it('obeys pins and reports words that are none', () => {
    const schema = compile(
      '# [T]\n\n<!-- spec: optional -->\n## A\n\n## B\n\n<!-- spec: free; role risks; nonsense -->\n',
    );
    expect(schema.sections[0]).toMatchObject({ required: false });
    expect(schema.sections[1]).toMatchObject({ free: true, role: 'risks' });
    expect(schema.problems[0]).toMatchObject({ kind: 'unknown-pin' });
  });

  it('reports two sections with one address', () => {
    expect(compile('## A\n\n## B\n\n## A\n').problems[0]).toMatchObject({ kind: 'duplicate-address' });
  });
});

describe('laws', () => {
  const pieces = fc.constantFrom(
    '# ',
    '## ',
    '[a b]',
    '{x}',
    '<y z>',
    '\n',
    '\n\n',
    '- ',
    '1. ',
    '| ',
    '|--|',
    '**K**: ',
    '---\n',
    '<!-- ',
    ' -->',
    'A | B',
    '…',
    'words',
    '> ',
    '`c`',
    '\r\n',
    '😀',
    '[',
    ']',
  );
  const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

  it('never throws, stays within the text, and reads the same twice', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const schema = compile(text);
        for (const reading of explainTemplate(schema)) expect(reading.line).toBeGreaterThan(0);
        for (const part of [...schema.guidance, ...schema.placeholders, ...schema.literals]) {
          expect(part.range.start).toBeLessThanOrEqual(part.range.end);
          expect(part.range.end).toBeLessThanOrEqual(text.length);
        }
        expect(compile(text)).toEqual(schema);
      }),
      { numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 300 },
    );
  });
});
