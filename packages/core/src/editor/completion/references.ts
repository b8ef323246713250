import type { BoundDocument } from '../../document/document.ts';
import { relativePath } from '../../text/paths.ts';
import type { DocumentFacts } from '../../workspace/facts.ts';
import { aboutDocument, numberOf } from '../about-document.ts';
import type { EditorWorkspace } from '../editor-workspace.ts';
import type { Completion } from './completion.ts';
import { linkTarget } from './links.ts';
import { narrowed } from './narrowing.ts';
import type { Slot } from './slot.ts';

/** True for fields that name other documents. */
export function isReference({ role }: Pick<Slot, 'role'>): boolean {
  return role === 'depends-on' || role === 'related' || role === 'supersedes' || role === 'superseded-by';
}

/** The other documents, in fields that name documents: as a link, and in YAML as a number or path. */
export function references(slot: Slot, document: BoundDocument, workspace: EditorWorkspace): Completion[] {
  if (!isReference(slot)) return [];
  const { where, name, value, typed, put } = slot;
  const isSample = value.state === 'placeholder' || value.state === 'unchosen';
  const others = workspace.facts.documents.filter(({ file }) => file !== document.file);
  const numbered = numbersOf(workspace.facts.documents, document.file);
  return narrowed(others, isSample ? '' : typed, (other) => `${nameOf(other)} ${other.file}`).map((other, rank) => {
    const path = relativePath(document.file, other.file);
    const number = numbered.get(other);
    const label = nameOf(other);
    const written = where === 'frontmatter' ? (number ?? path) : `[${linkWords(number ?? label)}](${linkTarget(path)})`;
    return {
      kind: 'document',
      label,
      detail: `${name}: ${other.file}`,
      documentation: aboutDocument(other),
      edit: put(written),
      filter: isSample ? typed || null : `${label} ${written}`,
      rank,
    };
  });
}

/** Documents that a number alone names: no other document that is counted with them has it. */
function numbersOf(documents: readonly DocumentFacts[], file: string): ReadonlyMap<DocumentFacts, string> {
  const own = documents.find((document) => document.file === file) ?? null;
  const known = new Map<string, DocumentFacts | null>();
  for (const document of documents) {
    const { id } = document;
    if (own === null || id === null || document.template !== own.template) continue;
    if (id.within !== (own.id?.within ?? '')) continue;
    known.set(id.value, known.has(id.value) ? null : document);
  }
  const numbers = new Map<DocumentFacts, string>();
  for (const document of known.values()) if (document !== null) numbers.set(document, numberOf(document) ?? '');
  return numbers;
}

function nameOf({ title, file }: DocumentFacts): string {
  return title === '' ? file : title;
}

/** Words that may stand in the brackets of a link. */
function linkWords(title: string): string {
  return title.replace(/[[\]\\\r\n|]/gu, ' ').trim() || 'document';
}
