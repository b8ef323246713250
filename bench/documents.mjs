import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LARGE = 10_000;
const SMALL = 2_500;

/**
 * The documents to measure on: a public corpus of 949 proposals where it lies beside the repository, else copies of the
 * examples. The large folders hold copies that differ in content, 100 to a folder.
 */
export function benchDocuments(here) {
  const corpus = join(here, '..', '..', 'shared', 'corpora', 'eips');
  const examples = join(here, '..', 'examples');
  const known = existsSync(corpus);
  const source = known ? join(corpus, 'EIPS') : join(examples, 'specs');
  const template = known ? join(corpus, 'eip-template.md') : join(examples, 'templates', 'technical-spec.md');
  const files = readdirSync(source).filter((file) => file.endsWith('.md'));
  const texts = files.map((file) => readFileSync(join(source, file), 'utf8'));
  const root = join(tmpdir(), 'specwright-bench-documents');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const cold = join(root, 'cold');
  if (known) cpSync(source, cold, { recursive: true });
  else writeCopies(cold, texts, 949);
  const large = join(root, 'large');
  const bytes = writeCopies(large, texts, LARGE);
  const small = join(root, 'small');
  writeCopies(small, texts, SMALL);
  return {
    cold: {
      folder: cold,
      template,
      count: readdirSync(cold, { recursive: true }).filter((file) => file.endsWith('.md')).length,
      what: known ? 'the EIPs' : 'copies of the examples',
    },
    large,
    small,
    template,
    largeMegabytes: Math.round(bytes / 1e6),
  };
}

function writeCopies(folder, texts, count) {
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const group = join(folder, String(Math.floor(index / 100)).padStart(3, '0'));
    if (index % 100 === 0) mkdirSync(group, { recursive: true });
    const text = `${texts[index % texts.length]}\n\nCopy ${index}.\n`;
    bytes += text.length;
    writeFileSync(join(group, `${String(index).padStart(5, '0')}.md`), text);
  }
  return bytes;
}
