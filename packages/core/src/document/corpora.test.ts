import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadParser } from '../markdown/load-parser.ts';
import { outlineOf } from '../markdown/outline.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { Schema } from '../template/schema.ts';
import { addressMap } from './addresses.ts';
import { bindDocument } from './bind.ts';
import { documentData } from './data.ts';
import type { BoundDocument, Companion } from './document.ts';
import { fitness } from './find-template.ts';
import { allContents, allFields } from './walk-document.ts';

const folder = fileURLToPath(new URL('../../../../../shared/corpora', import.meta.url));
const isPresent = existsSync(folder);
const parser = await loadParser();
/** Every so many documents of a large corpus in a normal run; all of them in a proof. */
const step = process.env.SPECWRIGHT_PROOF === '1' ? 1 : 9;

interface Corpus {
  readonly template: string;
  readonly documents: string;
  /** The file beside a document that holds its metadata. */
  readonly companion?: string;
  /** The least share of documents that must be found to follow the template by their shape. */
  readonly found: number;
}

const CORPORA: Readonly<Record<string, Corpus>> = {
  'rust-rfcs': { template: '0000-template.md', documents: 'text', found: 0.95 },
  eips: { template: 'eip-template.md', documents: 'EIPS', found: 0.6 },
  keps: { template: 'keps/NNNN-kep-template/README.md', documents: 'keps', companion: 'kep.yaml', found: 0.9 },
  oteps: { template: '0000-template.md', documents: 'text', found: 0.7 },
  madr: { template: 'template/adr-template.md', documents: 'docs/decisions', found: 0.9 },
  'react-rfcs': { template: '0000-template.md', documents: 'text', found: 0.9 },
};

/** Every document with its path; with a companion, only those that have one. */
function documentsOf(corpus: Corpus, root: string): string[] {
  const base = join(root, corpus.documents);
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  const companion = corpus.companion;
  const chosen = files.filter((path) =>
    companion === undefined
      ? !path.endsWith('README.md')
      : path.endsWith('README.md') && existsSync(join(base, dirname(path), companion)),
  );
  return chosen.sort().map((path) => join(base, path));
}

function companionOf(file: string, corpus: Corpus): Companion | null {
  if (corpus.companion === undefined) return null;
  const path = join(dirname(file), corpus.companion);
  return { file: path, text: readFileSync(path, 'utf8') };
}

function schemaOf(corpus: Corpus, root: string): Schema {
  const path = join(root, corpus.template);
  const companion = companionOf(path, corpus);
  return compileTemplate(readFileSync(path, 'utf8'), path, parser, companion ?? undefined);
}

/** What is wrong with a binding, in words; nothing for a good one. */
function faultsOf(document: BoundDocument): string[] {
  const { text } = document.source;
  const faults: string[] = [];
  const within = (what: string, { start, end }: { start: number; end: number }): void => {
    if (!(start >= 0 && start <= end && end <= text.length)) faults.push(`${what} lies outside the text`);
  };
  for (const field of allFields(document)) {
    within(field.address, field.range);
    const { start, end } = field.value.range;
    if (text.slice(start, end) !== field.value.raw) faults.push(`${field.address} is not its raw text`);
  }
  const taken = new Set<string>();
  const once = (address: string): void => {
    if (taken.has(address)) faults.push(`${address} is two parts`);
    taken.add(address);
  };
  for (const section of document.allSections) once(section.address);
  for (const content of allContents(document)) {
    for (const table of content.tables) {
      for (const row of table.rows) {
        once(row.address);
        for (const cell of row.cells) {
          once(cell.address);
          if (text.slice(cell.value.range.start, cell.value.range.end) !== cell.value.raw)
            faults.push(`${cell.address} is not its raw text`);
        }
      }
    }
    for (const list of content.lists) {
      for (const item of list.items) {
        once(item.address);
        const box = item.boxRange;
        if (box !== null && !/^\[.\]$/su.test(text.slice(box.start - 1, box.end + 1)))
          faults.push(`${item.address} has its box elsewhere`);
        if (text.slice(item.rawRange.start, item.rawRange.end) !== item.raw)
          faults.push(`${item.address} is not its raw text`);
      }
    }
  }
  for (const [address, range] of addressMap(document)) within(address, range);
  return faults;
}

describe.skipIf(!isPresent)('real documents', () => {
  for (const [name, corpus] of Object.entries(CORPORA)) {
    it(`of ${name} are bound`, () => {
      const root = join(folder, name);
      const schema = schemaOf(corpus, root);
      const all = documentsOf(corpus, root);
      const files = all.filter((_, index) => all.length < 100 || index % step === 0);
      const faults: string[] = [];
      let found = 0;
      for (const file of files) {
        const source = readMarkdown(readFileSync(file, 'utf8'), parser);
        const document = bindDocument({ source, file, schema, companion: companionOf(file, corpus) });
        for (const fault of faultsOf(document)) faults.push(`${relative(folder, file)}: ${fault}`);
        JSON.stringify(documentData(document));
        if (fitness(outlineOf(source), schema) >= 0.25) found += 1;
      }
      expect(faults).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
      expect(found / files.length).toBeGreaterThanOrEqual(corpus.found);
    });
  }
});
