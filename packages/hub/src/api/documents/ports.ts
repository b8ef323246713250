import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { WritePath } from '../../documents/write-path.ts';
import type { Caller } from '../../rights/right.ts';

/** What the routes about documents need of the hub. */
export interface DocumentPorts {
  readonly database: Database;
  readonly path: WritePath;
  /** Who asks. Throws a `Problem` for nobody. */
  callerOf(request: FastifyRequest): Promise<Caller>;
}
