import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { type Briefing, type BriefingOutput, briefing } from '@specwright/core/operations/briefing/briefing.ts';
import type { CountTokens } from '@specwright/core/operations/briefing/fit-parts.ts';
import { Failure } from '../failure.ts';
import { documentText } from '../terminal/document-text.ts';
import { findRoot } from '../workspace/find-root.ts';
import { namedDocument } from '../workspace/named-document.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { pathOf } from '../workspace/paths.ts';
import { type Invocation, isSet, listOption } from './command.ts';
import { contextIn } from './context.ts';
import { openOneHistory } from './history-context.ts';
import { skippedFailure } from './outcome.ts';
import { typedCommand } from './typed-command.ts';

/** What a budget is when nobody says. */
export const usualBudget = 8000;

/** `specwright context DOCUMENT`: one document for a model. */
export async function run(invocation: Invocation): Promise<number> {
  const path = await pathOfDocument(String(invocation.arguments[0]), invocation);
  const opened = await openOneHistory({ ...invocation, arguments: [path] });
  if (opened === null) return 2;
  const { context, workspace, display } = opened;
  const { budget } = invocation.options;
  const output = await briefing.run(
    {
      ...context,
      countTokens: await tokenCounter(),
      display,
      others: () => everyDocument(workspace.root, invocation),
      howToShow: (file, address) => printable(typedCommand(['specwright', 'show', 'PATH', address], display(file))),
    },
    { budget: typeof budget === 'number' ? budget : usualBudget, sections: listOption(invocation, 'section') },
  );
  const told = toldOrFailure(output, display);
  const { terminal } = invocation;
  if (!isSet(invocation, 'json')) {
    terminal.write(documentText(told.text, terminal));
    return 0;
  }
  const { kind: _, ...rest } = told;
  const shown = { ...rest, file: display(told.file), template: display(told.template) };
  terminal.write(`${JSON.stringify(shown, null, 2)}\n`);
  return 0;
}

/** Estimates tokens without a model's own vocabulary, which differs from one model to the next. */
export async function tokenCounter(): Promise<CountTokens> {
  const { estimateTokenCount } = await import('tokenx');
  return (text) => estimateTokenCount(text);
}

/** @throws {Failure} when there is nothing to tell. */
export function toldOrFailure(output: BriefingOutput, display: (name: string) => string): Briefing {
  switch (output.kind) {
    case 'told':
      return output;
    case 'skipped':
      throw skippedFailure(output.skipped, display);
    case 'too-small':
      throw new Failure(
        'The budget does not even hold what the document is called',
        `Give it at least ${output.least} tokens`,
      );
    case 'no-address': {
      const { address, suggestions } = output;
      throw new Failure(
        `There is nothing at the address ${JSON.stringify(address)}`,
        suggestions.length === 0
          ? 'specwright show PATH --json lists all addresses'
          : `Did you mean ${suggestions.join(' or ')}?`,
      );
    }
    case 'ambiguous-address': {
      const { address, candidates } = output;
      throw new Failure(
        `The address ${JSON.stringify(address)} may mean ${candidates.length} places`,
        `Say which: ${candidates.slice(0, 6).join(', ')}`,
      );
    }
  }
}

/** A path as it is typed, or that of the document which a number, id or title means. */
async function pathOfDocument(word: string, { workingFolder, today, worker }: Invocation): Promise<string> {
  if (existsSync(resolve(workingFolder, word))) return word;
  const { folder } = findRoot(workingFolder, workingFolder);
  const workspace = await openWorkspace({ paths: [folder], template: null, workingFolder, today });
  const { operation } = await contextIn(workspace, worker, new Map());
  return pathOf(folder, await namedDocument(word, workspace, operation));
}

/** The documents of a whole workspace, read as they are asked for. */
async function everyDocument(
  root: string,
  { workingFolder, today, worker }: Invocation,
): Promise<Iterable<BoundDocument>> {
  const workspace = await openWorkspace({ paths: [root], template: null, workingFolder, today });
  const { operation } = await contextIn(workspace, worker, new Map());
  const opened = await operation.documents.open(() => undefined);
  return (function* bounds() {
    for (const { bound } of opened) yield bound;
  })();
}
