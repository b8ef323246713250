import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../src/check/check-document.ts';
import { checkTemplate } from '../src/check/check-template.ts';
import { checkWorkspace } from '../src/check/check-workspace.ts';
import { defaultSettings } from '../src/check/settings.ts';
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts';
import { bindDocument } from '../src/document/bind.ts';
import { documentData } from '../src/document/data.ts';
import { sectionSkeleton } from '../src/edit/skeleton.ts';
import { loadParser } from '../src/markdown/load-parser.ts';
import { mdastParser } from '../src/markdown/mdast-parser.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { compileTemplate } from '../src/template/compile.ts';
import { explainTemplate } from '../src/template/explain.ts';
import type { Schema } from '../src/template/schema.ts';
import { hostileTexts } from './hostile-texts.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
/** Far more than linear work needs, far less than quadratic work takes. */
const patience = proof ? 600_000 : 30_000;

const native = await loadParser();
const folder = fileURLToPath(new URL('../../../examples/', import.meta.url));
const template = readFileSync(`${folder}templates/technical-spec.md`, 'utf8');
const specification = readFileSync(`${folder}specs/0001-webhook-delivery-retries.md`, 'utf8');
const schema = compileTemplate(template, 'technical-spec.md', native);
const settings = defaultSettings('2026-06-01');

/** Reads and checks a text as a document of a schema. */
function checked(text: string, against: Schema = schema): Diagnostic[] {
  const document = bindDocument({ file: 'hostile.md', source: readMarkdown(text, native), schema: against });
  const report = checkDocument(document, settings);
  documentData(document);
  return [...checkWorkspace([report], { documents: [report.facts], exists: () => false }, settings)];
}

/** Compiles a text as a template, explains and checks it, and checks a text against it. */
function compiled(text: string): Diagnostic[] {
  const compiledSchema = compileTemplate(text, 'hostile-template.md', native);
  explainTemplate(compiledSchema);
  for (const section of compiledSchema.sections) sectionSkeleton(compiledSchema, section, 1);
  const self = checkTemplate(compiledSchema, readMarkdown(text, native), settings);
  return [...self, ...checked(text, compiledSchema), ...checked(specification, compiledSchema)];
}

/** Every range lies in the text and every fix is sorted, disjoint and in the text. */
function expectSound(found: readonly Diagnostic[], text: string): void {
  for (const { range, fixes, file, message } of found) {
    if (file !== 'hostile.md') continue;
    expect(message).not.toMatch(/undefined|NaN|\[object/u);
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.start).toBeLessThanOrEqual(range.end);
    expect(range.end).toBeLessThanOrEqual(text.length);
    for (const { edits } of fixes) {
      let end = 0;
      for (const edit of edits) {
        expect(edit.start).toBeGreaterThanOrEqual(end);
        expect(edit.end).toBeGreaterThanOrEqual(edit.start);
        end = edit.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
}

describe('hostile documents', () => {
  test.each(Object.keys(hostileTexts))(
    '%s',
    (name) => {
      const text = (hostileTexts[name] as () => string)();
      expectSound(checked(text), text);
    },
    patience,
  );
});

describe('hostile ends of a good document', () => {
  test.each(Object.keys(hostileTexts))(
    '%s',
    (name) => {
      const text = `${specification}\n\n${(hostileTexts[name] as () => string)()}`;
      expectSound(checked(text), text);
    },
    patience,
  );
});

describe('hostile templates', () => {
  test.each(Object.keys(hostileTexts))(
    '%s',
    (name) => {
      const text = (hostileTexts[name] as () => string)();
      expect(compiled(text)).toBeInstanceOf(Array);
    },
    patience,
  );
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      '# T\n',
      '## Overview\n',
      '\n\n',
      '**Status**: ',
      'Draft',
      ' | ',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      '<',
      '>',
      '<!--',
    ],
    ...['-->', '- ', '1. ', '- [ ] ', '|', '---', '\n', '`', '```\n', '\\', '&amp;', '…', 'TODO', '\t', '\r\n', '> '],
    ...['\uFEFF', '\0', 'é', '𝓐', 'Goals', '# ', '### ', '**', '__', '*', ':', 'YYYY-MM-DD', '[^1]', '!', '/', '"'],
  );
  const soup = fc.array(fc.oneof({ weight: 5, arbitrary: pieces }, fc.string()), { maxLength: 120 });
  const text = soup.map((parts) => parts.join(''));

  test(
    'is checked, and checked the same again',
    () => {
      fc.assert(
        fc.property(text, (words) => {
          const found = checked(words);
          expectSound(found, words);
          expect(checked(words)).toEqual(found);
        }),
      );
    },
    patience,
  );

  test(
    'is a template',
    () => {
      fc.assert(fc.property(text, (words) => void compiled(words)));
    },
    patience,
  );

  test(
    'is read alike by both parsers as far as findings go',
    () => {
      fc.assert(
        fc.property(text, (words) => {
          const other = bindDocument({ file: 'hostile.md', source: readMarkdown(words, mdastParser), schema });
          expectSound(checkDocument(other, settings).diagnostics, words);
        }),
      );
    },
    patience,
  );
});
