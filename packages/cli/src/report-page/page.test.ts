import { createHash } from 'node:crypto';
import { clip, printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { ReportOutput } from '@specwright/core/operations/report.ts';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { fileLinks, webLinks } from './links.ts';
import { reportPage } from './page.ts';
import { pageScript } from './script.ts';
import { pageStyle } from './style.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const hostile = [
  '<script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '</script><script src="https://evil.example/x.js"></script>',
  '"><svg onload=alert(1)>',
  "' autofocus onfocus='alert(1)",
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  '//evil.example/x',
  '../../etc/passwd',
  '<!--',
  ']]>',
  '&lt;b&gt; &amp;amp; &#0;',
  '\u202Etxt.exe\u202C',
  '\u0000\u0007\u001b[31m',
  'line\nof\r\ntwo\tparts',
  '\uD800',
  'שלום עולם',
  '__proto__',
  ' ',
];

const word = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 }), fc.string());
const maybe = fc.option(word);
const count = fc.nat(3);
const day = fc.constantFrom(null, '2026-01-31', '2026-02-01T10:00:00Z', 'no day');
const stage = fc.constantFrom(
  'draft' as const,
  'open' as const,
  'approved' as const,
  'done' as const,
  'aside' as const,
  null,
);
const findings = fc.record({ error: count, warning: count, info: count });

const documents = fc.uniqueArray(
  fc.record({
    file: word,
    title: word,
    template: word,
    state: maybe,
    stage,
    place: count,
    claimed: maybe,
    fallenFrom: maybe,
    owner: maybe,
    team: maybe,
    since: day,
    decideBy: maybe,
    resting: maybe,
    open: fc.boolean(),
    findings,
    overridden: fc.array(fc.record({ to: word, by: word, at: word, reason: word }), { maxLength: 2 }),
  }),
  { selector: ({ file }) => file, minLength: 1, maxLength: 4 },
);

/** A report about anything, in which every word may be an attack. */
const reports: fc.Arbitrary<ReportOutput> = documents.chain((known) => {
  const file = fc.constantFrom(...known.map((one) => one.file));
  const place = { file, title: word, documentTitle: word, documentStatus: maybe, address: word, line: fc.constant(1) };
  const level = fc.constantFrom(null, 0, 0.5, 1);
  const few = { maxLength: 3 };
  const turn = { who: maybe, what: word, address: word, why: word, since: day, command: fc.array(word, few) };
  return fc.record({
    documents: fc.constant(known),
    templates: fc.array(fc.record({ file: word, documents: count }), few),
    findings,
    stuck: fc.array(
      fc.record({
        ...place,
        state: word,
        owner: maybe,
        team: maybe,
        days: fc.option(count),
        decideBy: maybe,
        overdue: fc.boolean(),
        heldUntil: maybe,
        gate: maybe,
        missing: maybe,
        who: maybe,
        what: maybe,
        command: fc.array(word, few),
      }),
      few,
    ),
    turns: fc.array(fc.record({ ...turn, document: file, title: word }), few),
    risks: fc.array(
      fc.record({
        ...place,
        risk: word,
        likelihood: maybe,
        impact: maybe,
        mitigation: maybe,
        weight: level,
        places: fc.record({ likelihood: level, impact: level }),
      }),
      few,
    ),
    questions: fc.array(fc.record({ ...place, question: word, by: maybe, blocking: fc.boolean(), since: day }), few),
    metrics: fc.array(
      fc.record({
        ...place,
        metric: word,
        current: maybe,
        target: maybe,
        method: maybe,
        measured: fc.option(fc.boolean()),
        waived: fc.option(fc.record({ by: word, reason: word })),
      }),
      few,
    ),
    tasks: fc.array(fc.record({ ...place, done: count, all: fc.constant(3), group: maybe, next: maybe }), few),
    decisions: fc.array(
      fc.record({
        ...place,
        kind: fc.constantFrom('moved', 'overridden'),
        at: word,
        by: word,
        words: word,
        void: maybe,
      }),
      few,
    ),
    skipped: fc.array(fc.record({ kind: fc.constant('unreadable' as const), file: word, reason: word }), few),
  });
});

function pageOf(report: ReportOutput, title = 'Specs', linkTo = fileLinks('/specs', '/specs')): string {
  return reportPage({ report, title, today: '2026-02-28', revision: { commit: 'abc', changed: true }, linkTo });
}

function* nodesOf(root: Node): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('childNodes' in node) waiting.push(...node.childNodes.toReversed());
  }
}

function elementsOf(page: string): Element[] {
  return [...nodesOf(parse(page))].filter((node): node is Element => 'tagName' in node);
}

function attribute({ attrs }: Element, wanted: string): string | null {
  return attrs.find(({ name }) => name === wanted)?.value ?? null;
}

function textOf(node: Node): string {
  return [...nodesOf(node)].map((one) => ('value' in one && one.nodeName === '#text' ? one.value : '')).join('');
}

/** Elements, the names of their attributes, and where there are words: everything but what the words say. */
function shapeOf(page: string): string[] {
  return [...nodesOf(parse(page))].map((node) =>
    'tagName' in node
      ? `${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')} .${attribute(node, 'class') ?? ''}`
      : node.nodeName,
  );
}

