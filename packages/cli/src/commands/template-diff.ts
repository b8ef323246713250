import { dirname, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import {
  type CountedChange,
  type TemplateDiff,
  templateDiffOperation,
} from '@specwright/core/operations/template-diff.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { isBreaking, type TemplateChange } from '@specwright/core/template/compatibility-change.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Range } from '@specwright/core/text/range.ts';
import { Failure } from '../failure.ts';
import { startProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findRoot } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import { chosenTemplate } from '../workspace/open-workspace.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { openContext } from './context.ts';
import { renamesOf, templateAt } from './template-inputs.ts';

/** `specwright template diff OLD NEW`, or `FILE --from REV [--to REV]`. */
export async function run(invocation: Invocation): Promise<number> {
  const compared = await versionsToCompare(invocation);
  const { workspace, operation } = await openContext({ ...invocation, arguments: [[]] });
  const { terminal } = invocation;
  const shown = startProgress('Reading', terminal);
  const diff = await templateDiffOperation.run(operation, {
    ...compared,
    renames: renamesOf(invocation),
    countDocuments: true,
    progress: (done) => shown.update(done, workspace.documents.length),
  });
  shown.end();
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify(jsonOf(diff), null, 2)}\n`);
  else terminal.write(textOf(diff, compared, invocation));
  return diff.changes.some(({ change }) => isBreaking(change)) ? 1 : 0;
}

interface Compared {
  readonly old: TemplateFile;
  readonly current: TemplateFile;
}

async function versionsToCompare(invocation: Invocation): Promise<Compared> {
  const { workingFolder } = invocation;
  const [first, second] = invocation.arguments;
  const from = textOption(invocation, 'from');
  const to = textOption(invocation, 'to');
  const root = findRoot(resolve(workingFolder, dirname(String(first))), workingFolder).folder;
  const read = (name: unknown): TemplateFile => chosenTemplate(String(name), root, workingFolder);
  if (from === null) {
    if (to !== null) throw new Failure('--to says up to which revision, and needs --from');
    if (second === undefined)
      throw new Failure('Nothing to compare with', 'Name a second template, or a revision with --from');
    return { old: read(first), current: read(second) };
  }
  if (second !== undefined) throw new Failure('With --from one template is enough: it is compared with itself');
  const git = new FolderGit(root);
  const template = read(first);
  const at = async (revision: string): Promise<TemplateFile> => {
    const found = await templateAt(git, revision, template);
    if (found === null)
      throw new Failure(`There is no ${template.file} as of ${revision}`, 'git log --follow shows its past');
    return found;
  };
  return { old: await at(from), current: to === null ? template : await at(to) };
}

function jsonOf({ old, current, changes, documents }: TemplateDiff): object {
  const [before, after] = [new LineIndex(old.text), new LineIndex(current.text)];
  const place = (lines: LineIndex, range: Range | null): object | null =>
    range === null ? null : { ...range, line: lines.lineAt(range.start) };
  return {
    old: old.file,
    new: current.file,
    documents,
    breaking: changes.filter(({ change }) => isBreaking(change)).length,
    changes: changes.map(({ change, documents: broken }) => ({
      ...change,
      old: change.file === undefined ? place(before, change.old) : change.old,
      new: change.file === undefined ? place(after, change.new) : change.new,
      documents: broken,
    })),
  };
}

const headings: readonly (readonly [TemplateChange['severity'], string])[] = [
  ['breaking', 'Breaks documents'],
  ['compatible', 'Breaks nothing'],
  ['editorial', 'Wording only'],
];

function textOf(diff: TemplateDiff, { old, current }: Compared, invocation: Invocation): string {
  const { terminal } = invocation;
  const { palette } = terminal;
  const name = old.file === current.file ? current.file : `${old.file} → ${current.file}`;
  if (diff.changes.length === 0) return `${printable(name)}: nothing changed that documents could notice\n`;
  const lines: string[] = [palette.strong(printable(name)), ''];
  for (const [severity, title] of headings) {
    const group = diff.changes.filter(({ change }) => change.severity === severity);
    if (group.length === 0) continue;
    lines.push(`${paintOf(severity, terminal)(title)} ${palette.dim(`(${group.length})`)}`);
    for (const each of group) for (const line of changeLines(each, diff, terminal)) lines.push(line);
    lines.push('');
  }
  return `${lines.join('\n')}${closing(diff, invocation)}`;
}

function paintOf(severity: TemplateChange['severity'], { palette }: Terminal): (text: string) => string {
  return severity === 'breaking' ? palette.error : severity === 'compatible' ? palette.good : palette.dim;
}

function changeLines({ change, documents }: CountedChange, diff: TemplateDiff, terminal: Terminal): string[] {
  const { palette } = terminal;
  const mark = { breaking: '✗', compatible: '✓', editorial: '·' }[change.severity];
  const count =
    documents === null ? '' : palette.strong(`  ${documents} of ${counted(diff.documents ?? 0, 'document')}`);
  const lines = [
    `  ${paintOf(change.severity, terminal)(mark)} ${printable(change.message)}  ${palette.dim(linesOf(change, diff))}${count}`,
  ];
  if (change.severity !== 'breaking') return lines;
  const step = change.step === null ? 'A person must decide' : printable(change.step.title);
  lines.push(`    ${palette.accent('→')} ${step}`);
  return lines;
}

/** `line 12 → 14`, in the old and the new text. */
function linesOf({ old, new: current, file }: TemplateChange, diff: TemplateDiff): string {
  if (file !== undefined) return file;
  const before = old === null ? null : new LineIndex(diff.old.text).lineAt(old.start);
  const after = current === null ? null : new LineIndex(diff.current.text).lineAt(current.start);
  if (before === null || after === null) return before === null ? `new line ${after}` : `old line ${before}`;
  return before === after ? `line ${before}` : `line ${before} → ${after}`;
}

function closing({ changes, documents }: TemplateDiff, invocation: Invocation): string {
  const { palette } = invocation.terminal;
  const count = (severity: TemplateChange['severity']): number =>
    changes.filter(({ change }) => change.severity === severity).length;
  const said = `${count('breaking')} breaking, ${count('compatible')} compatible, ${count('editorial')} editorial\n`;
  if (count('breaking') === 0) return said;
  const open = changes.some(({ change }) => isBreaking(change) && change.step === null);
  const hint = open ? `To say what became of a name: --map "OLD=NEW"\n` : '';
  if (documents === 0 || documents === null) return said + palette.dim(hint);
  const from = textOption(invocation, 'from');
  const way =
    from === null
      ? `--from ${String(invocation.arguments[0])} --to ${String(invocation.arguments[1])}`
      : `--from ${from}`;
  return `${said}${palette.dim(hint)}${palette.dim(`To see the documents follow: specwright template migrate ${way} --dry-run`)}\n`;
}
