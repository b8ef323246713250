import type { Refusal } from '@specwright/core/lifecycle/decide.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { z } from 'zod';
import type { StoredDocument } from '../../documents/stored-document.ts';
import { Problem } from '../../rights/problem.ts';

/** 64 hex digits. */
const digest = z.string().regex(/^[0-9a-f]{64}$/u, 'must be 64 hex digits');

/** The workspace that an address names. */
export const inWorkspace = z.object({ workspace: z.string().min(1).max(100) });

/** The document that an address names. */
export const params = z.object({ id: digest });

/** What a write is based on. */
export const revision = digest.describe('The revision it is based on: SHA-256 of the text');

/** After a change of rules: reading a document follows it at once, and lists when nothing is left to do. */
export const rulesChanged = z.object({
  toRebuild: z.number().int().describe('How many documents lists still know by the rules of before'),
});

/** A document after a write. */
export const written = z.object({
  id: z.string(),
  workspace: z.string(),
  file: z.string(),
  version: z.number().int(),
  revision: z.string(),
  updatedAt: z.date(),
});

export function writtenOf({ row }: StoredDocument): z.infer<typeof written> {
  const { id, workspace, file, version, revision, updatedAt } = row;
  return { id, workspace, file, version, revision, updatedAt };
}

/** Throws a `Problem` for an operation that did nothing. */
export function demandDone(output: ActOutput | EditOutput): void {
  if (output.kind === 'refused') {
    throw new Problem('conflict', output.message, output.hint === null ? {} : { hint: output.hint });
  }
  if (output.kind === 'skipped') throw new Problem('conflict', 'The document cannot be read by its template');
}

/** Throws a `Problem` for an operation that could not tell what was asked. */
export function demandTold<Output extends { readonly kind: 'told' } | Refusal | { readonly kind: 'skipped' }>(
  output: Output,
): asserts output is Extract<Output, { readonly kind: 'told' }> {
  if (output.kind === 'refused')
    throw new Problem('not-found', output.message, output.hint === null ? {} : { hint: output.hint });
  if (output.kind === 'skipped') throw new Problem('conflict', 'The document cannot be read by its template');
}
