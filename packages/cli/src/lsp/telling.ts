import type { Completion, CompletionKind } from '@specwright/core/editor/completion/completion.ts';
import { completionsAt } from '@specwright/core/editor/completions-at.ts';
import { hoverAt } from '@specwright/core/editor/hover-at.ts';
import { lensesOf } from '@specwright/core/editor/lenses.ts';
import { type TokenKind, tokensOf } from '@specwright/core/editor/tokens.ts';
import {
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Hover,
  MarkupKind,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { typedCommand } from '../commands/typed-command.ts';
import { commandNames } from './commands.ts';
import { offsetOf, positionOf, rangeOf } from './positions.ts';
import type { OpenText } from './requests.ts';

const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  choice: CompletionItemKind.EnumMember,
  date: CompletionItemKind.Value,
  person: CompletionItemKind.Constant,
  document: CompletionItemKind.File,
  anchor: CompletionItemKind.Reference,
  field: CompletionItemKind.Property,
  row: CompletionItemKind.Struct,
  item: CompletionItemKind.Text,
  entry: CompletionItemKind.Module,
  section: CompletionItemKind.Module,
};

/** What may be written at a position. */
export function completions(
  { document, workspace, lines, client }: OpenText,
  { position }: TextDocumentPositionParams,
): CompletionItem[] {
  const format = client.capabilities.textDocument?.completion?.completionItem?.documentationFormat ?? [];
  const kind = format.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
  const itemOf = ({ kind: what, label, detail, documentation, edit, filter, rank }: Completion): CompletionItem => ({
    label,
    detail,
    kind: completionKinds[what],
    textEdit: { range: rangeOf(lines, edit), newText: edit.text },
    sortText: String(rank).padStart(6, '0'),
    ...(documentation === null ? {} : { documentation: { kind, value: documentation } }),
    ...(filter === null ? {} : { filterText: filter }),
  });
  return completionsAt(document, workspace, offsetOf(lines, position)).map(itemOf);
}

/** What is to be known of a position. */
export function hover(
  { document, workspace, lines, client }: OpenText,
  { position }: TextDocumentPositionParams,
): Hover | null {
  const found = hoverAt(document, workspace, offsetOf(lines, position));
  if (found === null) return null;
  const format = client.capabilities.textDocument?.hover?.contentFormat ?? [MarkupKind.Markdown];
  const kind = format.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { range: rangeOf(lines, found.range), contents: { kind, value: found.markdown } };
}

/** How things stand, above titles and headings; a click shows what to type to go on. */
export function codeLenses({ document, workspace, lines }: OpenText): CodeLens[] {
  return lensesOf(document, workspace).map(({ range, title, command }) => ({
    range: rangeOf(lines, range),
    command:
      command === null
        ? { title, command: '' }
        : {
            title,
            command: commandNames.showCommand,
            arguments: [typedCommand(['specwright', ...command], document.bound.file)],
          },
  }));
}

/** Kinds that every theme has a colour for. */
const tokenTypes: Readonly<Record<TokenKind, string>> = {
  placeholder: 'parameter',
  guidance: 'comment',
  status: 'enum',
  choice: 'enumMember',
  field: 'property',
  reference: 'function',
  done: 'string',
  term: 'type',
};

const legendTypes = [...new Set(Object.values(tokenTypes))];

export const tokenLegend: SemanticTokensLegend = { tokenTypes: legendTypes, tokenModifiers: [] };

export function semanticTokens({ document, workspace, lines }: OpenText): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { kind, range } of tokensOf(document, workspace)) {
    const { line, character } = positionOf(lines, range.start);
    builder.push(line, character, range.end - range.start, legendTypes.indexOf(tokenTypes[kind]), 0);
  }
  return builder.build();
}
