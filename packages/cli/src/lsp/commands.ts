import { type Connection, LSPErrorCodes, type Position, ResponseError } from 'vscode-languageserver';
import { fixAllEdit } from './code-actions.ts';
import { templateLine } from './navigation.ts';
import type { OpenText } from './requests.ts';

/** What an editor may ask to be done by name. Editors make commands of their own of these, so no other may be called so. */
export const commandNames = {
  fixAll: 'specwright.server.fixAll',
  goToTemplate: 'specwright.server.goToTemplate',
  showCommand: 'specwright.server.showCommand',
} as const;

/** Runs a command. @throws {ResponseError} for one that there is not, and for arguments that it does not take. */
export async function runCommand(
  name: string,
  words: readonly unknown[],
  connection: Connection,
  textAt: (uri: string) => Promise<OpenText | null>,
): Promise<unknown> {
  switch (name) {
    case commandNames.fixAll:
      return fixAll(await namedText(words[0], textAt), connection);
    case commandNames.goToTemplate:
      return goToTemplate(await namedText(words[0], textAt), positionIn(words[1]), connection);
    case commandNames.showCommand:
      connection.window.showInformationMessage(`To go on, type: ${String(words[0] ?? '')}`);
      return null;
    default:
      throw new ResponseError(LSPErrorCodes.RequestFailed, `There is no command ${JSON.stringify(name)}`);
  }
}

/** Gives whether there was something to mend and the editor took it. */
async function fixAll(text: OpenText, connection: Connection): Promise<boolean> {
  const edit = fixAllEdit(text);
  if (edit === null) return false;
  const { applied } = await connection.workspace.applyEdit({ label: 'Mend what is safe to mend', edit });
  if (!applied) connection.window.showWarningMessage('The text changed in the meantime, so nothing was mended');
  return applied;
}

/** Shows the line where the editor can be asked to, and gives its place either way. */
async function goToTemplate(text: OpenText, position: Position, connection: Connection): Promise<unknown> {
  const location = templateLine(text, { textDocument: { uri: text.buffer.uri }, position });
  if (location === null) {
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'No line of the template asks for what stands here');
  }
  if (text.client.capabilities.window?.showDocument?.support === true) {
    await connection.window.showDocument({ uri: location.uri, takeFocus: true, selection: location.range });
  }
  return location;
}

async function namedText(uri: unknown, textAt: (uri: string) => Promise<OpenText | null>): Promise<OpenText> {
  const text = typeof uri === 'string' ? await textAt(uri) : null;
  if (text === null) {
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'This takes the URI of an open document first');
  }
  return text;
}

function positionIn(value: unknown): Position {
  const { line, character } = (value ?? {}) as Partial<Position>;
  return { line: typeof line === 'number' ? line : 0, character: typeof character === 'number' ? character : 0 };
}
