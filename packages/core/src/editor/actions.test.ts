import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { specimens } from '../../test/mutation/specimen.ts';
import { openedDocument } from '../../test/opened-workspace.ts';
import { applyEdit } from '../text/edit.ts';
import { actionsAt, type EditorAction } from './actions.ts';

const template = `# Plan: [Name]

**Status**: Draft | Approved

## Overview

[What it is]

### Goals

- [Goal]

### Limits

- [Limit]

## Alternatives

### Alternative 1: [Name]

[Description]

## Phases

**Phase 1**: [Description]

- [ ] [Task]

**Phase 2**: [Description]

- [ ] [Task]

## Risks

| Risk | Likelihood |
|------|------------|
| [Risk] | High/Med/Low |

## Questions

- [ ] [Question]
`;

const text = `# Plan: Queue

**Status**: draft

## Overview

Orders are lost.

### Goals

- None is lost

### Limits

- None

## Alternatives

### Alternative 1: Keep it

Nothing is done.

## Phases

**Phase 1**: Build the queue

- [x] Choose a broker
- [ ] Write it

## Risks

| Risk | Likelihood |
|------|------------|
| The broker stops | High |

## Questions

- [ ] Who owns it?
`;

/** The actions where some words stand. */
function actionsOn(words: string, written = text): readonly EditorAction[] {
  const { document, workspace } = openedDocument(template, written);
  const start = written.indexOf(words);
  return actionsAt(document, workspace, { start, end: start });
}

/** The text after the action of a title. */
function after(title: string, words: string, written = text): string {
  const action = actionsOn(words, written).find((one) => one.title === title);
  expect(action?.edits).toHaveLength(1);
  return applyEdit(written, action?.edits[0]?.edit ?? []);
}

describe('fixes', () => {
  test('a safe fix of the finding at the cursor comes first and is preferred', () => {
    const [first] = actionsOn('draft');
    expect(first).toMatchObject({ kind: 'fix', preferred: true, diagnostic: { code: 'MET304' } });
    expect(applyEdit(text, first?.edits[0]?.edit ?? [])).toBe(text.replace('draft', 'Draft'));
  });

  test('findings elsewhere give none', () => {
    expect(actionsOn('None is lost').filter(({ kind }) => kind === 'fix')).toEqual([]);
  });

  test('everything safe is mended at once, from anywhere', () => {
    const title = 'Mend everything that is safe to mend (1 finding)';
    expect(after(title, 'None is lost')).toBe(text.replace('draft', 'Draft'));
  });
});

describe('comments that silence', () => {
  const silenced = (written: string, title: RegExp): { before: string[]; after: string[] } => {
    const { document, workspace } = openedDocument(template, written);
    const action = document.diagnostics
      .flatMap(({ range }) => actionsAt(document, workspace, range))
      .find((one) => title.test(one.title));
    const next = applyEdit(written, action?.edits[0]?.edit ?? []);
    const codes = (words: string) => openedDocument(template, words).document.diagnostics.map(({ code }) => code);
    return { before: codes(written), after: codes(next) };
  };

  test('leave the reason to the author, whom the check then asks for it', () => {
    const written = text.replace('Who owns it?', 'TODO: ask');
    expect(silenced(written.replace('draft', 'Draft'), /^Ignore PLH/u)).toEqual({
      before: ['PLH208'],
      after: ['DOC903'],
    });
  });

  test('silence the finding wherever it stands', () => {
    for (const { schema, text: good } of [
      ...specimens(),
      ...specimens().map((one) => ({ ...one, text: `${one.schema.text}\n\nMore words.\n` })),
    ]) {
      for (const written of [good, good.replaceAll('\n', '\r\n'), `\uFEFF${good}`]) {
        const { document, workspace } = openedDocument(schema, written);
        // Two of each code: the first, and the last, which stands elsewhere.
        const { diagnostics } = document;
        const ends = diagnostics.filter(
          ({ code }, place) =>
            diagnostics.findIndex((one) => one.code === code) === place ||
            diagnostics.findLastIndex((one) => one.code === code) === place,
        );
        for (const diagnostic of ends) {
          const action = actionsAt(document, workspace, diagnostic.range).find(
            (one) => one.title.startsWith('Ignore ') && one.diagnostic === diagnostic,
          );
          expect(action, diagnostic.message).toBeDefined();
          const next = openedDocument(schema, applyEdit(written, action?.edits[0]?.edit ?? [])).document;
          const left = next.diagnostics.filter(
            ({ message, code }) => message === diagnostic.message && code === diagnostic.code,
          );
          const had = document.diagnostics.filter(
            ({ message, code }) => message === diagnostic.message && code === diagnostic.code,
          );
          expect(left.length, `${diagnostic.code} ${diagnostic.message}`).toBeLessThan(had.length);
        }
      }
    }
  });
});

