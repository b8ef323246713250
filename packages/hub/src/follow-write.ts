import { appendAudit } from './audit/append.ts';
import { inTheNameOf } from './audit/in-the-name-of.ts';
import type { Queries } from './database/database.ts';
import { noteChanges } from './documents/changes.ts';
import type { DeedPorts } from './documents/deeds.ts';
import type { Written } from './documents/write-path.ts';
import { applyOutside } from './rooms/outside.ts';
import { tellWrite } from './telling/tell-write.ts';

/** What follows a write in its transaction: its room, the journal, and whoever is told of it. */
export async function follow(queries: Queries, written: Written): Promise<void> {
  const { action, caller, at, events, before, after, turnsBefore, turnsAfter } = written;
  const { id, workspace, version, revision } = after.row;
  const isChanged = before === null || before.row.version !== version;
  if (before?.past.hasRoom && isChanged && caller !== null) {
    await applyOutside(queries, { document: id, base: before.text, text: after.text, who: caller.actor.id });
  }
  const on = { workspace, document: id, revision, event: events.at(-1)?.id ?? null };
  await appendAudit(queries, { ...inTheNameOf(caller), what: action, on, at });
  const by = caller === null ? null : { account: caller.account, name: caller.actor.name };
  const kinds = [...(isChanged ? (['text'] as const) : []), ...(events.length > 0 ? (['history'] as const) : [])];
  await noteChanges(queries, { workspace, document: id }, kinds);
  const changed = isChanged ? { version, revision } : null;
  await tellWrite(queries, { workspace, document: id, by, events, revision: changed, turnsBefore, turnsAfter });
}

/** The journal as it is kept of what is done to documents beside their texts and histories. */
export function journalOf(now: () => Date): DeedPorts['recorded'] {
  return async (queries, { action, caller, workspace, document: id, details = {} }) => {
    const deed = { ...inTheNameOf(caller), what: action, on: { workspace, document: id }, details, at: now() };
    await appendAudit(queries, deed);
  };
}
