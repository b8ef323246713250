import { ContentDeleted, ContentString, type Doc, decodeUpdate, findIndexSS, getState, Item } from 'yjs';

/** The name of the one text of a room within its Yjs document. */
export const TEXT = 'text';

/** So much one client writes and deletes at the most, UTF-16 units. */
const MOST_UNITS = 2 ** 31;

/** An update from a client that a room can take: text and nothing but text, on top of what the room has. */
export interface WrittenUpdate {
  readonly bytes: Uint8Array;
  /** By Yjs client id the clock behind the last thing that the update writes. */
  readonly clocks: ReadonlyMap<number, number>;
  /** By how many UTF-16 units it makes the text longer; below 0 when it takes more away than it puts in. */
  readonly growth: number;
}

/**
 * Reads an update for a room's Yjs document before anything of it is kept, for what is in the log can never be taken out of it. `clockOf`
 * tells for a Yjs client id how much of it the room has, what is being committed included. Gives a sentence when the update is no Yjs update, writes anything but plain text into
 * the room's text, or rests on what the room does not have.
 */
export function readUpdate(doc: Doc, bytes: Uint8Array, clockOf: (client: number) => number): WrittenUpdate | string {
  let decoded: ReturnType<typeof decodeUpdate>;
  try {
    decoded = decodeUpdate(bytes);
  } catch {
    return 'The update is not a Yjs update';
  }
  const clocks = new Map<number, number>();
  const has = (client: number, clock: number): boolean => clock <= Math.max(clockOf(client), clocks.get(client) ?? 0);
  let inserted = 0;
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    if (!(struct instanceof Item)) return 'The update leaves something out';
    if (!has(client, clock)) return 'The update rests on another one that never came';
    if (clock + struct.length > MOST_UNITS) return 'The update counts further than anybody can write';
    const fault = faultOf(struct);
    if (fault !== null) return fault;
    if (struct.content instanceof ContentString && clock + struct.length > clockOf(client)) inserted += struct.length;
    clocks.set(client, clock + struct.length);
  }
  const origins = decoded.structs.flatMap((struct) =>
    struct instanceof Item ? [struct.origin, struct.rightOrigin].filter((one) => one !== null) : [],
  );
  const gone = [...decoded.ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  );
  if (
    !origins.every(({ client, clock }) => has(client, clock + 1)) ||
    !gone.every((one) => has(one.client, one.clock + one.length))
  )
    return 'The update rests on another one that never came';
  const removed = gone.reduce((sum, { client, clock, length }) => sum + unitsIn(doc, client, clock, length), 0);
  return { bytes, clocks, growth: inserted - removed };
}

/** How many units the text still shows of those that a client wrote from `clock` on. */
function unitsIn(doc: Doc, client: number, clock: number, length: number): number {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= getState(doc.store, client)) return 0;
  let units = 0;
  for (let index = findIndexSS(structs, clock); index < structs.length; index += 1) {
    const { id, length: all, deleted } = structs[index] as Item;
    if (id.clock >= clock + length) break;
    if (!deleted) units += Math.min(id.clock + all, clock + length) - Math.max(id.clock, clock);
  }
  return units;
}

function faultOf({ content, parent, parentSub }: Item): string | null {
  // Where an item has a neighbour its parent is the neighbour's, so none is written.
  const isInText = parentSub === null && (parent === null || (parent as unknown) === TEXT);
  if (!isInText) return `The update writes elsewhere than in ${TEXT}`;
  if (content instanceof ContentDeleted) return null;
  if (!(content instanceof ContentString)) return 'The update writes something that is not plain text';
  return content.str.includes('\0') ? 'The update writes U+0000, which no text may hold' : null;
}
