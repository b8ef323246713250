import { liftRestriction, restrict } from '../rights/grants.ts';
import type { Caller } from '../rights/right.ts';
import { hideAttachments } from './attachments.ts';
import { noteChanges } from './changes.ts';
import { type DeedPorts, heldPlace } from './deeds.ts';

const deeds = { restrict, 'lift restriction': liftRestriction } as const;

/** Hides a document from all who hold no right on it itself, or shows it to the whole workspace again. */
export function setRestriction(
  ports: DeedPorts,
  caller: Caller,
  id: string,
  action: keyof typeof deeds,
): Promise<void> {
  return ports.database.transaction(async (queries) => {
    const place = await heldPlace(queries, caller, id);
    await deeds[action](queries, caller, place);
    if (action === 'restrict') await hideAttachments(queries, place.workspace, id);
    await ports.recorded(queries, { action, caller, workspace: place.workspace, document: id });
    await noteChanges(queries, { workspace: place.workspace, document: id }, ['text']);
  });
}
