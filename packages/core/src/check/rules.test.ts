import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { bindDocument } from '../document/bind.ts';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compareTemplates } from '../template/compatibility.ts';
import { compileTemplate } from '../template/compile.ts';
import type { Schema } from '../template/schema.ts';
import { applyEdit, makeEdit } from '../text/edit.ts';
import { sha256Of } from '../text/hash.ts';
import { checkDocument, type DocumentBase } from './check-document.ts';
import { checkTemplate, checkTemplateChange } from './check-template.ts';
import { checkWorkspace } from './check-workspace.ts';
import { codePages } from './codes.ts';
import type { OutdatedTemplate, Rule } from './rule.ts';
import { allRules } from './rules.ts';
import { type CheckSettings, defaultSettings } from './settings.ts';
import { reaches } from './severity.ts';

const parser = await loadParser();

/** The rule is on whatever its own severity; every other rule is as it comes. */
function settingsFor(rule: Rule): CheckSettings {
  const settings = defaultSettings('2026-01-01');
  const own = rule.severity.settled === 'off' ? 'warning' : rule.severity.settled;
  return {
    options: { ...settings.options, ...rule.example.options },
    severities: { [rule.code]: own },
  };
}

/** All findings in the example's document with this text, the example's other documents around it. */
function findingsIn(rule: Rule, text: string): readonly Diagnostic[] {
  const { example } = rule;
  const settings = settingsFor(rule);
  if (rule.scope === 'template') {
    const schema = compileTemplate(text, 'template.md', parser);
    const own = checkTemplate(schema, readMarkdown(text, parser), settings);
    if (example.older === undefined) return own;
    const base = { schema: compileTemplate(example.older, 'template.md', parser), documents: 1 };
    return [...own, ...checkTemplateChange(schema, base, settings)];
  }
  const schema = compileTemplate(example.template, 'template.md', parser);
  const file = example.file ?? '0001-example.md';
  const files: Readonly<Record<string, string>> = { ...example.others, [file]: text };
  const bind = (name: string, content: string) =>
    bindDocument({ source: readMarkdown(content, parser), file: name, schema });
  const base: DocumentBase | null =
    example.base === undefined ? null : { state: bind(file, example.base).status?.state ?? null };
  const reports = Object.keys(files)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) =>
      checkDocument(bind(name, files[name] as string), settings, {
        base: name === file ? base : null,
        history: null,
        outdated: text === example.bad ? outdatedBy(example.older, schema) : null,
      }),
    );
  const paths = new Set(Object.keys(files).flatMap((name) => pathsTo(name)));
  const facts = { documents: reports.map((report) => report.facts), exists: (path: string) => paths.has(path) };
  return [...checkWorkspace(reports, facts, settings)].filter((diagnostic) => diagnostic.file === file);
}

/** The bad document of an example follows the older text of the template, where there is one. */
function outdatedBy(older: string | undefined, current: Schema): OutdatedTemplate | null {
  if (older === undefined) return null;
  const schema = compileTemplate(older, 'template.md', parser);
  return { digest: sha256Of(older), changes: compareTemplates(schema, current) };
}

/** A path and the folders above it. */
function pathsTo(path: string): string[] {
  const steps = path.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

const identityOf = ({ code, address, message }: Diagnostic) => `${code} ${address} ${message}`;

describe.each(allRules.map((rule) => [`${rule.code} ${rule.name}`, rule] as const))('%s', (_, rule) => {
  const bad = findingsIn(rule, rule.example.bad);
  const own = bad.filter((diagnostic) => diagnostic.code === rule.code);

  test('is given by the bad example, with concrete words and ranges in bounds', () => {
    expect(own).not.toEqual([]);
    for (const { message, range, name } of own) {
      expect(name).toBe(rule.name);
      expect(message).not.toMatch(/\.$|^\s*$|undefined|\[object/u);
      expect(message).not.toContain('\n');
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.start).toBeLessThanOrEqual(range.end);
      expect(range.end).toBeLessThanOrEqual(rule.example.bad.length);
    }
  });

  test('is not given by the good example', () => {
    const good = findingsIn(rule, rule.example.good);
    expect(good.filter((diagnostic) => diagnostic.code === rule.code)).toEqual([]);
  });

  test('checking is deterministic', () => {
    expect(findingsIn(rule, rule.example.bad)).toEqual(bad);
  });

  const fixes = own.flatMap((diagnostic) => diagnostic.fixes.map((fix) => ({ diagnostic, fix })));
  test.each(fixes.map(({ diagnostic, fix }) => [fix.title, diagnostic, fix] as const))(
    'fix: %s',
    (_title, diagnostic, fix) => {
      expect(makeEdit(fix.edits, rule.example.bad.length), 'edits are sorted, disjoint and in bounds').toEqual(
        fix.edits,
      );
      const after = findingsIn(rule, applyEdit(rule.example.bad, fix.edits));
      const before = bad.map(identityOf);
      const left = after.filter((found) => found.code === rule.code);
      expect(left.length, 'the finding is gone').toBeLessThan(own.length);
      const fresh = after.filter((found) => !before.includes(identityOf(found)) && found.code !== rule.code);
      // What a person chose to insert from the template is still to be written.
      const expected = fix.kind === 'suggested' ? /^PLH|unchosen|empty/u : /^$/u;
      const worse = fresh.filter(
        (found) =>
          reaches(found.severity, 'error') &&
          !reaches(diagnostic.severity, 'error') &&
          !expected.test(`${found.code} ${found.name}`),
      );
      expect(worse, 'nothing worse came').toEqual([]);
    },
  );
});

describe('all rules', () => {
  test('codes and names are unique, whatever gives them', () => {
    const codes = codePages.map((page) => page.about.code);
    const names = codePages.map((page) => page.about.name);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(names).size).toBe(names.length);
    expect(codes).toEqual([...codes].sort());
  });

  test.each(codePages.map((page) => [page.about.code, page.about] as const))('%s has a page', (code, about) => {
    expect(code).toMatch(/^[A-Z]{3}\d{3}$/u);
    expect(about.name).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(about.summary).toMatch(/^\S.+[^.\s]$/u);
    expect(about.why).toMatch(/\.$/u);
    expect(about.remedy).toMatch(/[.`]$/u);
  });
});
