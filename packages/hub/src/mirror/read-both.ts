import type { BothTexts } from '../documents/take-in.ts';
import { FolderTrouble } from './folder-port.ts';
import type { MirrorHome } from './home.ts';

/** A document's texts as the folder holds them; null when it does not. `beside` is its YAML file as far as the hub knows. Throws `FolderTrouble`. */
export async function readBoth(
  { port, seen }: MirrorHome,
  file: string,
  beside: string | null,
): Promise<BothTexts | null> {
  const read = await port.read(file);
  if (read.kind === 'unreadable') throw new FolderTrouble(read.reason);
  if (read.kind === 'absent') return null;
  const companionFile = beside ?? seen.companions.get(file) ?? null;
  if (companionFile === null) return { text: read.text, companion: null };
  const companion = await port.read(companionFile);
  if (companion.kind === 'unreadable') throw new FolderTrouble(`${companionFile}: ${companion.reason}`);
  return { text: read.text, companion: companion.kind === 'text' ? companion.text : null };
}
