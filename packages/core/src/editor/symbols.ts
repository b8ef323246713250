import type { DocumentFacts } from '../workspace/facts.ts';
import type { EditorWorkspace, Place } from './editor-workspace.ts';

/** A document or a section of the workspace, found by its name. */
export interface FoundSymbol {
  readonly kind: 'document' | 'section';
  /** The title of a document; the address of a section as the template has it. */
  readonly name: string;
  /** The document's status or the title of the section's document; empty when there is none. */
  readonly detail: string;
  readonly file: string;
}

/** More are not shown: whoever looks for something goes on typing. */
const mostSymbols = 200;

/**
 * Documents and sections of the template whose names hold the letters of a text in their order, in any case; documents by
 * their file names too. Documents first, then sorted by file; at most 200.
 */
export function symbolsCalled(text: string, { facts }: EditorWorkspace): readonly FoundSymbol[] {
  const wanted = [...text.toLowerCase().replace(/\s+/gu, '')];
  const found: FoundSymbol[] = [];
  for (const document of facts.documents) {
    if (holdsInOrder(`${document.title} ${document.file}`, wanted)) found.push(documentSymbol(document));
  }
  for (const { file, title, sections } of facts.documents) {
    for (const name of sections) {
      if (found.length >= mostSymbols) return found.slice(0, mostSymbols);
      if (holdsInOrder(name, wanted)) found.push({ kind: 'section', name, detail: title, file });
    }
  }
  return found.slice(0, mostSymbols);
}

function documentSymbol({ title, file, status }: DocumentFacts): FoundSymbol {
  return { kind: 'document', name: title === '' ? file : title, detail: status ?? '', file };
}

function holdsInOrder(name: string, wanted: readonly string[]): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    const found = letters.indexOf(letter, at);
    if (found === -1) return false;
    at = found + letter.length;
  }
  return true;
}

/** Where a symbol stands; its document is read only now. The beginning of the file when it stands nowhere any more. */
export function placeOfSymbol({ kind, name, file }: FoundSymbol, workspace: EditorWorkspace): Place {
  const bound = workspace.documentOf(file);
  const section = kind === 'document' ? undefined : bound?.allSections.find(({ schema }) => schema?.address === name);
  return { file, range: section?.outline.headingRange ?? bound?.title?.range ?? { start: 0, end: 0 } };
}
