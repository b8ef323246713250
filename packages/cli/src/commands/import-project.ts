import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { makeImport, planImport } from '../import/import-plan.ts';
import { nameOf } from '../workspace/paths.ts';
import { type Invocation, isSet, textOption } from './command.ts';

/** `specwright import FOLDER`. What is there already stays as it is, so that it can be run again. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder } = invocation;
  const folder = resolve(workingFolder, String(invocation.arguments[0]));
  const home = resolve(workingFolder, textOption(invocation, 'to') ?? folder);
  const plan = planImport(folder, home);
  const dryRun = isSet(invocation, 'dryRun');
  if (!dryRun) makeImport(home, plan);
  if (isSet(invocation, 'json')) {
    const names = (done: boolean): string[] => plan.files.filter((one) => one.done === done).map(({ name }) => name);
    const { names: forms, entries } = plan;
    const json = { forms, folder: home, dryRun, templates: entries, written: names(false), kept: names(true) };
    terminal.write(`${JSON.stringify(json, null, 2)}\n`);
    return 0;
  }
  terminal.write(`This is a folder of ${plan.names.join(' and ')}\n\n`);
  const width = Math.max(...plan.files.map(({ name }) => name.length));
  for (const { name, about, done } of plan.files) {
    const verb = done ? 'kept       ' : dryRun ? 'would write' : 'wrote      ';
    terminal.write(`${verb}  ${printable(name.padEnd(width))}  ${terminal.palette.dim(about)}\n`);
  }
  terminal.write('\n');
  for (const { file, documents } of plan.entries) {
    terminal.write(`${printable(documents.join(', '))} ${terminal.palette.dim('follow')} ${printable(file)}\n`);
  }
  const enter = home === workingFolder ? '' : `cd ${printable(nameOf(workingFolder, home))} && `;
  terminal.say(`\nNext:\n  ${enter}specwright check\n`);
  return 0;
}
