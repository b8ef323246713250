import type { CodeCount } from '@specwright/core/diagnostic/most-important.ts';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { commandLine } from '@specwright/core/text/command-line.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckResult } from './check-session.ts';
import { type Invocation, isSet, pathsOf } from './command.ts';
import { displayNames } from './display-names.ts';

interface Step {
  readonly command: string;
  readonly about: string;
}

/** Commands that lead on from a report, the most useful first; nothing where there is nothing to do. */
export function nextSteps(
  { invocation, baseline }: CheckRequest,
  result: CheckResult,
  counts: readonly CodeCount[],
  isLong: boolean,
): string {
  const check = checkCommand(invocation);
  const steps = [
    ...templateSteps(invocation, result, isLong),
    ...findingSteps(counts, check),
    ...(isLong ? longSteps(counts, check, baseline === null) : []),
  ];
  if (steps.length === 0) return '';
  const { sayPalette } = invocation.terminal;
  const width = Math.max(...steps.map(({ command }) => command.length));
  const lines = steps.map(
    ({ command, about }) => `  ${sayPalette.strong(printable(command).padEnd(width))}  ${sayPalette.dim(about)}`,
  );
  return `\nNext:\n${lines.join('\n')}\n`;
}

function templateSteps(invocation: Invocation, { checked, workspace }: CheckResult, isLong: boolean): Step[] {
  const used = checked.templates[0];
  if (used?.origin === 'shared') {
    const command = `${commandLine(['specwright', 'template', 'draft', ...pathsOf(invocation)])} > template.md`;
    return [{ command, about: 'save this template, to change it to what you want' }];
  }
  if (used === undefined || !isLong) return [];
  const file = commandLine([displayNames(workspace.root, invocation)(used.schema.file)]);
  return [{ command: `specwright template explain ${file}`, about: 'how the template is read' }];
}

function findingSteps(counts: readonly CodeCount[], check: string): Step[] {
  const [first] = counts;
  if (first === undefined) return [];
  const fixable = counts.reduce((sum, count) => sum + count.fixable, 0);
  const fixes = fixable === 1 ? 'one safe fix' : `${fixable.toLocaleString('en-US')} safe fixes`;
  return [
    { command: `specwright explain ${first.code}`, about: `what ${first.name} means` },
    ...(fixable === 0 ? [] : [{ command: `${check} --fix --dry-run`, about: `see ${fixes}` }]),
  ];
}

function longSteps(counts: readonly CodeCount[], check: string, hasNoBaseline: boolean): Step[] {
  const [first, ...others] = counts;
  if (first === undefined) return [];
  const widest = others.reduce((most, count) => (count.findings > most.findings ? count : most), first);
  return [
    { command: `${check} --rule ${widest.code}`, about: `only ${widest.name}` },
    ...(hasNoBaseline
      ? [{ command: `${check} --update-baseline`, about: 'accept these, see only new ones from now on' }]
      : []),
  ];
}

function checkCommand(invocation: Invocation): string {
  const { template } = invocation.options;
  const flags = typeof template === 'string' ? ['--template', template] : [];
  if (isSet(invocation, 'online')) flags.push('--online');
  return commandLine(['specwright', 'check', ...pathsOf(invocation), ...flags]);
}
