import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Range } from '../text/range.ts';
import { readYaml } from './front-matter.ts';
import { nativeParser } from './native-parser.ts';
import { rangeOf } from './source.ts';
import { splitChunks } from './yaml-chunks.ts';
import { readWithLibrary } from './yaml-library.ts';
import { readSimpleChunk } from './yaml-simple.ts';

/** Public documents beside the repository; the test says so when they are not there. */
const corpora = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));
const proof = process.env.SPECWRIGHT_PROOF === '1';

interface YamlText {
  readonly file: string;
  readonly text: string;
  /** The YAML without the lines that open and close front matter. */
  readonly body: Range;
}

/** The front matter of every document and every YAML file beside one. */
function yamlTexts(): YamlText[] {
  const files = readdirSync(corpora, { recursive: true, encoding: 'utf8' }).sort();
  return files.flatMap((file, index): YamlText[] => {
    if (!/\.(?:md|ya?ml)$/u.test(file) || (!proof && index % 5 !== 0)) return [];
    const text = readFileSync(`${corpora}${file}`, 'utf8');
    if (!file.endsWith('.md')) return [{ file, text, body: { start: 0, end: text.length } }];
    const node = nativeParser.parse(text).children[0];
    if (node?.type !== 'yaml') return [];
    const { start, end } = rangeOf(node);
    const line = text.indexOf('\n', start) + 1;
    return [{ file, text, body: { start: line, end: Math.max(line, text.lastIndexOf('\n', end - 1)) } }];
  });
}

describe.skipIf(!existsSync(corpora))('the YAML of public documents (skipped without ../shared/corpora)', () => {
  const texts = existsSync(corpora) ? yamlTexts() : [];

  it('is read as the library reads it', () => {
    let plain = 0;
    for (const { file, text, body } of texts) {
      const whole = readWithLibrary(text, body);
      const { entries, problems } = readYaml(text, body);
      for (const entry of entries) {
        expect(text.slice(entry.valueRange.start, entry.valueRange.end), file).toBe(entry.raw);
      }
      if (whole.problem === null) expect(entries, file).toEqual(whole.entries);
      else expect(problems.length, file).toBeGreaterThan(0);
      if (splitChunks(text, body).chunks.every((chunk) => readSimpleChunk(text, chunk) !== null)) plain += 1;
    }
    // The short way is worth its lines only while most front matter takes it.
    expect(plain / texts.length).toBeGreaterThan(0.5);
  });
});
