import { randomUUID } from 'node:crypto';
import { clip, printable } from '@specwright/core/diagnostic/render/cells.ts';
import { renderGithub } from '@specwright/core/diagnostic/render/github.ts';
import { renderGitlab } from '@specwright/core/diagnostic/render/gitlab.ts';
import type { RenderedReport } from '@specwright/core/diagnostic/render/report.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { elidedWords, firstWords } from '@specwright/core/diff/elided-words.ts';
import { changeJson } from '@specwright/core/operations/ci/json.ts';
import { changeMarkdown } from '@specwright/core/operations/ci/markdown.ts';
import {
  basisOf,
  type ChangeReport,
  inTheWay,
  nextCommand,
  statusText,
  titleOf,
} from '@specwright/core/operations/ci/report.ts';
import type { JudgedDocument } from '@specwright/core/operations/ci.ts';
import type { GatheredChange } from '../change/gather-change.ts';
import { changesText } from '../terminal/diff-text.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { located } from './locate-findings.ts';
import { typedCommand, withPath } from './typed-command.ts';
import { indented, signOffLine } from './verify.ts';

/** Findings that a log tells one by one; machine formats for other programs hold all. */
const mostShown = 100;

/** Writes a judged change in the format that was asked for, or that the place of the run reads. */
export function presentChange(report: ChangeReport, change: GatheredChange, invocation: Invocation): void {
  const { terminal } = invocation;
  const usual = process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'text';
  const format = isSet(invocation, 'json') ? 'json' : (textOption(invocation, 'format') ?? usual);
  if (format === 'json') terminal.write(`${JSON.stringify(changeJson(report), null, 2)}\n`);
  else if (format === 'markdown') terminal.write(`${changeMarkdown(report, Number.POSITIVE_INFINITY)}\n`);
  else if (format === 'gitlab') {
    for (const piece of renderGitlab(fromTop(report, change))) terminal.write(piece);
    terminal.say(changeText(report, invocation));
  } else if (format === 'github') {
    for (const piece of firstOf(renderGithub(fromTop(report, change)))) terminal.write(piece);
    // Nothing that documents say may be a command to the runner.
    const token = randomUUID();
    terminal.write(`::stop-commands::${token}\n${changeText(report, invocation)}::${token}::\n`);
  } else terminal.write(changeText(report, invocation));
}

function* firstOf(pieces: Iterable<string>): Generator<string> {
  let count = 0;
  for (const piece of pieces) {
    count += 1;
    if (count <= mostShown) yield piece;
  }
  if (count > mostShown) yield `::notice::and ${counted(count - mostShown, 'finding')} more\n`;
}

/** The findings under the names that the forge knows: from the top of the repository. */
function fromTop({ judged }: ChangeReport, { facts, fromTop: named }: GatheredChange): RenderedReport {
  const { findings } = judged;
  return {
    files: judged.documents.map(({ file }) => named(file)),
    get summary() {
      return findings.summary;
    },
    diagnostics: located(findings, facts.checked.checked, named),
  };
}

function changeText(report: ChangeReport, invocation: Invocation): string {
  const { judged, notes } = report;
  const { palette } = invocation.terminal;
  const [title, ...more] = titleOf(judged);
  const lines = [
    palette.strong(printable(title)),
    ...[...more, ...notes].map(printable),
    ...judged.strangers.flatMap(({ message, hint }) => [
      `${palette.error('✗')} ${printable(message)}`,
      `  ${printable(hint)}`,
    ]),
    '',
    ...judged.documents.flatMap((document) => [...documentLines(document, report, invocation), '']),
    ...judged.removed.map((file) => `${printable(report.display(file))}  removed`),
    ...findingLines(report, invocation),
    ...basisOf(judged).map((sentence) => palette.dim(printable(sentence))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function documentLines(document: JudgedDocument, { display }: ChangeReport, { terminal }: Invocation): string[] {
  const { palette } = terminal;
  const { file, headline, problems, verified, next } = document;
  const path = display(file);
  const lines = [`${palette.strong(printable(path))}  ${printable(statusText(document))}`];
  if (headline !== null) lines.push(`  ${palette.warning(printable(headline))}`);
  for (const { message, hint } of problems) {
    lines.push(`  ${palette.error('✗')} ${printable(message)}`);
    if (hint !== null) lines.push(`    ${palette.dim(printable(withPath(hint, path)))}`);
  }
  let told = '';
  for (const signOff of verified.signOffs) {
    lines.push(`  ${signOffLine(signOff)}`);
    const first = signOff.words.slice(0, 6).map((change) => {
      return { ...change, words: firstWords(elidedWords(change.words), 400) };
    });
    const words = first.length === 0 ? '' : changesText(first, terminal);
    if (words !== '' && words !== told) for (const line of ['', ...indented(words), '']) lines.push(line);
    if (words !== '') told = words;
  }
  const missing = inTheWay(document);
  if (next !== null && missing.length > 0) {
    lines.push(`  In the way of ${printable(next.move.to)}:`);
    for (const { message } of missing.slice(0, 5)) lines.push(`    · ${printable(clip(message, 200))}`);
    if (missing.length > 5) lines.push(`    · and ${missing.length - 5} more`);
  }
  const command = nextCommand(document);
  if (command !== null) {
    const who = command.who === null ? '' : ` (${command.who})`;
    lines.push(`  Next: ${printable(typedCommand(command.command, path) + who)}`);
  }
  return lines;
}

function findingLines({ findings }: ChangeReport, { terminal }: Invocation): string[] {
  const { palette } = terminal;
  const lines: string[] = [];
  let count = 0;
  for (const { severity, file, start, code, message } of findings) {
    if (severity === 'info' && code !== 'DOC908') continue;
    count += 1;
    if (count > mostShown) continue;
    const paint = severity === 'info' ? palette.info : palette[severity];
    lines.push(
      printable(`${file}:${start.line}:${start.column}  `) + paint(severity) + printable(` ${code} ${message}`),
    );
  }
  if (count > mostShown) lines.push(`and ${counted(count - mostShown, 'finding')} more`);
  return lines.length === 0 ? [] : [...lines, ''];
}
