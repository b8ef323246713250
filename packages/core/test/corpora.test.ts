import { describe, expect, test } from 'vitest';
import { checkDocument } from '../src/check/check-document.ts';
import { checkWorkspace } from '../src/check/check-workspace.ts';
import { defaultSettings } from '../src/check/settings.ts';
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts';
import { addressMap } from '../src/document/addresses.ts';
import { bindDocument } from '../src/document/bind.ts';
import { documentData } from '../src/document/data.ts';
import { loadParser } from '../src/markdown/load-parser.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { compileTemplate } from '../src/template/compile.ts';
import type { Schema } from '../src/template/schema.ts';
import { type Corpus, companionOf, corpora, corporaPresent, existsIn, readCorpusFile } from './corpora.ts';

const parser = await loadParser();
const settings = defaultSettings('2026-11-23');
/** Every document in a proof; of the large corpora a share else. */
const full = process.env.SPECWRIGHT_PROOF === '1';

describe.skipIf(!corporaPresent)('real documents (skipped where the corpora are absent)', () => {
  test.each(corpora().map((corpus) => [corpus.name, corpus] as const))('%s', async (name, corpus) => {
    const schema = schemaOf(corpus);
    const lengths = new Map<string, number>();
    const documents =
      full || corpus.documents.length < 100 ? corpus.documents : corpus.documents.filter((_, index) => index % 8 === 0);
    const reports = documents.map((file) => {
      const text = readCorpusFile(corpus, file);
      lengths.set(file, text.length);
      const document = bindDocument({
        file,
        source: readMarkdown(text, parser),
        schema,
        companion: companionOf(corpus, file),
      });
      expect(JSON.stringify(documentData(document))).toMatch(/^\{/u);
      expect(addressMap(document)).toBeDefined();
      return checkDocument(document, settings);
    });
    const partial = documents.length < corpus.documents.length;
    const facts = { documents: reports.map((report) => report.facts), exists: existsIn(corpus), partial };
    const found = [...checkWorkspace(reports, facts, settings)];
    for (const { file, range } of found) {
      expect(range.start).toBeLessThanOrEqual(range.end);
      if (lengths.has(file)) expect(range.end).toBeLessThanOrEqual(lengths.get(file) as number);
    }
    const size = full ? 'full' : 'sample';
    await expect(countsOf(documents.length, found)).toMatchFileSnapshot(`corpora-counts/${size}/${name}.txt`);
  });
});

function schemaOf(corpus: Corpus): Schema {
  const { template, templateCompanion } = corpus;
  const companion =
    templateCompanion === null
      ? undefined
      : { file: templateCompanion, text: readCorpusFile(corpus, templateCompanion) };
  return compileTemplate(readCorpusFile(corpus, template), template, parser, companion);
}

/** Findings by rule and severity, and how many documents have any: numbers only, no text of the corpus. */
function countsOf(documents: number, found: readonly Diagnostic[]): string {
  const rows = new Map<string, { findings: number; files: Set<string> }>();
  for (const { code, name, severity, file } of found) {
    const key = `${code} ${name} ${severity}`;
    const row = rows.get(key) ?? { findings: 0, files: new Set<string>() };
    rows.set(key, row);
    row.findings += 1;
    row.files.add(file);
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { findings, files }]) => {
      const [code, name, severity] = key.split(' ') as [string, string, string];
      return `${code} ${name.padEnd(26)} ${severity.padEnd(8)} ${String(findings).padStart(6)} in ${files.size}`;
    });
  return `${documents} documents\n${lines.join('\n')}\n`;
}
