import { z } from 'zod';
import { canonicalJson } from '../../text/hash.ts';

/** How a bundle is cut: JSON Lines, each in canonical form. `docs/bundles.md` says in which order they stand. */
export const longestLine = 64 * 1024 * 1024;

const digest = z.string().regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256 in hex');
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().max(2_000);
const time = z.iso.datetime();

const shapes = {
  bundle: z.object({
    kind: z.literal('bundle'),
    v: z.literal(1),
    hub: name,
    at: time,
    workspace: z.object({ id: name, name, title: name, config: z.string() }),
    /** Null for a bundle of the whole workspace. */
    document: name.nullable(),
  }),
  text: z.object({ kind: z.literal('text'), digest, text: z.string() }),
  template: z.object({ kind: z.literal('template'), file: name, digest }),
  document: z.object({
    kind: z.literal('document'),
    id: digest,
    file: name,
    version: count,
    revision: digest,
    companion: z.object({ file: name, text: z.string() }).nullable(),
    removedAt: time.nullable(),
  }),
  revision: z.object({
    kind: z.literal('revision'),
    version: count,
    revision: digest,
    companion: z.string().nullable(),
    authors: z.array(name),
    via: name,
    at: time,
  }),
  event: z.object({
    kind: z.literal('event'),
    assurance: name,
    account: name.nullable(),
    recordedAt: time,
    event: z.record(z.string(), z.unknown()),
  }),
  chain: z.object({ kind: z.literal('chain'), position: count, hash: digest }),
  /** `body` is null where it is not kept any more. */
  entry: z.object({ kind: z.literal('entry'), digest, body: z.string().nullable() }),
  /** Entries of which the bundle does not tell, in order. */
  others: z.object({ kind: z.literal('others'), digests: z.array(digest).max(10_000) }),
  head: z.object({ kind: z.literal('head'), position: count, hash: digest }),
  end: z.object({ kind: z.literal('end'), lines: count, digest }),
} as const;

const anyLine = z.discriminatedUnion('kind', [
  shapes.bundle,
  shapes.text,
  shapes.template,
  shapes.document,
  shapes.revision,
  shapes.event,
  shapes.chain,
  shapes.entry,
  shapes.others,
  shapes.head,
  shapes.end,
]);

/** One line of a bundle. */
export type BundleLine = z.infer<typeof anyLine>;
export type LineOf<Kind extends BundleLine['kind']> = Extract<BundleLine, { readonly kind: Kind }>;

/** A line of a bundle as it is written, without its line feed. */
export function writeLine(line: BundleLine): string {
  return canonicalJson(line);
}

/** Reads a line of a bundle; a sentence of what is wrong with it where it is none. */
export function readLine(text: string): BundleLine | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const found = anyLine.safeParse(data);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return `is no line of a bundle${where}: ${issue?.message ?? 'unknown shape'}`;
}