/** The same with every word replaced by a harmless one: equal words by equal ones, empty ones by empty ones. */
function harmless(report: ReportOutput): ReportOutput {
  const names = new Map<string, string>([['', '']]);
  const kept = new Set(['since', 'stage', 'kind', 'at']);
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (kept.has(key)) return value;
      if (!names.has(value)) names.set(value, `word ${names.size}`);
      return names.get(value);
    }
    if (Array.isArray(value)) return value.map((one) => visit(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, name)]));
  };
  return visit(report, '') as ReportOutput;
}

describe('the page of a report', () => {
  it('has the same elements and attributes whatever documents say', () => {
    fc.assert(
      fc.property(reports, word, (report, title) => {
        expect(shapeOf(pageOf(report, title === '' ? 'x' : title))).toEqual(shapeOf(pageOf(harmless(report))));
      }),
    );
  });

  it('runs, loads and links to nothing but itself and files', () => {
    fc.assert(
      fc.property(reports, word, (report, title) => {
        const elements = elementsOf(pageOf(report, title));
        const named = (name: string): Element[] => elements.filter(({ tagName }) => tagName === name);
        expect(named('script').map(textOf)).toEqual([pageScript]);
        expect(named('style').map(textOf)).toEqual([pageStyle]);
        for (const name of ['img', 'link', 'iframe', 'object', 'base', 'use']) expect(named(name)).toEqual([]);
        for (const { name } of elements.flatMap(({ attrs }) => attrs)) {
          expect(name).not.toMatch(/^on|^src|^style$|^action$|^formaction$|^ping$/u);
        }
        for (const link of named('a')) expect(attribute(link, 'href')).toMatch(/^(?:#[a-z]+|\.\.?\/[^\s"<>:\\]*)$/u);
      }),
    );
  });

  it('shows every document, control and direction marks made visible', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const page = pageOf(report);
        const table = elementsOf(page).find((element) => attribute(element, 'id') === 'documents');
        const text = table === undefined ? '' : textOf(table);
        for (const { title } of report.documents) expect(text).toContain(clip(printable(title), 400));
        expect(page.replace(/\n/gu, '')).not.toMatch(/[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u);
      }),
    );
  });

  it('is the same text for the same input', () => {
    fc.assert(
      fc.property(reports, (report) => pageOf(report) === pageOf(structuredClone(report))),
      { numRuns: 20 },
    );
  });

  it('lets a browser use the style and the script that stand in it, and nothing else', () => {
    const page = pageOf(nothing);
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
    const policy = elementsOf(page).find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy');
    expect(policy === undefined ? null : attribute(policy, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${digest(pageStyle)}'; script-src 'sha256-${digest(pageScript)}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/https?:/u);
  });

  it('says something useful of a workspace without documents', () => {
    const text = textOf(parse(pageOf(nothing)));
    expect(text).toContain('There are no documents here yet.');
    expect(text).toContain('specwright new writes the first one.');
  });

  it('counts what is too much for one page, and says how to see all', () => {
    const [base] = fc.sample(documents, { numRuns: 1, seed: 7 })[0] ?? [];
    if (base === undefined) throw new Error('no document was drawn');
    const many = Array.from({ length: 1_234 }, (_, number) => ({ ...base, file: `specs/${number}.md` }));
    const table = elementsOf(pageOf({ ...nothing, documents: many })).find(
      (element) => attribute(element, 'id') === 'documents',
    );
    if (table === undefined) throw new Error('there are no documents');
    expect([...nodesOf(table)].filter(({ nodeName }) => nodeName === 'tr')).toHaveLength(1_001);
    expect(textOf(table)).toContain('234 more: specwright list');
  });
});

const nothing: ReportOutput = {
  documents: [],
  templates: [],
  findings: { error: 0, warning: 0, info: 0 },
  stuck: [],
  turns: [],
  risks: [],
  questions: [],
  metrics: [],
  tasks: [],
  decisions: [],
  skipped: [],
};

describe('links of a page', () => {
  it('lead from the page to the files of the workspace', () => {
    expect(fileLinks('/specs', '/specs')('a/b.md')).toBe('./a/b.md');
    expect(fileLinks('/specs', '/specs/public')('a/b.md')).toBe('../a/b.md');
    expect(fileLinks('/specs', '/specs')('javascript:alert(1).md')).toBe('./javascript%3Aalert(1).md');
    expect(fileLinks('/specs', '/specs')('a b?c#d.md')).toBe('./a%20b%3Fc%23d.md');
  });

  it('lead to the web where that is asked for', () => {
    expect(webLinks('https://git.example.org/x/blob/main')('a/b c.md')).toBe(
      'https://git.example.org/x/blob/main/a/b%20c.md',
    );
    expect(webLinks('https://git.example.org/x/')('../b.md')).toBeNull();
  });

  it.each([
    ['javascript:alert(1)', 'is no address on the web'],
    ['git.example.org', 'is no address on the web'],
    ['https://me:secret@git.example.org/', 'holds a name or a password'],
    ['https://git.example.org/?path=', 'ends in a question or a fragment'],
  ])('are refused for %s', (base, message) => {
    expect(() => webLinks(base)).toThrow(message);
  });
});
