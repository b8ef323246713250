import type { CodePage } from '@specwright/core/check/codes.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { Change } from '@specwright/core/diff/change.ts';
import { verdicts } from '@specwright/core/lifecycle/event.ts';
import type { ToldEvent } from '@specwright/core/operations/history.ts';
import type { Reading } from '@specwright/core/template/explain.ts';
import { z } from 'zod';

// What the API answers about documents, said once for its description and for what leaves the hub. Each shape is held to core's type by
// the compiler, so that neither can gain or lose a field alone.

const words = z.string();
const maybe = z.string().nullable();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** Of the text, in UTF-16 units. */
const range = z.object({ start: z.number().int(), end: z.number().int() });
const assurance = z.enum(['claimed', 'key', 'session', 'reauthenticated']);
export const actor = z.object({ kind: z.enum(['person', 'agent', 'service']), id: words, name: words });

const code = z.templateLiteral([
  z.enum(['STR', 'PLH', 'MET', 'TBL', 'REF', 'LIF', 'QUA', 'XDC', 'TPL', 'DOC']),
  z.number(),
]);

export const finding = z.object({
  code,
  severity: z.enum(['error', 'warning', 'info']),
  message: words.describe('A sentence without a full stop'),
  address: words,
  range,
  fixes: list(
    z.object({
      title: words,
      kind: z.enum(['safe', 'suggested']),
      edits: list(range.extend({ text: words })).describe('Sorted and disjoint'),
    }),
  ),
}) satisfies z.ZodType<Pick<Diagnostic, 'code' | 'severity' | 'message' | 'address' | 'range' | 'fixes'>>;

export const segment = z.object({ kind: z.enum(['kept', 'removed', 'added']), text: words });

export const change = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'moved', 'renamed', 'renumbered', 'ticked', 'unticked']),
  what: z.enum([
    ...(['title', 'section', 'entry', 'field', 'paragraph', 'list', 'item', 'table', 'column', 'row', 'cell'] as const),
    ...(['code', 'quote', 'html', 'break', 'footnote'] as const),
  ]),
  address: words,
  from: maybe.describe('Its address before, when that was another'),
  name: words,
  of: words.describe('For a cell the name of its row'),
  section: words,
  path: list(words).describe('Headings, from the outermost section to the one that holds it'),
  before: maybe,
  after: maybe,
  words: list(segment),
}) satisfies z.ZodType<Change>;

const missing = z.object({ gate: words, message: words, address: words });
const waived = z.object({ what: words, by: words, reason: words });

export const gate = z.object({
  from: words,
  to: words,
  met: z.boolean(),
  missing: list(missing),
  waived: list(waived),
});

export const turn = z.object({
  who: maybe.describe('E-mail of a person, or the name of a role; null when nobody in particular'),
  what: words,
  address: words.describe('Empty for the whole document'),
  why: words,
  since: maybe,
});

const signOff = z.object({
  role: words,
  required: z.boolean(),
  by: maybe,
  verdict: z.enum(verdicts).nullable(),
  state: z.enum(['fresh', 'stale', 'pending']),
  assurance,
  changed: list(words).describe('Addresses of what changed since'),
  words: list(change.pick({ kind: true, what: true, address: true, before: true, after: true })),
  doubt: maybe.describe('Why it meets no gate, whatever it says'),
  at: maybe,
  revision: maybe,
});

/** Where a document stands. */
export const standing = z.object({
  claimed: maybe.describe('What its status line says'),
  status: maybe.describe('What it is'),
  fallenFrom: z.object({ state: words, why: words }).nullable(),
  overridden: list(z.object({ to: words, reason: words, by: words, at: words })),
  signOffs: list(signOff),
  gates: list(gate),
  turns: list(turn),
  findings: list(z.object({ kind: words, message: words })),
});

/** What happened, as core's events have it, with what a person would call it. */
export const told = z.object({
  event: z
    .looseObject({ id: words, kind: words, at: words, by: actor, revision: words })
    .describe('Its other fields are those of its kind'),
  words,
  assurance,
  void: maybe.describe('Why it counts for nothing'),
}) satisfies z.ZodType<unknown, Omit<ToldEvent, 'event'> & { readonly event: object }>;

const severity = z.enum(['error', 'warning', 'info']);
const ruleSeverity = z.object({ draft: severity.or(z.literal('off')), settled: severity.or(z.literal('off')) });

/** A code of findings, explained. */
export const codePage = z.object({
  code,
  name: words,
  summary: words,
  why: words,
  remedy: words,
  severity: ruleSeverity,
}) satisfies z.ZodType<Pick<CodePage['about'], 'code' | 'name' | 'summary' | 'why' | 'remedy' | 'severity'>>;

/** How one part of a template is read. */
export const reading = z.object({
  kind: z.enum([
    ...(['title', 'field', 'section', 'group', 'table', 'column', 'checklist', 'item', 'guidance', 'literal'] as const),
  ]),
  path: list(words).describe('Headings from the top; of a section its own is the last'),
  name: words,
  type: words,
  choices: list(words).nullable(),
  required: z.boolean(),
  repeat: z.object({ min: z.number().int(), named: z.boolean(), numbered: z.boolean() }).nullable(),
  fixedRows: list(words).nullable(),
  parts: list(words).nullable(),
  table: z.number().int().nullable().describe('Number of the table at its path, from 0'),
  literal: maybe,
  placeholder: maybe,
  where: z.enum(['bold', 'bullet', 'frontmatter', 'heading', 'table', 'line']).nullable(),
  guidance: z.boolean().describe('Help text stands with it'),
  line: z.number().int().describe('From 1'),
  endLine: z.number().int(),
  why: words,
  confidence: z.number(),
}) satisfies z.ZodType<Reading>;
