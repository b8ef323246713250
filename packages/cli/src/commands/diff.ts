import { counted } from '@specwright/core/diagnostic/summary.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { compilerOf, TemplateChooser } from '@specwright/core/operations/choose-template.ts';
import { DocumentComparer, type DocumentDiff } from '@specwright/core/operations/diff.ts';
import { diffText, statText } from '../terminal/diff-text.ts';
import { loadTemplate } from '../workspace/open-workspace.ts';
import { type Invocation, isSet } from './command.ts';
import { readSides, type Sides } from './diff-sides.ts';
import { displayNames } from './display-names.ts';
import { openFor } from './open-for.ts';

/** `specwright diff A B`, `specwright diff PATH… --from REV [--to REV]`, `specwright diff PATH… --since-sign-off`. */
export async function run(invocation: Invocation): Promise<number> {
  if (invocation.options.sinceSignOff !== undefined) return runSinceSignOff(invocation);
  const workspace = await openFor(invocation);
  const display = displayNames(workspace.root, invocation);
  const sides = await readSides(invocation, workspace);
  const parser = await loadParser();
  const chooser = new TemplateChooser(workspace.templates, compilerOf(parser), (file) =>
    loadTemplate(workspace.root, file),
  );
  const comparer = new DocumentComparer(chooser, parser);
  const diffs = sides.pairs
    .map((pair) => comparer.compare(pair, sides.sameDocument))
    .filter(({ state, from }) => state !== 'same' || (sides.sameDocument && from !== null));
  invocation.terminal.write(outputOf(diffs, sides, invocation, display));
  return diffs.length > 0 && isSet(invocation, 'exitCode') ? 1 : 0;
}

async function runSinceSignOff(invocation: Invocation): Promise<number> {
  const { diffsSinceSignOff } = await import('./diff-since.ts');
  const { diffs, display, unsigned } = await diffsSinceSignOff(invocation);
  if (unsigned > 0) invocation.terminal.say(`You have not signed ${counted(unsigned, 'document')} here\n`);
  if (diffs.length === 0 && unsigned > 0) return 0;
  const sides = { from: 'your sign-off', to: 'the text as it is' };
  invocation.terminal.write(outputOf(diffs, sides, invocation, display));
  return diffs.length > 0 && isSet(invocation, 'exitCode') ? 1 : 0;
}

function outputOf(
  diffs: readonly DocumentDiff[],
  sides: Pick<Sides, 'from' | 'to'>,
  invocation: Invocation,
  display: (name: string) => string,
): string {
  if (isSet(invocation, 'json')) {
    const documents = diffs.map((diff) => ({
      ...diff,
      file: display(diff.file),
      from: diff.from === null ? null : display(diff.from),
      template: diff.template === null ? null : display(diff.template),
    }));
    return `${JSON.stringify({ from: sides.from, to: sides.to, documents }, null, 2)}\n`;
  }
  if (diffs.length === 0) return `No differences between ${sides.from} and ${sides.to}\n`;
  return isSet(invocation, 'stat')
    ? statText(diffs, display, invocation.terminal)
    : diffText(diffs, display, invocation.terminal);
}
