import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import type { Caller } from '../rights/right.ts';
import { noteChanges } from './changes.ts';
import { type DeedPorts, heldPlace } from './deeds.ts';
import { demandFileName, demandFreeName } from './file-names.ts';

/** Gives a document another name within its workspace; `besides` is done in the same transaction. Throws a `Problem` when the name is taken. */
export function renameDocument(
  ports: DeedPorts,
  caller: Caller,
  id: string,
  file: string,
  besides: (queries: Queries) => Promise<void>,
): Promise<void> {
  demandFileName(file);
  return ports.database.transaction(async (queries) => {
    const place = await heldPlace(queries, caller, id);
    await demand(queries, caller, 'rename', place);
    const { workspace } = place;
    await demandFreeName(queries, workspace, file);
    await queries.update(document).set({ file }).where(eq(document.id, id));
    // Another template may be for that name.
    await queries.update(projection).set({ rules: 0 }).where(eq(projection.document, id));
    await ports.recorded(queries, { action: 'rename', caller, workspace, document: id, details: { file } });
    await noteChanges(queries, { workspace, document: id }, ['text']);
    await besides(queries);
  });
}
