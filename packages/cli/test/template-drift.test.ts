import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '@specwright/core/check/settings.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { templateDriftOperation } from '@specwright/core/operations/template-drift.ts';
import { templateMigrateOperation } from '@specwright/core/operations/template-migrate.ts';
import { keptText, templateOfKept, versionOfTemplate } from '@specwright/core/operations/template-version.ts';
import type { Adoption, RecordedTemplate, TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentTemplates } from '../src/commands/template-inputs.ts';
import { Checker } from '../src/engine/check-one.ts';
import { WorkspaceDocuments } from '../src/engine/workspace-documents.ts';
import { openWorkspace } from '../src/workspace/open-workspace.ts';
import { cleanPlan, template } from './playground.ts';

/** Versions kept in memory, as a history keeps them in files. */
class MemoryVersions implements TemplateVersions {
  readonly #recorded = new Map<string, RecordedTemplate>();

  versionOf(document: string): RecordedTemplate | null {
    return this.#recorded.get(document) ?? null;
  }

  async record(adoptions: readonly Adoption[]): Promise<void> {
    for (const { document, template: version } of adoptions) this.#recorded.set(document, version);
  }
}

const newer = `${template.replace('## Goal', '## Purpose')}\n## Rollback\n\n[How back?]\n`;
const undecided = template.replace('Draft | Agreed', 'Draft');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plans-')));
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.md`), cleanPlan);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function opened(current: string) {
  writeFileSync(join(folder, 'template.md'), current);
  const request = { paths: ['.'], template: null, workingFolder: folder, today: '2026-01-01' };
  const workspace = await openWorkspace(request);
  const parser = await loadParser();
  const worker = new URL('../dist/worker.js', import.meta.url);
  const documents = new WorkspaceDocuments(workspace, {
    threads: { most: 1, worker },
    texts: new Map(),
    baseTexts: new Map(),
    histories: new Map(),
    versions: new MemoryVersions(),
    build: null,
    progress: () => ({ update: () => undefined, end: () => undefined }),
  });
  return { workspace, parser, context: { documents, parser, settings: defaultSettings('2026-01-01') } };
}

const old = versionOfTemplate({ file: 'template.md', text: template, companion: null });

describe('drift', () => {
  test('says who follows which version, what lies between, and who moves without a person', async () => {
    const { workspace, context } = await opened(newer);
    const versions = new MemoryVersions();
    const now = versionOfTemplate({ file: 'template.md', text: newer, companion: null });
    await versions.record([
      { document: 'a.md', template: old },
      { document: 'b.md', template: now },
    ]);
    const input = { versions, currentOf: currentTemplates(workspace), progress: () => undefined };
    const { documents } = await templateDriftOperation.run(context, input);
    expect(documents).toMatchObject([
      { file: 'a.md', changes: { breaking: 2, compatible: 0, editorial: 0 }, behind: 2, automatic: true },
      { file: 'b.md', behind: 0, automatic: true, follows: now.digest },
      { file: 'c.md', behind: 0, automatic: false, follows: null },
    ]);
  });

  test('says why a document needs a person', async () => {
    const { workspace, context } = await opened(undecided);
    const versions = new MemoryVersions();
    await versions.record([{ document: 'a.md', template: old }]);
    const input = { versions, currentOf: currentTemplates(workspace), progress: () => undefined };
    const { documents } = await templateDriftOperation.run(context, input);
    expect(documents[0]).toMatchObject({ automatic: false, reason: expect.stringContaining('"Agreed"') });
  });
});

test('each document is brought from the version recorded for it', async () => {
  const { workspace, context } = await opened(newer);
  const versions = new MemoryVersions();
  await versions.record([{ document: 'a.md', template: old }]);
  const moved: string[] = [];
  const { unknown } = await templateMigrateOperation.run(context, {
    from: ({ bound }) => versions.versionOf(bound.file),
    to: currentTemplates(workspace),
    renames: new Map(),
    step: null,
    take: ({ file, migrated }) => moved.push(`${file} ${migrated.text.includes('## Purpose')}`),
  });
  expect(moved).toEqual(['a.md true']);
  expect(unknown).toEqual(['b.md', 'c.md']);
});

test('a document is checked against the version recorded for it, and that is said', async () => {
  const { workspace, parser } = await opened(newer);
  const checker = new Checker(
    { root: folder, templates: workspace.templates, check: defaultSettings('2026-01-01'), kept: false },
    parser,
  );
  const job = { name: 'a.md', path: join(folder, 'a.md'), companion: null, text: null, base: null, history: null };
  const names = (follows: RecordedTemplate | null): readonly string[] => {
    const opened = checker.open({ ...job, follows });
    if (opened.kind !== 'open') throw new Error('not open');
    return opened.bound.schema.sections.map(({ name }) => name);
  };
  expect(names(old)).toEqual(['Goal', 'Steps', 'Risks']);
  expect(names(null)).toEqual(['Purpose', 'Steps', 'Risks', 'Rollback']);
  const said = JSON.stringify(checker.check({ ...job, follows: old }).outcome);
  expect(said).toContain('XDC805');
  expect(said).not.toContain('STR101');
});

test('a template is kept as one text, with or without a companion', () => {
  const alone = { file: 'template.md', text: template, companion: null };
  const beside = { ...alone, companion: { file: 'template.yaml', text: 'status: draft\n' } };
  for (const each of [alone, beside]) expect(templateOfKept('template.md', keptText(each))).toEqual(each);
});
