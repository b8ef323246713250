import type { Diagnostic, Severity } from '@specwright/core/diagnostic/diagnostic.ts';
import { type CodeCount, countByCode, mostImportant } from '@specwright/core/diagnostic/most-important.ts';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { codeFrame, type FrameSetting } from '@specwright/core/diagnostic/render/code-frame.ts';
import { counted, summaryText } from '@specwright/core/diagnostic/summary.ts';
import type { CountedTemplate } from '@specwright/core/operations/context.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import { tableText } from '../terminal/table.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckResult } from './check-session.ts';
import { isSet } from './command.ts';
import { displayNames } from './display-names.ts';
import { located } from './locate-findings.ts';
import { nextSteps } from './next-steps.ts';

/** So many findings are all shown in full; of more, only the most important ones. */
const fewFindings = 30;
const mostShown = 10;

/** The report for people: which templates, the findings that matter most, what they add up to, what to do next. */
export function writeTextReport(request: CheckRequest, result: CheckResult): void {
  const { invocation } = request;
  const { terminal } = invocation;
  if (!isSet(invocation, 'quiet')) terminal.say(notesText(request, result));
  const { diagnostics } = result;
  const counts = countByCode(diagnostics);
  const all = counts.reduce((sum, { findings }) => sum + findings, 0);
  const limit = shownAtMost(request, all);
  const shown = limit >= all ? byWorstFile([...diagnostics]) : mostImportant(diagnostics, counts, limit);
  writeFrames(shown, request, result);
  if (shown.length < all) terminal.write(overviewText(request, counts, all, shown.length));
  terminal.write(`${summaryLine(request, result)}\n`);
  if (!isSet(invocation, 'quiet')) terminal.say(nextSteps(request, result, counts, shown.length < all));
}

function shownAtMost({ invocation }: CheckRequest, count: number): number {
  const wanted = invocation.options.maxFindings;
  if (typeof wanted === 'number') return wanted;
  return count <= fewFindings ? count : mostShown;
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Files with errors first; within a file by place. */
function byWorstFile(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const worst = new Map<string, number>();
  for (const { file, severity } of diagnostics) worst.set(file, Math.min(worst.get(file) ?? 2, rank[severity]));
  return diagnostics.toSorted((a, b) => (worst.get(a.file) ?? 2) - (worst.get(b.file) ?? 2));
}

function writeFrames(
  diagnostics: readonly Diagnostic[],
  request: CheckRequest,
  { checked, workspace }: CheckResult,
): void {
  const { terminal } = request.invocation;
  const display = displayNames(workspace.root, request.invocation);
  const names = new Map(
    diagnostics.flatMap(({ file, template }) => [file, template?.file ?? file]).map((name) => [display(name), name]),
  );
  const lines = new Map<string, LineIndex | null>();
  const setting: FrameSetting = {
    palette: terminal.palette,
    width: terminal.width,
    linesOf: (shown) => {
      const known = lines.get(shown);
      if (known !== undefined) return known;
      const name = names.get(shown) ?? shown;
      const text = checked.templates.find(({ schema }) => schema.file === name)?.schema.text ?? checked.textOf(name);
      const index = text === null ? null : new LineIndex(text);
      lines.set(shown, index);
      return index;
    },
  };
  for (const diagnostic of located(diagnostics, checked, display))
    terminal.write(`${codeFrame(diagnostic, setting)}\n`);
}

function overviewText(request: CheckRequest, counts: readonly CodeCount[], all: number, shown: number): string {
  const { terminal } = request.invocation;
  const columns = [
    { title: 'rule' },
    { title: 'name' },
    { title: 'worst' },
    { title: 'findings', align: 'right' },
    { title: 'files', align: 'right' },
    { title: '--fix', align: 'right' },
  ] as const;
  const rows = counts.map((count) => [
    count.code,
    count.name,
    count.severity,
    count.findings.toLocaleString('en-US'),
    count.files.toLocaleString('en-US'),
    count.fixable === 0 ? '' : count.fixable.toLocaleString('en-US'),
  ]);
  const head = `${shown === 1 ? 'This is' : `These ${shown} are`} the most telling of ${counted(all, 'finding')}. All of them by rule:`;
  return `${head}\n\n${tableText(columns, rows, terminal)}\n`;
}

function summaryLine({ invocation }: CheckRequest, result: CheckResult): string {
  const { palette } = invocation.terminal;
  const { files, known } = result;
  const { summary } = result.diagnostics;
  const documents = `${counted(files.length, 'document')} checked: `;
  const paint = summary.error > 0 ? palette.error : summary.warning > 0 ? palette.warning : palette.good;
  const baseline = known === 0 ? '' : palette.dim(`; ${counted(known, 'finding')} more in the baseline`);
  return documents + paint(summaryText(summary)) + baseline;
}

const origins: Readonly<Record<CountedTemplate['origin'], string>> = {
  option: 'as asked',
  config: 'specwright.yaml',
  'front-matter': 'front matter',
  closest: 'closest match',
  'built-in': 'built in, closest match',
  shared: 'what these documents have in common',
};

/** Which templates were used and what was not checked. */
function notesText({ invocation }: CheckRequest, { checked, files, workspace }: CheckResult): string {
  const { sayPalette } = invocation.terminal;
  const display = displayNames(workspace.root, invocation);
  const lines = checked.templates
    .filter(({ origin }) => origin !== 'option')
    .map(({ schema, origin, documents, score }) => {
      const likeness = score === null ? '' : `, ${score.toFixed(2)}`;
      const share = documents === files.length ? '' : `, ${counted(documents, 'document')}`;
      return `Template: ${sayPalette.strong(printable(display(schema.file)))} (${origins[origin]}${likeness}${share})`;
    });
  const strays = checked.skipped.filter((file) => file.kind === 'no-template' && file.named === null);
  if (strays.length > 0) {
    const names = strays.slice(0, 3).map(({ file }) => printable(display(file)));
    const more = strays.length > names.length ? ', …' : '';
    lines.push(
      sayPalette.dim(
        `Not checked, for no template fits: ${counted(strays.length, 'file')} (${names.join(', ')}${more})`,
      ),
    );
  }
  if (files.length === 0 && strays.length === 0) lines.push('There are no Markdown files here');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
