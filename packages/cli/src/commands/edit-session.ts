import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { Failure } from '../failure.ts';
import { filesMentioning } from '../workspace/files-mentioning.ts';
import { type Invocation, isSet } from './command.ts';
import { type CommandContext, openContext } from './context.ts';
import { EditedFiles } from './edited-files.ts';

type Edited = Extract<EditOutput, { kind: 'edited' }>;

/**
 * Runs an operation that edits the document of the command's first path, then writes what it did or shows it. `finish` is
 * done after the writing, with the root and the document's name.
 */
export async function runEdit(
  invocation: Invocation,
  run: (context: EditContext) => Promise<EditOutput>,
  finish: (root: string, document: string) => void | Promise<void> = () => undefined,
): Promise<number> {
  const texts = new Map<string, string>();
  const context = await openContext(invocation, texts);
  const { workspace } = context;
  if (workspace.missing.length > 0) return 2;
  const [document] = workspace.documents;
  if (document === undefined || workspace.documents.length !== 1 || !document.named) {
    throw new Failure('An edit is about one document, not a folder', 'specwright list shows what is in a folder');
  }
  // Read before anything is decided, so that a file that changes meanwhile is noticed.
  const files = new EditedFiles(workspace.root, texts);
  files.open(document.name);
  if (document.companion !== null) files.open(document.companion.name);
  const edited = editedOrFailure(
    await run({ ...context.operation, mentioning: filesMentioning(workspace.root) }),
    context,
  );
  for (const { file, before, edit } of edited.changed) {
    files.open(file);
    if (texts.get(file) !== before)
      throw new Failure(`${context.display(file)} changed meanwhile; nothing was written`);
    files.edit(file, edit);
  }
  const dryRun = isSet(invocation, 'dryRun');
  if (!dryRun) {
    files.write();
    await finish(workspace.root, document.name);
  }
  present(edited, files, context, invocation);
  return 0;
}

/** What was edited; a refusal or a document that cannot be read ends the command. */
export function editedOrFailure(output: EditOutput, { display }: CommandContext): Edited {
  if (output.kind === 'edited') return output;
  if (output.kind === 'refused') throw new Failure(output.message, output.hint);
  const { skipped } = output;
  if (skipped.kind === 'unreadable') throw new Failure(`${display(skipped.file)}: ${skipped.reason}`);
  throw new Failure(`No template fits ${display(skipped.file)}`, 'Name one with --template FILE');
}

function present(edited: Edited, files: EditedFiles, { display }: CommandContext, invocation: Invocation): void {
  const { terminal } = invocation;
  const dryRun = isSet(invocation, 'dryRun');
  if (isSet(invocation, 'json')) {
    const shown = edited.changed.map(({ file, edit }) => ({ file: display(file), edits: edit }));
    const { addresses, notes } = edited;
    const json = { document: display(edited.file), addresses, dryRun, files: shown, notes };
    terminal.write(`${JSON.stringify(json, null, 2)}\n`);
    return;
  }
  if (dryRun) terminal.write(files.diff(display, terminal));
  else for (const { file } of edited.changed) terminal.write(`Wrote ${printable(display(file))}\n`);
  if (edited.changed.length === 0 && edited.addresses.length > 0) terminal.say('Nothing to change: it is so already\n');
  for (const note of edited.notes) terminal.say(`${printable(note)}\n`);
}
