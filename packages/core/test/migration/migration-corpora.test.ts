import { describe, expect, test } from 'vitest';
import { loadParser } from '../../src/markdown/load-parser.ts';
import { migrateDocument } from '../../src/operations/migration/migrate-document.ts';
import { type MigrationPlan, planMigration } from '../../src/operations/migration/plan.ts';
import { compileTemplate } from '../../src/template/compile.ts';
import type { Schema, SectionSchema } from '../../src/template/schema.ts';
import { type Corpus, companionOf, corpora, corporaPresent, readCorpusFile } from '../corpora.ts';

const parser = await loadParser();

/** Every document in a proof; of the large corpora a share else. */
const full = process.env.SPECWRIGHT_PROOF === '1';

describe.skipIf(!corporaPresent)('real documents (skipped where the corpora are absent)', () => {
  test.each(corpora().map((corpus) => [corpus.name, corpus] as const))(
    'follow a template that changes, lose no word, and change once: %s',
    (_name, corpus) => {
      const plan = changedPlan(corpus);
      expect(new Set(plan.steps.map(({ kind }) => kind))).toContain('insert-section');
      const share = full ? 1 : Math.ceil(corpus.documents.length / 60);
      let changed = 0;
      for (const file of corpus.documents.filter((_, index) => index % share === 0)) {
        const text = readCorpusFile(corpus, file);
        const input = { file, text, companion: companionOf(corpus, file), parser, only: null };
        const once = migrateDocument(plan, input);
        expect(lost(text, once.text), file).toEqual([]);
        const twice = migrateDocument(plan, { ...input, text: once.text });
        expect(twice.text, file).toBe(once.text);
        if (once.text !== text) changed += 1;
      }
      expect(changed).toBeGreaterThan(0);
    },
  );
});

/** The corpus' template with its first section renamed, its last one moved to the front, and a new one at the end. */
function changedPlan(corpus: Corpus): MigrationPlan {
  const { template, templateCompanion: beside } = corpus;
  const companion = beside === null ? undefined : { file: beside, text: readCorpusFile(corpus, beside) };
  const compile = (text: string): Schema => compileTemplate(text, template, parser, companion);
  const old = compile(readCorpusFile(corpus, template));
  const tops = old.sections.filter(({ repeat }) => repeat === null);
  const [first, last] = [tops[0], tops.at(-1)] as [SectionSchema, SectionSchema];
  const renamed = old.text.slice(first.headingRange.start, last.range.start).replace(first.name, `${first.name} Anew`);
  const marks = '#'.repeat(first.depth);
  const current = [
    old.text.slice(0, first.headingRange.start),
    `${old.text.slice(last.range.start, last.range.end).trim()}\n\n`,
    `${renamed.trim()}\n\n${marks} Lessons of the Year\n\n[What did we learn?]\n`,
  ].join('');
  return planMigration(old, compile(current), new Map());
}

/** Words that stand less often after than before, those of renamed headings and of links to them left aside. */
function lost(before: string, after: string): readonly string[] {
  const left = counts(after);
  return [...counts(before)].filter(([word, count]) => count > (left.get(word) ?? 0)).map(([word]) => word);
}

function counts(text: string): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) known.set(word, (known.get(word) ?? 0) + 1);
  return known;
}
