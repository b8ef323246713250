import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/check-document.ts';
import { defaultSettings } from '../../src/check/settings.ts';
import { bindDocument } from '../../src/document/bind.ts';
import { loadParser } from '../../src/markdown/load-parser.ts';
import { readMarkdown } from '../../src/markdown/source.ts';
import { migrateDocument } from '../../src/operations/migration/migrate-document.ts';
import { planMigration } from '../../src/operations/migration/plan.ts';
import { compileTemplate } from '../../src/template/compile.ts';
import type { Schema } from '../../src/template/schema.ts';
import { planted, spec } from './planted-changes.ts';

const parser = await loadParser();
const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: proof ? 2000 : 60 };

const compile = (text: string): Schema => compileTemplate(text, 'template.md', parser);
const old = compile(spec);

/** A document of the built-in template in which every word of the author's is another one. */
interface Written {
  readonly text: string;
  readonly words: readonly string[];
}

interface Choices {
  readonly dropped: readonly number[];
  /** Where a section of the author's own stands; within another one it takes that one's subsections over. */
  readonly extra: number;
  readonly extraAtTop: boolean;
  readonly numbered: boolean;
  readonly crlf: boolean;
  readonly finalNewline: boolean;
  readonly state: number;
}

const choices: fc.Arbitrary<Choices> = fc.record({
  dropped: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
  extra: fc.nat(40),
  extraAtTop: fc.boolean(),
  numbered: fc.boolean(),
  crlf: fc.boolean(),
  finalNewline: fc.boolean(),
  state: fc.nat(3),
});

function write({ dropped, extra, extraAtTop, numbered, crlf, finalNewline, state }: Choices): Written {
  const words: string[] = [];
  const word = (): string => {
    const made = `zq${words.length}x`;
    words.push(made);
    return made;
  };
  const states = ['Draft', 'In Review', 'Approved', 'Implemented'];
  const sections = spec
    .replace('Draft | In Review | Approved | Implemented', states[state] as string)
    .replaceAll('[Date]', '2026-01-02')
    .replaceAll('High/Med/Low', 'Med')
    .split(/^(?=#)/mu)
    .filter((_, index) => index === 0 || !dropped.includes(index))
    .map((part, index) => (numbered && index > 0 ? part.replace(/^(#+) /u, `$1 ${index}. `) : part));
  const places = [...sections.keys()].filter((place) => !extraAtTop || sections[place]?.startsWith('## '));
  sections.splice(places[extra % places.length] || sections.length, 0, `## Own${'\u0020'}thoughts\n\n[More]\n\n`);
  const filled = sections
    .join('')
    .replace(/\[(?! \])[^\]\n]+\]/gu, () => `${word()} ${word()}`)
    .replace('Own thoughts', () => word())
    .replaceAll('**Term**: Definition', () => `**${word()}**: ${word()}`);
  const ended = finalNewline ? filled : filled.trimEnd();
  return { text: crlf ? ended.replaceAll('\n', '\r\n') : ended, words };
}

/** A template with two sections of one name under one parent is a mistake, which a rule tells of. */
const isSound = ({ text }: { readonly text: string }): boolean => compile(text).problems.length === 0;

const combinations = fc.subarray([...planted], { minLength: 1, maxLength: 4 }).map((changes) => {
  // A change whose place another one has altered does not take place.
  const text = changes.reduce(
    (now, { from, to }) => (now.split(from).length === 2 ? now.replace(from, to) : now),
    spec,
  );
  return { text, names: changes.map(({ name }) => name) };
});

const templates = combinations.filter(isSound);

const input = { file: 'specs/0001-zq.md', companion: null, parser, only: null };

/** Findings that a change of the template can cause and its migration can mend, by code. */
function structural(text: string, schema: Schema): readonly string[] {
  const document = bindDocument({ source: readMarkdown(text, parser), file: input.file, schema });
  const found = checkDocument(document, defaultSettings('2026-06-01')).diagnostics;
  return found
    .filter(({ code }) => /^(?:STR10[123]|MET301|TBL40[1-4])$/u.test(code))
    .map(({ code, message }) => `${code} ${message}`);
}

describe('laws of migration', () => {
  test('every word of the author stays, once', () => {
    fc.assert(
      fc.property(choices, templates, (choice, template) => {
        const { text, words } = write(choice);
        const plan = planMigration(old, compile(template.text), new Map());
        const migrated = migrateDocument(plan, { ...input, text });
        for (const word of words) expect(migrated.text.split(new RegExp(`\\b${word}\\b`, 'u'))).toHaveLength(2);
        if (choice.crlf) expect(migrated.text.replaceAll('\r\n', '')).not.toContain('\n');
        expect(/\n$/u.test(migrated.text)).toBe(/\n$/u.test(text));
      }),
      runs,
    );
  });

  test('a second time nothing changes', () => {
    fc.assert(
      fc.property(choices, templates, (choice, template) => {
        const plan = planMigration(old, compile(template.text), new Map());
        const once = migrateDocument(plan, { ...input, text: write(choice).text });
        const twice = migrateDocument(plan, { ...input, text: once.text });
        expect(twice.text).toBe(once.text);
        expect(twice.changed.filter(Boolean)).toEqual([]);
      }),
      runs,
    );
  });

  test('the findings that the change caused are gone', () => {
    fc.assert(
      fc.property(choices, templates, (choice, template) => {
        const current = compile(template.text);
        const { text } = write({ ...choice, dropped: [], extraAtTop: true });
        expect(structural(text, old)).toEqual([]);
        const migrated = migrateDocument(planMigration(old, current, new Map()), { ...input, text });
        expect(migrated.conflict).toBeNull();
        expect(structural(migrated.text, current)).toEqual([]);
      }),
      runs,
    );
  });

  test('a step that says it changed nothing changes nothing, and one at a time leads to the same', () => {
    fc.assert(
      fc.property(choices, templates, (choice, template) => {
        const { text } = write(choice);
        const plan = planMigration(old, compile(template.text), new Map());
        const whole = migrateDocument(plan, { ...input, text });
        const steps = plan.steps.map((_, only) => migrateDocument(plan, { ...input, text, only }));
        for (const [place, step] of steps.entries()) {
          expect(step.text !== text).toBe(step.changed[place]);
        }
        expect(steps.some(({ text: alone }) => alone !== text)).toBe(whole.text !== text);
      }),
      runs,
    );
  });
});

test('templates without a change need no step', () => {
  expect(planMigration(old, old, new Map()).steps).toEqual([]);
});
