import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { AttachmentLimits } from '../../documents/attachments.ts';
import type { DeedPorts } from '../../documents/deeds.ts';
import type { WritePath } from '../../documents/write-path.ts';
import type { Caller } from '../../rights/right.ts';

/** What the routes about documents need of the hub. */
export interface DocumentPorts {
  readonly database: Database;
  readonly path: WritePath;
  readonly deeds: DeedPorts;
  readonly attachments: AttachmentLimits;
  /** Has what is judged by rules of before made anew, by one of the hubs, once. */
  rebuildSoon(): Promise<void>;
  /** Folders that workspaces are kept in step with. */
  readonly folders: {
    /** Throws `FolderTrouble` for a folder that cannot be followed, or may not. */
    readonly open: (folder: string) => unknown;
    /** Has mirrors looked for that came or went. */
    readonly changed: () => void;
  };
  /** Who asks. Throws a `Problem` for nobody. */
  callerOf(request: FastifyRequest): Promise<Caller>;
}
