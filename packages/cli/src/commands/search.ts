import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { parsePath } from '@specwright/core/operations/document-query.ts';
import type { FoundDocument } from '@specwright/core/operations/search/found-document.ts';
import { type SearchOutput, search } from '@specwright/core/operations/search.ts';
import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { openContext, skippedText } from './context.ts';
import { conditionsOf } from './list.ts';

/** `specwright search WORDS…`: 0 when something was found, else 1. */
export async function run(invocation: Invocation): Promise<number> {
  const [words] = invocation.arguments;
  const { limit } = invocation.options;
  const field = textOption(invocation, 'in');
  const context = await openContext({ ...invocation, arguments: [] });
  const output = await search.run(context.operation, {
    words: (Array.isArray(words) ? words : [words]).join(' '),
    field: field === null ? null : parsePath(field),
    where: conditionsOf(invocation),
    limit: typeof limit === 'number' ? limit : 20,
  });
  if (output.unknownField) {
    throw new Failure(
      `No document here has a field ${JSON.stringify(field)}`,
      'specwright show PATH --json shows the addresses of a document',
    );
  }
  const { terminal } = invocation;
  const { display } = context;
  if (isSet(invocation, 'json')) {
    const documents = output.documents.map((document) => ({ ...document, file: display(document.file) }));
    terminal.write(`${JSON.stringify({ found: output.found, documents }, null, 2)}\n`);
  } else {
    terminal.say(skippedText(output.skipped, display));
    terminal.write(foundText(output, display, terminal));
  }
  return output.found === 0 ? 1 : 0;
}

function foundText({ documents, found }: SearchOutput, display: (name: string) => string, terminal: Terminal): string {
  if (found === 0) return 'Nothing was found\n';
  const shown = documents.map((document) => documentLines(document, display, terminal)).join('\n');
  const more = found > documents.length ? `; the best ${documents.length} are shown, --limit gives more` : '';
  return `${shown}\n${counted(found, 'document')}${more}\n`;
}

function documentLines(
  { file, title, status, places }: FoundDocument,
  display: (name: string) => string,
  { palette }: Terminal,
): string {
  const head = `${palette.strong(printable(title ?? display(file)))}${status === null ? '' : palette.dim(printable(` · ${status}`))}`;
  const lines = places.map(
    ({ line, address, text }) =>
      `  ${palette.accent(printable(`${display(file)}:${line}`))}  ${palette.dim(printable(address))}\n    ${printable(text)}\n`,
  );
  return `${head}\n${lines.join('')}`;
}
