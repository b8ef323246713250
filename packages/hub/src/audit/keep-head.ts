import { appendFile } from 'node:fs/promises';
import type { AuditHead } from '@specwright/core/operations/bundle/audit-chain.ts';
import { CannotStart, codeOf } from '../postgres/cannot-start.ts';

/** Where heads of the journal are kept outside of the database: a file that grows by a line, or a program that is told. */
export type HeadKeeper = string | URL;

/**
 * Keeps a head: as a line `TIME POSITION:HASH` of the file, or as the JSON of a POST. @throws with a sentence that says why it could
 * not be kept
 */
export async function keepHead(keeper: HeadKeeper, { position, hash }: AuditHead, at: Date): Promise<void> {
  if (typeof keeper === 'string')
    return appendFile(keeper, `${at.toISOString()} ${position}:${hash}\n`, { mode: 0o600 });
  const { ok, status } = await fetch(keeper, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at: at.toISOString(), position, hash }),
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  });
  if (!ok) throw new Error(`${keeper.host} did not take the head of the journal: it answered ${status}`);
}

/** Keeps the head that a hub starts with, in a file. Throws `CannotStart` when that cannot be written. */
export async function keepFirstHead(file: string, head: AuditHead, at: Date): Promise<void> {
  await keepHead(file, head, at).catch((error: unknown) => {
    throw new CannotStart(
      `The file for heads of the journal cannot be written: ${file} (${codeOf(error)})`,
      'Name another one with --journal-head or JOURNAL_HEAD',
    );
  });
}
