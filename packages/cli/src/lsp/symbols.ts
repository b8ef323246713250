import { type FoldKind, foldsOf } from '@specwright/core/editor/folding.ts';
import { documentTree, type OutlineKind, type OutlineNode } from '@specwright/core/editor/outline.ts';
import type { LineIndex } from '@specwright/core/text/lines.ts';
import {
  type ClientCapabilities,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver';
import { rangeOf } from './positions.ts';
import type { OpenText } from './requests.ts';

const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  title: SymbolKind.File,
  metadata: SymbolKind.Namespace,
  field: SymbolKind.Property,
  section: SymbolKind.String,
  entry: SymbolKind.Object,
  row: SymbolKind.EnumMember,
  term: SymbolKind.Constant,
};

/** The parts of a document; as a flat list for editors that know no trees. */
export function documentSymbols(
  { document, lines, buffer }: OpenText,
  capabilities: ClientCapabilities,
): DocumentSymbol[] | SymbolInformation[] {
  const tree = documentTree(document);
  if (capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true) {
    return tree.map((node) => symbolOf(node, lines));
  }
  return flat(tree, null, lines, buffer.uri);
}

function symbolOf({ kind, name, detail, range, nameRange, children }: OutlineNode, lines: LineIndex): DocumentSymbol {
  return {
    name,
    ...(detail === '' ? {} : { detail }),
    kind: symbolKinds[kind],
    range: rangeOf(lines, range),
    selectionRange: rangeOf(lines, nameRange),
    children: children.map((child) => symbolOf(child, lines)),
  };
}

function flat(nodes: readonly OutlineNode[], above: string | null, lines: LineIndex, uri: string): SymbolInformation[] {
  return nodes.flatMap(({ kind, name, range, children }) => [
    {
      name,
      kind: symbolKinds[kind],
      location: { uri, range: rangeOf(lines, range) },
      ...(above === null ? {} : { containerName: above }),
    },
    ...flat(children, name, lines, uri),
  ]);
}

const foldKinds: Readonly<Partial<Record<FoldKind, FoldingRangeKind>>> = {
  comment: FoldingRangeKind.Comment,
  'front-matter': FoldingRangeKind.Imports,
  section: FoldingRangeKind.Region,
};

export function foldingRanges({ document }: OpenText): FoldingRange[] {
  return foldsOf(document).map(({ kind, first, last }) => {
    const shown = foldKinds[kind];
    return { startLine: first - 1, endLine: last - 1, ...(shown === undefined ? {} : { kind: shown }) };
  });
}
