import { definitionAt } from '@specwright/core/editor/definition.ts';
import { referencesAt } from '@specwright/core/editor/references.ts';
import { type FoundSymbol, placeOfSymbol, symbolsCalled } from '@specwright/core/editor/symbols.ts';
import { templatePlaceAt } from '@specwright/core/editor/template-place.ts';
import {
  type ClientCapabilities,
  type Location,
  type ReferenceParams,
  SymbolKind,
  type TextDocumentPositionParams,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import { pathOf } from '../workspace/paths.ts';
import type { EditorSession } from './editor-session.ts';
import { locationsOf } from './locations.ts';
import { offsetOf } from './positions.ts';
import type { OpenText } from './requests.ts';
import { templateLocation } from './template-texts.ts';
import { uriOfPath } from './uris.ts';

export function definitions(text: OpenText, { position }: TextDocumentPositionParams): Location[] {
  const { document, workspace, lines, session, folder } = text;
  return locationsOf(definitionAt(document, workspace, offsetOf(lines, position)), session, folder.workspace.root);
}

export function references(text: OpenText, params: ReferenceParams): Location[] {
  const { document, workspace, lines, session, folder } = text;
  const { position, context } = params;
  const uses = referencesAt(document, workspace, offsetOf(lines, position));
  const found = locationsOf(uses, session, folder.workspace.root);
  if (!context.includeDeclaration) return found;
  const known = new Set(found.map((location) => JSON.stringify(location)));
  return [...definitions(text, params).filter((one) => !known.has(JSON.stringify(one))), ...found];
}

/** The line of the template that asks for what stands at a position; null where none does, or where it cannot be opened. */
export function templateLine(text: OpenText, { position }: TextDocumentPositionParams): Location | null {
  const { document, lines, folder, client } = text;
  const place = templatePlaceAt(document, offsetOf(lines, position));
  return place === null ? null : templateLocation(place, folder, client);
}

/** What waits for a symbol's place until somebody goes there. */
type SymbolData = Pick<FoundSymbol, 'kind' | 'name' | 'file'> & { readonly folder: string | null };

/** Documents and sections by a few letters of their names. Where they stand in their files is found out when it is asked for. */
export async function workspaceSymbols(
  query: string,
  sessions: readonly EditorSession[],
  capabilities: ClientCapabilities,
): Promise<WorkspaceSymbol[]> {
  const asksLater = capabilities.workspace?.symbol?.resolveSupport?.properties.includes('location.range') === true;
  const symbols: WorkspaceSymbol[] = [];
  for (const session of sessions) {
    const folder = await session.folder();
    if (folder === null) continue;
    const { root } = folder.workspace;
    for (const symbol of symbolsCalled(query, session.view(folder))) {
      const { kind, name, detail, file } = symbol;
      const data: SymbolData = { kind, name, file, folder: session.path };
      const path = pathOf(root, file);
      const uri = session.bufferAt(path)?.uri ?? uriOfPath(path);
      const [location] = asksLater
        ? [{ uri }]
        : locationsOf([placeOfSymbol(symbol, session.view(folder))], session, root);
      if (location === undefined) continue;
      const shown = kind === 'document' ? SymbolKind.File : SymbolKind.String;
      symbols.push({ name, kind: shown, location, data, ...(detail === '' ? {} : { containerName: detail }) });
    }
  }
  return symbols;
}

export async function resolvedSymbol(
  symbol: WorkspaceSymbol,
  sessions: readonly EditorSession[],
): Promise<WorkspaceSymbol> {
  const data = symbol.data as SymbolData | undefined;
  const session = sessions.find(({ path }) => path === data?.folder);
  const folder = (await session?.folder()) ?? null;
  if (data === undefined || session === undefined || folder === null) return symbol;
  const place = placeOfSymbol({ ...data, detail: '' }, session.view(folder));
  const [location] = locationsOf([place], session, folder.workspace.root);
  return location === undefined ? symbol : { ...symbol, location };
}
