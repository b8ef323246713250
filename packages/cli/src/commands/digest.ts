import { type DigestedDocument, digestDocuments } from '@specwright/core/operations/digest.ts';
import { Failure } from '../failure.ts';
import { fileHash } from '../history/file-hash.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet } from './command.ts';
import { type CommandContext, openContext, skippedText } from './context.ts';

/** `specwright digest PATH…`. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const context = await openContext(invocation);
  const { root, missing } = context.workspace;
  const { documents, skipped } = await digestDocuments(context.operation, (name) => fileHash(root, name));
  terminal.say(skippedText(skipped, context.display));
  const [first] = documents;
  if (isSet(invocation, 'json')) {
    if (first === undefined || documents.length > 1) {
      throw new Failure(
        first === undefined ? 'There is no document to digest' : `--json takes one document, not ${documents.length}`,
        first === undefined ? 'Name one, or name its template with --template FILE' : 'Name the file itself',
      );
    }
    const { document, sections } = first.digests;
    terminal.write(`${JSON.stringify({ document, sections: Object.fromEntries(sections) }, null, 2)}\n`);
  } else if (first === undefined) terminal.write('No documents\n');
  else terminal.write(documents.map((each) => documentText(each, context, invocation)).join('\n'));
  return missing.length > 0 || skipped.some(({ kind }) => kind === 'unreadable') || documents.length === 0 ? 2 : 0;
}

function documentText(
  { file, digests }: DigestedDocument,
  { display }: CommandContext,
  { terminal }: Invocation,
): string {
  const rows = [...digests.sections].map(([address, digest]) => [address, short(digest)]);
  const columns = [{ title: display(file) }, { title: short(digests.document) }];
  return tableText(columns, rows, terminal);
}

/** Enough to tell two digests apart by eye. */
function short(digest: string): string {
  return digest.slice(0, 'v1:'.length + 12);
}
