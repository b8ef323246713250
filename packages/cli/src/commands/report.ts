import { basename, dirname } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { Histories } from '@specwright/core/operations/history-context.ts';
import { type ReportContext, type ReportOutput, report } from '@specwright/core/operations/report.ts';
import { fileLinks, webLinks } from '../report-page/links.ts';
import type { PageRevision } from '../report-page/page-input.ts';
import { isInRepository } from '../review/open-histories.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { readBaseline } from './check-request.ts';
import { CheckSession } from './check-session.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { skippedText } from './context.ts';
import { openHistories } from './history-context.ts';
import { reportFile, writeReport } from './report-file.ts';
import { typedCommand } from './typed-command.ts';

/** `specwright report [PATH…]`. A report tells how things stand, so findings in it are no failure. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder, today } = invocation;
  // What cannot be written is said before the long work, not after it.
  const json = isSet(invocation, 'json');
  const file = json ? null : reportFile(textOption(invocation, 'output') ?? '-', workingFolder);
  const base = textOption(invocation, 'baseUrl');
  const toWeb = base === null ? null : webLinks(base);
  const { context, workspace, display } = await openHistories(invocation);
  let failed = workspace.missing.length > 0;
  const output = await report.run(
    withProgress(context, workspace, invocation, () => {
      failed = true;
    }),
    {},
  );
  if (json) terminal.write(`${JSON.stringify(jsonOf(output, display), null, 2)}\n`);
  else {
    terminal.say(skippedText(output.skipped, display));
    const { reportPage } = await import('../report-page/page.ts');
    const page = reportPage({
      report: output,
      title: textOption(invocation, 'title') || basename(workspace.root),
      today,
      revision: await revisionOf(workspace),
      linkTo: toWeb ?? fileLinks(workspace.root, file === null ? workingFolder : dirname(file.path)),
    });
    if (file === null) terminal.write(page);
    else tellWritten(writeReport(file, page), output, invocation);
  }
  return failed ? 2 : 0;
}

/** What the operation needs besides the histories: progress over them, and a check that knows what they say. */
function withProgress(
  context: Awaited<ReturnType<typeof openHistories>>['context'],
  workspace: OpenWorkspace,
  invocation: Invocation,
  fails: () => void,
): ReportContext {
  const progress = startProgress('Reading', invocation.terminal);
  return {
    ...context,
    histories: counting(context.histories, workspace.documents.length, progress),
    async checkAll(histories) {
      const session = new CheckSession({
        invocation,
        workspace,
        settings: workspace.settings,
        format: 'json',
        failOn: 'error',
        onlyCodes: null,
        baseline: readBaseline(invocation, workspace),
        base: null,
        histories,
        fix: 'none',
        web: null,
      });
      const result = await session.run();
      if (result.failed) fails();
      return result;
    },
  };
}

function counting(histories: Histories, all: number, progress: Progress): Histories {
  return {
    async *open(skipped) {
      let done = 0;
      try {
        for await (const document of histories.open(skipped)) {
          yield document;
          done += 1;
          progress.update(done, all);
        }
      } finally {
        progress.end();
      }
    },
    asker: () => histories.asker(),
    shown: (...parts) => histories.shown(...parts),
    record: (...parts) => histories.record(...parts),
  };
}

const shortHash = 12;

async function revisionOf({ root, documents }: OpenWorkspace): Promise<PageRevision | null> {
  if (!isInRepository(root)) return null;
  const git = new FolderGit(root);
  const commit = await git.commitAt('HEAD');
  if (commit === null) return null;
  const changed = new Set(await git.changedSince(commit));
  return { commit: commit.slice(0, shortHash), changed: documents.some(({ name }) => changed.has(name)) };
}

function jsonOf(
  { documents, templates, stuck, turns, risks, questions, metrics, tasks, decisions, ...rest }: ReportOutput,
  display: (name: string) => string,
): unknown {
  const shown = <Row extends { readonly file: string }>(rows: readonly Row[]): Row[] =>
    rows.map((row) => ({ ...row, file: display(row.file) }));
  return {
    documents: shown(documents).map((document) => ({ ...document, template: display(document.template) })),
    templates: shown(templates),
    stuck: shown(stuck).map((one) => ({ ...one, command: typedCommand(one.command, one.file) })),
    turns: turns.map(({ document, command, ...turn }) => ({
      document: display(document),
      ...turn,
      command: typedCommand(command, display(document)),
    })),
    risks: shown(risks),
    questions: shown(questions),
    metrics: shown(metrics),
    tasks: shown(tasks),
    decisions: shown(decisions),
    ...rest,
    skipped: shown(rest.skipped),
  };
}

function tellWritten(
  path: string,
  { documents, stuck, turns }: ReportOutput,
  { terminal, workingFolder }: Invocation,
): void {
  const counts = `${counted(documents.length, 'document')}, ${stuck.length.toLocaleString('en-US')} open, ${counted(turns.length, 'turn')}`;
  terminal.write(printable(`Wrote ${nameOf(workingFolder, path)}: ${counts}`).concat('\n'));
}
