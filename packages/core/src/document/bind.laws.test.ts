import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { compileTemplate } from '../template/compile.ts';
import { addressMap, resolveAddress } from './addresses.ts';
import { bindDocument } from './bind.ts';
import { documentData } from './data.ts';
import type { BoundDocument } from './document.ts';
import { allFields } from './walk-document.ts';

const SIZE = { numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 60 };
const parser = await loadParser();
const schema = compileTemplate(technicalSpecText, 'technical-spec.md', parser);

function bind(text: string): BoundDocument {
  return bindDocument({ source: readMarkdown(text, parser), file: 'document.md', schema });
}

/** Which schema section each heading answers. */
function answersOf(document: BoundDocument): (string | null)[] {
  return document.allSections.map((section) => section.schema?.address ?? null);
}

const LINES = technicalSpecText.split('\n');

/** The template with some of its lines left out, written twice or out of place: a document in every stage of neglect. */
const document = fc
  .array(fc.oneof(fc.nat(LINES.length - 1), fc.nat(LINES.length - 1), fc.string()), { maxLength: 80 })
  .map((parts) => parts.map((part) => (typeof part === 'number' ? LINES[part] : part)).join('\n'));

describe('binding', () => {
  it('reads any text, the same way each time', () => {
    fc.assert(
      fc.property(fc.oneof(document, fc.string({ unit: 'binary', maxLength: 400 })), (text) => {
        const bound = bind(text);
        expect(JSON.stringify(documentData(bind(text)))).toBe(JSON.stringify(documentData(bound)));
        expect([...addressMap(bind(text))]).toEqual([...addressMap(bound)]);
      }),
      SIZE,
    );
  });

  it('gives ranges within the text, values that slice to their raw text, and every address to one part', () => {
    fc.assert(
      fc.property(document, (text) => {
        const bound = bind(text);
        for (const { value, range, nameRange } of allFields(bound)) {
          expect(text.slice(value.range.start, value.range.end)).toBe(value.raw);
          for (const { start, end } of [range, nameRange])
            expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        }
        for (const [address, { start, end }] of addressMap(bound)) {
          expect(start >= 0 && start <= end && end <= text.length).toBe(true);
          expect(resolveAddress(bound, address).kind).not.toBe('none');
        }
        const sections = bound.allSections.map((section) => section.address);
        expect(new Set(sections).size).toBe(sections.length);
      }),
      SIZE,
    );
  });

  it('answers the same however headings are written', () => {
    const headings = LINES.flatMap((line, at) => (/^#{2,6} /u.test(line) ? [at] : []));
    const style = fc.record({
      upper: fc.boolean(),
      number: fc.constantFrom('', '1. ', '2.3 ', '4) '),
      bold: fc.boolean(),
      colon: fc.boolean(),
      closed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(style, { minLength: headings.length, maxLength: headings.length }), (styles) => {
        const lines = [...LINES];
        for (const [index, at] of headings.entries()) {
          const { upper, number, bold, colon, closed } = styles[index] as NonNullable<(typeof styles)[number]>;
          const [, marks, name] = /^(#+) (.*)$/u.exec(lines[at] as string) as unknown as [string, string, string];
          const words = `${upper && !name.includes('[') ? name.toUpperCase() : name}${colon ? ':' : ''}`;
          lines[at] = `${marks} ${number}${bold ? `**${words}**` : words}${closed ? ` ${marks}` : ''}`;
        }
        expect(answersOf(bind(lines.join('\n')))).toEqual(answersOf(bind(technicalSpecText)));
      }),
      SIZE,
    );
  });

  it('answers the same when every heading goes one level up or down', () => {
    for (const [from, to] of [
      [/^#(#+ )/gmu, '$1'],
      [/^(#{2,5} )/gmu, '#$1'],
    ] as const) {
      expect(answersOf(bind(technicalSpecText.replace(from, to)))).toEqual(answersOf(bind(technicalSpecText)));
    }
  });

  it('is not moved by line ends or a byte order mark', () => {
    const crlf = `\uFEFF${technicalSpecText.replaceAll('\n', '\r\n')}`;
    expect([...addressMap(bind(crlf)).keys()]).toEqual([...addressMap(bind(technicalSpecText)).keys()]);
    for (const [address, { start, end }] of addressMap(bind(technicalSpecText))) {
      const moved = addressMap(bind(crlf)).get(address);
      expect(crlf.slice(moved?.start, moved?.end).replaceAll('\r\n', '\n').trim()).toBe(
        technicalSpecText.slice(start, end).trim(),
      );
    }
  });
});