describe('changes of what stands there', () => {
  test('a task is ticked and unticked', () => {
    expect(after('Tick "Write it"', 'Write it')).toBe(text.replace('[ ] Write', '[x] Write'));
    expect(after('Untick "Choose a broker"', 'Choose')).toBe(text.replace('[x] Choose', '[ ] Choose'));
    expect(actionsOn('None is lost').some(({ title }) => /tick/iu.test(title))).toBe(false);
  });

  test('the next entry stands behind the last', () => {
    const next = '### Alternative 2: [Name]\n\n[Description]\n';
    expect(after('Add the next Alternative', 'Nothing is done')).toBe(
      text.replace('Nothing is done.\n', `Nothing is done.\n\n${next}`),
    );
    expect(after('Add the next Alternative', '## Alternatives')).toContain(next);
  });

  test('the next group, and the next row', () => {
    const phase = '**Phase 2**: [Description]\n\n- [ ] [Task]\n';
    expect(after('Add the next Phase', 'Write it')).toBe(
      text.replace('- [ ] Write it\n', `- [ ] Write it\n\n${phase}`),
    );
    expect(after('Add a row to "Risks"', 'The broker')).toContain('| The broker stops | High |\n|');
  });

  test('line ends stay what they are', () => {
    const written = text.replaceAll('\n', '\r\n');
    expect(after('Add the next Alternative', 'Nothing is done', written)).not.toMatch(/[^\r]\n/u);
  });
});

describe('missing sections', () => {
  test('all are inserted where they belong, deeper ones first', () => {
    const written = '# Plan: Queue\n\n**Status**: Draft\n\n## Overview\n\nOrders are lost.\n\n## Risks\n\nNone.\n';
    const next = after('Insert all 5 missing sections from the template', 'Orders', written);
    const headings = [...next.matchAll(/^#+ .*/gmu)].map(([line]) => line);
    const wanted = [...template.matchAll(/^#+ .*/gmu)].map(([line]) => line.replace('[Name]', 'Queue'));
    expect(headings).toEqual(wanted.map((line) => line.replace('Alternative 1: Queue', 'Alternative 1: [Name]')));
    expect(next).not.toMatch(/\n\n\n/u);
  });

  test('none is missing afterwards, whichever were taken away', () => {
    const examples = new URL('../../../../examples/', import.meta.url);
    const spec = readFileSync(new URL('templates/technical-spec.md', examples), 'utf8');
    const good = readFileSync(new URL('specs/0001-webhook-delivery-retries.md', examples), 'utf8');
    const starts = [...good.matchAll(/^##+ /gmu)].map(({ index }) => index);
    for (let step = 2; step < 6; step += 1) {
      const kept = starts.map((start, place) => (place % step === 0 ? '' : good.slice(start, starts[place + 1])));
      const written = good.slice(0, starts[0]) + kept.join('');
      const { document, workspace } = openedDocument(spec, written);
      const all = actionsAt(document, workspace, { start: 0, end: 0 }).find(({ title }) =>
        title.startsWith('Insert all'),
      );
      const next = applyEdit(written, all?.edits[0]?.edit ?? []);
      const codes = openedDocument(spec, next).document.diagnostics.map(({ code }) => code);
      expect({ step, left: codes.filter((code) => /^STR10[1-5]$/u.test(code)) }).toEqual({ step, left: [] });
    }
  });
});
