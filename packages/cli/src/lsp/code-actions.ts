import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { pickSafeFixes } from '@specwright/core/diagnostic/pick-fixes.ts';
import { actionsAt, type EditorAction } from '@specwright/core/editor/actions.ts';
import type { FileEdit } from '@specwright/core/editor/editor-workspace.ts';
import { type CodeAction, CodeActionKind, type CodeActionParams, type WorkspaceEdit } from 'vscode-languageserver';
import { rangeOf, textRangeOf } from './positions.ts';
import type { OpenText } from './requests.ts';
import { shownEdits } from './shown-edits.ts';

/** Everything that is safe to mend, as editors may do it on save. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.specwright`;

const kinds: Readonly<Record<EditorAction['kind'], CodeActionKind>> = {
  fix: CodeActionKind.QuickFix,
  refactor: CodeActionKind.RefactorRewrite,
  source: `${CodeActionKind.Source}.specwright`,
};

/** What an editor offers at a place; only of the kinds that it asks for, when it does. */
export function codeActions(text: OpenText, { range, context }: CodeActionParams): CodeAction[] {
  const wanted = (kind: CodeActionKind): boolean =>
    context.only === undefined ||
    context.only.some((only) => kind === only || kind.startsWith(`${only}.`) || only === '');
  const actions: CodeAction[] = [];
  if (context.only !== undefined && wanted(fixAllKind)) {
    const edit = fixAllEdit(text);
    if (edit !== null) actions.push({ title: 'Mend everything that is safe to mend', kind: fixAllKind, edit });
  }
  for (const action of actionsAt(text.document, text.workspace, textRangeOf(text.lines, range))) {
    const kind = kinds[action.kind];
    if (!wanted(kind)) continue;
    const edit = editOf(text, action.edits);
    if (edit === null) continue;
    const answered = action.diagnostic === null ? [] : context.diagnostics.filter(isShown(text, action.diagnostic));
    actions.push({
      title: action.title,
      kind,
      edit,
      ...(answered.length === 0 ? {} : { diagnostics: answered }),
      ...(action.preferred ? { isPreferred: true } : {}),
    });
  }
  return actions;
}

/** All safe fixes of a text together; null when it has none. */
export function fixAllEdit(text: OpenText): WorkspaceEdit | null {
  const edits = [...pickSafeFixes(text.document.diagnostics)].map(([file, { edit }]) => ({ file, edit }));
  return edits.length === 0 ? null : editOf(text, edits);
}

function editOf({ session, folder, client }: OpenText, edits: readonly FileEdit[]): WorkspaceEdit | null {
  return shownEdits(edits, session, folder.workspace.root, client.capabilities);
}

function isShown(
  { lines }: OpenText,
  { code, range }: Diagnostic,
): (shown: CodeActionParams['context']['diagnostics'][number]) => boolean {
  const own = JSON.stringify(rangeOf(lines, range));
  return (shown) => shown.code === code && JSON.stringify({ start: shown.range.start, end: shown.range.end }) === own;
}
