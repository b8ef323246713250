import type { BoundDocument, BoundField, BoundSection } from '../document/document.ts';
import type { FieldRole } from '../template/schema.ts';
import type { DocumentReference } from '../workspace/facts.ts';

/** Names of other documents in the fields that point to them, in text order. Web addresses are left out. */
export function referencesOf(document: BoundDocument): readonly DocumentReference[] {
  const found: DocumentReference[] = [];
  for (const field of allFields(document)) {
    const { value, address } = field;
    const kind = kinds[field.schema?.role ?? 'title'];
    if (
      kind === undefined ||
      value.state === 'placeholder' ||
      value.state === 'empty' ||
      value.raw.length > longestValue
    )
      continue;
    const file = field.inCompanion ? (document.companion?.file ?? document.file) : document.file;
    for (const { target, start, end } of targetsIn(value.raw)) {
      const range = { start: value.range.start + start, end: value.range.start + end };
      found.push({ kind, target, range, file, address });
    }
  }
  return found;
}

const kinds: Readonly<Partial<Record<FieldRole, DocumentReference['kind']>>> = {
  'depends-on': 'depends-on',
  supersedes: 'supersedes',
  'superseded-by': 'superseded-by',
  related: 'related',
};

/** A field with more text than this is prose about other documents, not a list of them. */
const longestValue = 2000;

function* allFields(document: BoundDocument): Iterable<BoundField> {
  yield* document.fields;
  for (const section of document.allSections) yield* fieldsOfSection(section);
}

function fieldsOfSection(section: BoundSection): readonly BoundField[] {
  const { fields } = section.content;
  return section.field === null ? fields : [section.field, ...fields];
}

interface Target {
  readonly target: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The documents a value names: `7, ADR-0012`, `[EIP-20](./eip-20.md)`, a YAML list. None when the value holds other words
 * too, for then a number in it may count anything.
 */
export function targetsIn(raw: string): readonly Target[] {
  const found: Target[] = [];
  for (const token of raw.matchAll(tokens)) {
    const [text, label, url, word] = token;
    const start = token.index;
    const target = url === undefined ? readWord(word ?? '') : readLink(label ?? '', url);
    if (target === null) return [];
    if (target !== '') found.push({ target, start, end: start + text.length });
  }
  return found;
}

/** A Markdown link, a name with its number (`EIP 20`), or a word. Marks of lists and quotes stand between them. */
const tokens = /\[([^[\]\n]{0,200})\]\(([^()\s]{0,500})\)|(\p{L}{1,12} \d{1,6}(?![\p{L}\p{N}.-])|[^\s,;"'[\]]+)/gu;

function readLink(label: string, url: string): string | null {
  return readNumber(label) ?? (/^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/iu.test(url) ? '' : readPath(url));
}

/** Empty for words that only join or say "none"; null for any other word. */
function readWord(word: string): string | null {
  if (/^(?:-|&|and|und|et|y|e|и|none|null|n\/a|~|tbd)$/iu.test(word) || /^[<(]?https?:/iu.test(word)) return '';
  return readNumber(word) ?? readPath(word);
}

function readNumber(text: string): string | null {
  const found = /^(?:(\p{L}{1,12})[-_ ]?)?0*([1-9]\d{0,5})$/u.exec(text);
  if (found === null) return null;
  return found[1] === undefined ? (found[2] as string) : `${found[1].toLowerCase()}-${found[2]}`;
}

function readPath(text: string): string | null {
  const path = text.replace(/[#?].*$/su, '');
  return /\.(?:md|markdown|mdx)$/iu.test(path) || path.includes('/') ? path : null;
}
