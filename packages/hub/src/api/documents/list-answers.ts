import type { GlossaryRow } from '@specwright/core/operations/registers/glossary.ts';
import type { MetricRow } from '@specwright/core/operations/registers/metrics.ts';
import type { OpenQuestionRow } from '@specwright/core/operations/registers/open-questions.ts';
import type { RegisterRow } from '@specwright/core/operations/registers/register-rows.ts';
import type { RiskRow } from '@specwright/core/operations/registers/risks.ts';
import type { TaskRow } from '@specwright/core/operations/registers/tasks.ts';
import type { StuckDocument } from '@specwright/core/operations/stuck.ts';
import { z } from 'zod';
import type { decisionRowsOf, GivenSignOff, Measurement } from '../../documents/past-rows.ts';
import type { RegisterName } from '../../documents/read-registers.ts';
import type { Excerpt } from '../../search/excerpt.ts';
import type { Facets } from '../../search/facets.ts';
import type { ListedDocument } from '../../search/listed-document.ts';
import type { FoundDocument, SearchPage } from '../../search/search-documents.ts';

// What the API answers about many documents. Each shape is held to the type that it shows by the compiler.

const words = z.string();
const maybe = z.string().nullable();
const count = z.number().int();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

const listedDocument = z.object({
  id: words,
  workspace: words,
  file: words,
  version: count,
  title: words,
  number: maybe,
  template: maybe,
  claimed: maybe.describe('What its status line says'),
  status: maybe.describe('What it is'),
  archived: z.boolean(),
  author: list(words),
  owner: maybe,
  team: maybe,
  decideBy: maybe.describe('YYYY-MM-DD'),
  restricted: z.boolean(),
  errors: count,
  warnings: count,
  openQuestions: count,
  blockingThreads: count,
  gateMet: count,
  gateAll: count,
  nextState: maybe,
  updatedAt: words.describe('RFC 3339'),
}) satisfies z.ZodType<ListedDocument>;

const next = maybe.describe('The cursor of the next page; null on the last');
const unknown = list(words).describe('Keys of filters that no document has');

export const documentPage = z.object({ documents: list(listedDocument), next, unknown });

const excerpt = z.object({
  text: words,
  marks: list(z.object({ start: count, end: count })).describe('In UTF-16 units'),
  cut: z.boolean(),
}) satisfies z.ZodType<Excerpt>;

const place = z.object({
  kind: z.enum(['title', 'metadata', 'people', 'section', 'thread']),
  address: words,
  thread: maybe,
  heading: excerpt,
  text: excerpt,
}) satisfies z.ZodType<FoundDocument['places'][number]>;

export const searchPage = z.object({
  query: words.describe('As it was understood'),
  documents: list(listedDocument.extend({ places: list(place) })),
  next,
  unknown,
  suggestions: list(words).describe('Queries that find something, where this one found nothing'),
}) satisfies z.ZodType<SearchPage>;

const counted = list(z.object({ value: words, count }));

export const facets = z.object({
  count,
  exact: z.boolean().describe('False when a phrase was not looked for in each of very many documents'),
  status: counted,
  template: counted,
  author: counted,
  role: counted.describe('Roles, teams and people that have a turn'),
  updated: counted.describe('Months, YYYY-MM'),
}) satisfies z.ZodType<Facets>;

const ofDocument = {
  document: words,
  workspace: words,
  file: words,
  documentTitle: words,
  documentStatus: maybe.describe('What it is'),
};
const where = { address: words, line: count.describe('From 1') };
const place01 = z.number().nullable().describe('From 0 to 1 on its scale');

/** A row of each register, as core makes it, without what is said of its document. */
type Row<Of extends RegisterRow> = Omit<Of, 'file' | 'documentTitle' | 'documentStatus'>;

const rows = {
  risks: z.object({
    ...where,
    risk: words,
    likelihood: maybe,
    impact: maybe,
    mitigation: maybe,
    weight: z.number().nullable().describe('From 0 for the mildest to 1 for the worst'),
    places: z.object({ likelihood: place01, impact: place01 }),
  }) satisfies z.ZodType<Row<RiskRow>>,
  metrics: z.object({
    ...where,
    metric: words,
    current: maybe,
    target: maybe,
    method: maybe,
  }) satisfies z.ZodType<Row<MetricRow>>,
  tasks: z.object({
    ...where,
    task: words,
    done: z.boolean().nullable().describe('Null without a box to tick'),
    group: maybe,
    owner: maybe,
  }) satisfies z.ZodType<Row<TaskRow>>,
  'open-questions': z.object({
    ...where,
    question: words,
    answered: z.boolean().nullable(),
    answer: maybe,
  }) satisfies z.ZodType<Row<OpenQuestionRow>>,
  glossary: z.object({ ...where, term: words, definition: words }) satisfies z.ZodType<Row<GlossaryRow>>,
  stuck: z.object({
    state: words,
    owner: maybe,
    team: maybe,
    days: count.nullable().describe('In this state'),
    decideBy: maybe,
    overdue: z.boolean(),
    heldUntil: maybe,
    gate: maybe.describe('The first gate that is not met'),
    missing: maybe,
    who: maybe,
    nudged: z.object({ by: maybe, at: z.date() }).nullable().describe('Who last asked somebody to do what is missing'),
  }) satisfies z.ZodType<Omit<StuckDocument, 'file' | 'title'>>,
  measurements: z.object({ address: words, value: words, at: words, by: words }) satisfies z.ZodType<Measurement>,
  'sign-offs': z.object({
    ...{ role: words, by: words, verdict: words, at: words },
    since: words.describe('When the document came to the state in which it was signed'),
    hours: count.describe('From then on'),
  }) satisfies z.ZodType<GivenSignOff>,
  decisions: z.object({
    kind: z.enum(['moved', 'overridden', 'signed', 'waived', 'archived']),
    at: words,
    by: words,
    words,
    void: maybe.describe('Why it counts for nothing'),
  }) satisfies z.ZodType<unknown, ReturnType<typeof decisionRowsOf>[number]>,
} as const satisfies Readonly<Record<RegisterName, z.ZodObject>>;

/** A page of a register. */
export function registerPage(name: RegisterName) {
  return z.object({ rows: list(z.object({ ...ofDocument, ...rows[name].shape })), next });
}
