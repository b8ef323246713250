import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { Database } from '../database/database.ts';
import type { DeedPorts } from '../documents/deeds.ts';
import type { ImportedEvent } from '../documents/imported-history.ts';
import type { WritePath } from '../documents/write-path.ts';
import type { Caller } from '../rights/right.ts';
import type { FolderPort } from './folder-port.ts';

/** One workspace and the folder that it is kept in step with. */
export interface MirrorHome {
  readonly database: Database;
  readonly path: WritePath;
  readonly parser: MarkdownParser;
  readonly deeds: DeedPorts;
  readonly port: FolderPort;
  /** Id of the workspace. */
  readonly workspace: string;
  /** In whose name the folder's changes are made. */
  readonly caller: Caller;
  /** Whose templates and configuration hold. */
  readonly rules: 'hub' | 'both';
  readonly now: () => Date;
  /** What the last scans found, which saves looking again. */
  readonly seen: Seen;
}

export interface Seen {
  /** By file: its stamp when both sides were last found equal. */
  readonly settled: Map<string, string>;
  /** By file: its stamp, and what judged it, when it was last found to be no document. */
  readonly noDocument: Map<string, string>;
  /** By file: since when it has been away, ms since 1970. */
  readonly absent: Map<string, number>;
  /** By document's file: the YAML file beside it. */
  readonly companions: Map<string, string>;
  /** By file: the histories that are kept in the folder. */
  histories: ReadonlyMap<string, readonly ImportedEvent[]>;
}

export function nothingSeen(): Seen {
  return {
    settled: new Map(),
    noDocument: new Map(),
    absent: new Map(),
    companions: new Map(),
    histories: new Map(),
  };
}
