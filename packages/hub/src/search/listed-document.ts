import { sql } from 'drizzle-orm';
import { document, projection } from '../database/tables/documents.ts';

/** A document as lists show it. */
export interface ListedDocument {
  readonly id: string;
  /** Id. */
  readonly workspace: string;
  readonly file: string;
  readonly version: number;
  readonly title: string;
  readonly number: string | null;
  readonly template: string | null;
  readonly claimed: string | null;
  /** The effective status. */
  readonly status: string | null;
  readonly archived: boolean;
  readonly author: readonly string[];
  readonly owner: string | null;
  readonly team: string | null;
  /** `YYYY-MM-DD`. */
  readonly decideBy: string | null;
  readonly restricted: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly openQuestions: number;
  readonly blockingThreads: number;
  readonly gateMet: number;
  readonly gateAll: number;
  readonly nextState: string | null;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** A document as a question with `listedColumns` answers. */
export type ListedRow = Omit<ListedDocument, 'updatedAt'> & { readonly updatedAt: Date | string } & Record<
    string,
    unknown
  >;

/** What a question about `document` joined with `projection` selects. */
export const listedColumns = sql`
  ${document.id} as id, ${document.workspace} as workspace, ${document.file} as file, ${document.version} as version,
  ${projection.title} as title, ${projection.number} as number, ${projection.template} as template,
  ${projection.claimed} as claimed, ${projection.status} as status, ${projection.archived} as archived,
  ${projection.author} as author, ${projection.owner} as owner, ${projection.team} as team,
  ${projection.decideBy} as "decideBy", ${document.restricted} as restricted, ${projection.errors} as errors,
  ${projection.warnings} as warnings, ${projection.openQuestions} as "openQuestions",
  ${projection.blockingThreads} as "blockingThreads", ${projection.gateMet} as "gateMet",
  ${projection.gateAll} as "gateAll", ${projection.nextState} as "nextState", ${document.updatedAt} as "updatedAt"`;

/** The document of a row, whatever else the row holds. */
export function listed(row: ListedRow): ListedDocument {
  return {
    id: row.id,
    workspace: row.workspace,
    file: row.file,
    version: row.version,
    title: row.title,
    number: row.number,
    template: row.template,
    claimed: row.claimed,
    status: row.status,
    archived: row.archived,
    author: row.author,
    owner: row.owner,
    team: row.team,
    decideBy: row.decideBy,
    restricted: row.restricted,
    errors: row.errors,
    warnings: row.warnings,
    openQuestions: row.openQuestions,
    blockingThreads: row.blockingThreads,
    gateMet: row.gateMet,
    gateAll: row.gateAll,
    nextState: row.nextState,
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}
