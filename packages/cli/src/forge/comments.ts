import type { ForgeApprovals } from '@specwright/core/operations/ci/report.ts';

/** A comment that we wrote. */
export interface OwnComment {
  readonly id: string;
  readonly body: string;
}

/** The comments and the reviews of one pull request. */
export interface Comments {
  /** The ones that begin with a marker and are written by us, oldest first: anybody may write a marker. */
  own(marker: string): Promise<readonly OwnComment[]>;
  /** Gives the status of the answer. */
  create(body: string): Promise<number>;
  update(id: string, body: string): Promise<number>;
  remove(id: string): Promise<number>;
  approvals(): Promise<ForgeApprovals>;
}
