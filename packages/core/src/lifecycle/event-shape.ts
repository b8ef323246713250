import { z } from 'zod';
import { sha256Of } from '../text/hash.ts';
import { type EventKind, type HistoryEvent, signedForm, verdicts } from './event.ts';

/** An event as its file holds it, or what is wrong with the file. */
export type EventReading =
  | { readonly kind: 'event'; readonly event: HistoryEvent }
  | { readonly kind: 'problem'; readonly message: string };

/** Larger files hold no event: the longest text in one is a comment. */
const longestEvent = 1024 * 1024;

/** Reads the text of an event file. Never throws: a file that anybody could have written is told what is wrong with it. */
export function readEvent(text: string): EventReading {
  if (text.length > longestEvent) return problem('It is too large to be an event');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return problem(`It is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const found = eventShape.safeParse(data);
  if (!found.success) {
    const [issue] = found.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : `\`${issue.path.join('.')}\`: `;
    return problem(`It is no event: ${where}${issue?.message ?? 'unknown shape'}`);
  }
  const event = found.data as unknown as HistoryEvent;
  if ((event.document === null) !== (event.kind === 'created')) {
    return problem('It is no event: only `created` begins a document, and it names no other');
  }
  const id = sha256Of(signedForm(event));
  if (id !== event.id) return problem(`Its content is not what its id says: the content's id is ${id}`);
  return { kind: 'event', event };
}

function problem(message: string): EventReading {
  return { kind: 'problem', message };
}

const digest = z.string().regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256 in hex');
const words = z.string().max(100_000);
const line = z.string().min(1).max(2_000);
const day = z.iso.date();
const templateVersion = z.looseObject({ file: line, digest });
const decidedUnder = { policy: digest, template: digest };

const frame = {
  v: z.literal(1),
  id: digest,
  document: digest.nullable(),
  parents: z.array(digest).max(1_000),
  at: z.iso.datetime(),
  by: z.looseObject({ kind: z.enum(['person', 'agent', 'service']), id: line, name: line }),
  revision: digest,
  files: z.record(z.string(), digest).optional(),
  signature: z.string().max(20_000).optional(),
};

/** Unknown keys stay, for the id is taken over them too: a later version may add some. */
const shapes = {
  created: {
    file: line,
    title: words,
    template: templateVersion.nullable(),
    origin: z.enum(['written', 'found']),
    nonce: line,
  },
  renamed: { file: line },
  adopted: { file: line, template: templateVersion },
  moved: { to: line, origin: z.literal('line').optional(), ...decidedUnder },
  overridden: { to: line, reason: words.min(1), missing: z.array(words).max(10_000), ...decidedUnder },
  signed: {
    role: line,
    verdict: z.enum(verdicts),
    reason: words.nullable(),
    parts: z.record(z.string(), z.string().max(200)),
    required: z.array(line).max(1_000),
    origin: z.literal('table').optional(),
    ...decidedUnder,
  },
  waived: { gate: line, what: line, reason: words.min(1) },
  assigned: { owner: line.nullable(), team: line.nullable(), decideBy: day.nullable() },
  held: { until: day.nullable(), reason: words },
  delegated: { role: line, to: line, until: day.nullable(), reason: words.nullable() },
  archived: { as: z.enum(['withdrawn', 'replaced', 'abandoned']), replacedBy: line.nullable(), reason: words },
  'thread-opened': {
    address: line,
    quote: words,
    place: z
      .looseObject({ start: z.int().min(0), prefix: z.string().max(200), suffix: z.string().max(200) })
      .optional(),
    text: words.min(1),
    blocking: z.boolean(),
    suggestion: words.optional(),
  },
  replied: { thread: digest, text: words.min(1), applied: z.literal(true).optional() },
  resolved: { thread: digest, text: words.nullable(), applied: z.literal(true).optional() },
  measured: { address: line, value: words },
} as const satisfies Readonly<Record<EventKind, z.ZodRawShape>>;

const kinds = Object.keys(shapes) as EventKind[];
const eventShapes = kinds.map((kind) => z.looseObject({ kind: z.literal(kind), ...frame, ...shapes[kind] }));
const eventShape = z.discriminatedUnion('kind', eventShapes as [(typeof eventShapes)[number]]);
