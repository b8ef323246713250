import type { ReportedDocument } from '@specwright/core/operations/report/reported-document.ts';
import type { ReportOutput } from '@specwright/core/operations/report.ts';

/** All that a page is made of: the same input gives the same page. */
export interface PageInput {
  readonly report: ReportOutput;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** What is checked out; null outside of a repository. */
  readonly revision: PageRevision | null;
  /** Where a file of the workspace can be read; null when nowhere. */
  readonly linkTo: (name: string) => string | null;
}

export interface PageRevision {
  /** A hash, shortened. */
  readonly commit: string;
  /** True when documents differ from it. */
  readonly changed: boolean;
}

/** What our pages say of themselves, so that a page is only ever put in the place of another one. */
export const generator = 'Specwright report';

/** Rows that a page holds of each kind, so that it opens quickly whatever the workspace; the rest is counted. */
export const most = { documents: 1000, people: 100, ofPerson: 20, rows: 200 } as const;

/** A page that is being made: its input, and the documents by name. */
export interface Page extends PageInput {
  readonly documents: ReadonlyMap<string, ReportedDocument>;
}
