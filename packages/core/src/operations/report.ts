import type { HistoryState } from '../check/history-state.ts';
import { compareText } from '../check/order.ts';
import { type Summary, summarise } from '../diagnostic/summary.ts';
import { historyStateOf } from '../lifecycle/history-state.ts';
import { effectiveStatus } from '../lifecycle/status.ts';
import { turnsOf } from '../lifecycle/turns.ts';
import type { CheckOutput } from './check.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';
import { type RiskRow, riskRegister, worstFirst } from './registers/risks.ts';
import { type Decision, decisionsOf } from './report/decisions.ts';
import { type ReportedDocument, reportedDocument } from './report/reported-document.ts';
import { longestAskedFirst, questionsOf, type ReportedQuestion } from './report/reported-questions.ts';
import {
  metricsOf,
  type ReportedMetric,
  type StuckTurn,
  stuckTurn,
  type TaskProgress,
  taskProgress,
} from './report/reported-work.ts';
import { longestFirst } from './stuck.ts';
import { type DocumentTurn, oldestFirst } from './turns.ts';

/** What a report needs of the place it is made in, besides the histories. */
export interface ReportContext extends HistoryContext {
  /** Checks the documents that `histories` were opened of; `states` are what the histories make of them, by name. */
  checkAll(states: ReadonlyMap<string, HistoryState>): Promise<CheckOutput>;
}

/** How a workspace stands, for people who do not work in it every day. */
export interface ReportOutput {
  /** Every document, by name. */
  readonly documents: readonly ReportedDocument[];
  /** The templates that they follow, most used first. */
  readonly templates: readonly { readonly file: string; readonly documents: number }[];
  readonly findings: Summary;
  /** Open documents, those that wait longest first. */
  readonly stuck: readonly StuckTurn[];
  /** Those that wait longest first. */
  readonly turns: readonly DocumentTurn[];
  /** Of documents that are still open, the worst first. */
  readonly risks: readonly RiskRow[];
  /** What nobody has answered in documents that are still open: blocking ones first, then those asked longest ago. */
  readonly questions: readonly ReportedQuestion[];
  readonly metrics: readonly ReportedMetric[];
  /** Documents with tasks. */
  readonly tasks: readonly TaskProgress[];
  /** Newest first. */
  readonly decisions: readonly Decision[];
  readonly skipped: readonly Skipped[];
}

/** One pass over the workspace: each document is opened once, and only plain data is kept of it. */
export const report: Operation<Record<string, never>, ReportOutput, ReportContext> = {
  input: (zod) => zod.object({}) as never,

  async run(context): Promise<ReportOutput> {
    const skipped: Skipped[] = [];
    const read: ReadDocument[] = [];
    const states = new Map<string, HistoryState>();
    for await (const opened of context.histories.open((file) => skipped.push(file))) {
      read.push(readDocument(opened));
      const state = historyStateOf(opened.review);
      if (state !== null) states.set(opened.file, state);
    }
    const { diagnostics } = await context.checkAll(states);
    const findings = countByFile(diagnostics);
    return {
      documents: read.map(({ document }) => ({
        ...document,
        findings: findings.get(document.file) ?? noFinding,
      })),
      templates: templatesOf(read),
      findings: diagnostics.summary,
      stuck: read.flatMap(({ stuck }) => stuck ?? []).sort(longestFirst),
      turns: read.flatMap(({ turns }) => turns).sort(oldestFirst),
      risks: read.flatMap(({ risks }) => risks).sort(worstFirst),
      questions: read.flatMap(({ questions }) => questions).sort(longestAskedFirst),
      metrics: read.flatMap(({ metrics }) => metrics),
      tasks: read.flatMap(({ tasks }) => tasks ?? []),
      decisions: read.flatMap(({ decisions }) => decisions).sort((a, b) => compareText(b.at, a.at)),
      skipped,
    };
  },
};

/** All that is kept of one document. */
interface ReadDocument {
  readonly document: Omit<ReportedDocument, 'findings'>;
  readonly stuck: StuckTurn | null;
  readonly turns: readonly DocumentTurn[];
  readonly risks: readonly RiskRow[];
  readonly questions: readonly ReportedQuestion[];
  readonly metrics: readonly ReportedMetric[];
  readonly tasks: TaskProgress | null;
  readonly decisions: readonly Decision[];
}

function readDocument(opened: OpenReview): ReadDocument {
  const { file, review } = opened;
  const { bound } = review.current;
  const status = effectiveStatus(review);
  const turns = turnsOf(review, status);
  const document = reportedDocument(opened, status);
  const { title, open } = document;
  return {
    document,
    stuck: stuckTurn(opened, status, turns),
    turns: turns.map((turn) => ({ ...turn, document: file, title })),
    risks: open ? riskRegister([bound]) : [],
    questions: open ? questionsOf(opened) : [],
    metrics: metricsOf(review, status),
    tasks: taskProgress(bound),
    decisions: decisionsOf(opened, status),
  };
}

const noFinding: Summary = { error: 0, warning: 0, info: 0 };

function countByFile({ byFile }: CheckOutput['diagnostics']): ReadonlyMap<string, Summary> {
  return new Map(byFile.map(({ file, read }) => [file, summarise(read())]));
}

function templatesOf(read: readonly ReadDocument[]): ReportOutput['templates'] {
  const counts = new Map<string, number>();
  for (const { document } of read) counts.set(document.template, (counts.get(document.template) ?? 0) + 1);
  return [...counts]
    .map(([file, documents]) => ({ file, documents }))
    .sort((a, b) => b.documents - a.documents || compareText(a.file, b.file));
}
