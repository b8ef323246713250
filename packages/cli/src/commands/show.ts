import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { Json } from '@specwright/core/document/document.ts';
import { type ShownDocument, type ShowOutput, show } from '@specwright/core/operations/show.ts';
import { Failure } from '../failure.ts';
import { dataText } from '../terminal/data-text.ts';
import { documentText } from '../terminal/document-text.ts';
import { type Invocation, isSet } from './command.ts';
import { type CommandContext, openContext } from './context.ts';

/** `specwright show PATH [ADDRESS]`. */
export async function run(invocation: Invocation): Promise<number> {
  const context = await openContext(invocation);
  if (context.workspace.missing.length > 0) return 2;
  if (context.workspace.documents.length !== 1) {
    throw new Failure('show takes one document, not a folder', 'specwright list shows what is in a folder');
  }
  const address = typeof invocation.arguments[1] === 'string' ? invocation.arguments[1] : null;
  const output = shownOrFailure(await show.run(context.operation, { address }), address, context);
  invocation.terminal.write(
    isSet(invocation, 'json')
      ? `${JSON.stringify(shownData(output, context), null, 2)}\n`
      : wholeText(output, context, invocation),
  );
  return 0;
}

/** @throws {Failure} when there is nothing to show. */
export function shownOrFailure(
  output: ShowOutput,
  address: string | null,
  { display }: Pick<CommandContext, 'display'>,
): ShownDocument {
  switch (output.kind) {
    case 'shown':
      return output;
    case 'no-address': {
      const [first] = output.suggestions;
      const hint =
        first === undefined
          ? 'specwright show PATH --json lists all addresses'
          : `Did you mean ${output.suggestions.join(' or ')}?`;
      throw new Failure(`There is nothing at the address ${JSON.stringify(address)}`, hint);
    }
    case 'ambiguous-address':
      throw new Failure(
        `The address ${JSON.stringify(address)} may mean ${output.candidates.length} places`,
        `Say which: ${output.candidates.slice(0, 6).join(', ')}`,
      );
    case 'skipped': {
      const { skipped } = output;
      if (skipped.kind === 'unreadable') throw new Failure(`${display(skipped.file)}: ${skipped.reason}`);
      throw new Failure(`No template fits ${display(skipped.file)}`, 'Name one with --template FILE');
    }
  }
}

/** What is shown as plain data. */
export function shownData(output: ShownDocument, { display }: Pick<CommandContext, 'display'>) {
  const { document, title, status, data, addresses, part } = output;
  const { lines } = document.bound.source;
  return {
    template: display(document.template.file),
    title,
    status,
    ...(part === null ? {} : { address: part.address, text: part.text }),
    data: part === null ? data : part.data,
    addresses: Object.fromEntries(
      [...addresses].map(([address, { start, end }]) => [
        address,
        { start: lines.positionAt(start), end: lines.positionAt(end) },
      ]),
    ),
  };
}

function wholeText(output: ShownDocument, { display }: CommandContext, { terminal }: Invocation): string {
  const { palette } = terminal;
  if (output.part !== null) return `${documentText(output.part.text, terminal)}\n`;
  const head = [
    palette.strong(printable(output.title ?? display(output.document.bound.file))),
    palette.dim(
      printable(
        `template ${display(output.document.template.file)}${output.status === null ? '' : ` · ${output.status}`}`,
      ),
    ),
  ];
  return `${head.join('\n')}\n\n${dataText(output.data as { readonly [key: string]: Json }, terminal)}`;
}
