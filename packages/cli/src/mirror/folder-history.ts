import { existsSync, realpathSync } from 'node:fs';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { defaultConfig } from '@specwright/core/workspace/config.ts';
import type { ImportedEvent } from '@specwright/hub/documents/imported-history.ts';
import { FolderTrouble } from '@specwright/hub/mirror/folder-port.ts';
import { FolderSource } from '../history/folder-source.ts';
import { HistoryStore } from '../history/history-store.ts';
import { allowedSigners, SshSignatures } from '../history/ssh-signatures.ts';
import { historyFolder } from '../review/history-folder.ts';
import { seekersIn } from '../review/seekers.ts';
import { isWithin } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';

/** The histories that are kept in a folder, as far as a hub wants to know them. */
export class FolderHistory {
  readonly #provesKeys: boolean;
  /** Names of all event files as they were when they were read last. */
  #names: string | null = null;
  #store: HistoryStore | null = null;

  constructor(provesKeys: boolean) {
    this.#provesKeys = provesKeys;
  }

  /** By file the events that go with it; null when no file of events came or went since this was asked last. */
  async read(workspace: OpenWorkspace): Promise<ReadonlyMap<string, readonly ImportedEvent[]> | null> {
    const { root } = workspace;
    const folder = folderOf(workspace);
    const shown = nameOf(root, folder);
    const files = new FolderSource(folder, shown).eventFiles(null);
    const names = files.map(({ document, name }) => `${document}/${name}`).join('\n');
    if (names === this.#names) return null;
    const store = new HistoryStore({ folder, shown, base: null, documents: seekersIn(workspace) });
    const signatures = await this.#signaturesOf(workspace);
    const found = new Map<string, readonly ImportedEvent[]>();
    for (const { name } of workspace.documents) {
      const { events } = store.historyOf(name);
      if (events.length === 0) continue;
      const assuranceOf = await signatures.assurances(events);
      found.set(
        name,
        events.map((event) => ({ event, assurance: assuranceOf(event) === 'key' ? 'key' : 'claimed' })),
      );
    }
    this.#store = store;
    this.#names = names;
    return found;
  }

  /** The folder that events are written to, where there is one already. */
  folders(workspace: OpenWorkspace | null): readonly string[] {
    const folder = workspace === null ? null : historyFolder(workspace);
    return folder !== null && existsSync(folder) ? [folder] : [];
  }

  textOf(digest: string): string | null {
    return this.#store?.textOf(digest) ?? null;
  }

  append(workspace: OpenWorkspace, events: readonly HistoryEvent[], texts: readonly string[]): void {
    const folder = folderOf(workspace);
    const store = this.#store ?? new HistoryStore({ folder, shown: folder, base: null, documents: () => [] });
    store.append(events, texts);
    this.#names = null;
  }

  async #signaturesOf({ root, config }: OpenWorkspace): Promise<SshSignatures> {
    if (!this.#provesKeys) return new SshSignatures(null, null);
    const { allowedSigners: file } = config ?? defaultConfig;
    return new SshSignatures(await allowedSigners(root, file, new FolderGit(root)), null);
  }
}

/** Throws `FolderTrouble` for a folder of histories outside of the workspace. */
function folderOf(workspace: OpenWorkspace): string {
  const folder = historyFolder(workspace);
  const real = existsSync(folder) ? realpathSync(folder) : folder;
  if (real === folder && isWithin(workspace.root, folder)) return folder;
  throw new FolderTrouble(`The histories are kept in ${nameOf(workspace.root, folder)}, which leads out of the folder`);
}
