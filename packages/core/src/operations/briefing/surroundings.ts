import { referencesOf } from '../../check/references.ts';
import type { BoundDocument } from '../../document/document.ts';
import { linksOf } from '../../document/links.ts';
import type { Review } from '../../lifecycle/review.ts';
import { judgeSignOffs } from '../../lifecycle/sign-offs.ts';
import { resolvePath } from '../../text/paths.ts';
import { documentId } from '../list.ts';
import { type GlossaryRow, glossaryRegister } from '../registers/glossary.ts';
import { documentTitle } from '../registers/register-rows.ts';
import type { BriefingPart, BriefingPiece } from './briefing-parts.ts';

/** What stands outside of a document's text and belongs to it: who signed, what it leads to, words that others define. */
export function surroundings(
  review: Review,
  others: Iterable<BoundDocument>,
  display: (file: string) => string,
): BriefingPart[] {
  const { bound } = review.current;
  const near = new Neighbours(bound, display);
  const terms = glossaryRegister(near.through(others));
  const parts = [
    part('(sign-offs)', 'Sign-offs as recorded', 'sign-offs', signOffLines(review)),
    part('(linked-documents)', 'Documents that this one leads to', 'linked-documents', near.lines),
    part('(terms)', 'Terms that other documents define', 'terms', termLines(terms, bound, display)),
  ];
  return parts.filter(({ pieces }) => pieces.length > 0);
}

function part(address: string, heading: string, kind: BriefingPart['kind'], lines: readonly string[]): BriefingPart {
  const pieces = lines.map((line, place): BriefingPiece => ({ text: `- ${line}`, gap: place === 0 ? '' : '\n' }));
  return { address, heading, kind, pieces };
}

/** Before anything was recorded there is only the table in the text, which is told as it is. */
function signOffLines(review: Review): string[] {
  if (review.history?.begun !== true) return [];
  return judgeSignOffs(review).map(({ role, by, verdict, at, state, changed, doubt }) => {
    const stale = state === 'fresh' ? '' : `, stale since these parts changed: ${changed.join(', ')}`;
    const nothing = doubt === null ? '' : `, counts for nothing: ${doubt}`;
    return `${role}: ${verdict} by ${by.name} on ${at.slice(0, 10)}${stale}${nothing}`;
  });
}

/** Notices, among the documents that pass by, those that a document leads to. */
class Neighbours {
  readonly #own: BoundDocument;
  readonly #files: ReadonlySet<string>;
  readonly #numbers: ReadonlySet<string>;
  readonly #display: (file: string) => string;
  readonly lines: string[] = [];

  constructor(own: BoundDocument, display: (file: string) => string) {
    this.#display = display;
    const written = referencesOf(own).map(({ target }) => target);
    const paths = [...linksOf(own).map(({ path }) => path), ...written.filter((target) => /[./]/u.test(target))];
    this.#own = own;
    this.#files = new Set(paths.flatMap((path) => (path === '' ? [] : (resolvePath(own.file, path) ?? []))));
    this.#numbers = new Set(written.flatMap((target) => /\d+$/u.exec(target)?.[0] ?? []));
  }

  *through(others: Iterable<BoundDocument>): Iterable<BoundDocument> {
    for (const other of others) {
      if (other.file === this.#own.file) continue;
      if (this.#leadsTo(other)) this.lines.push(this.#lineOf(other));
      yield other;
    }
  }

  #lineOf(document: BoundDocument): string {
    const status = document.status === null ? '' : `, ${document.status.state ?? document.status.field.value.plain}`;
    return `${documentTitle(document)} (${this.#display(document.file)}${status})`;
  }

  /** Numbers count the documents of one template. */
  #leadsTo(other: BoundDocument): boolean {
    if (this.#files.has(other.file)) return true;
    const number = documentId(other)?.replace(/^\D*0*/u, '') ?? '';
    return other.schema.file === this.#own.schema.file && this.#numbers.has(number);
  }
}

/** At most this many; a glossary of thousands is no help. */
const mostTerms = 60;

/** Terms that stand in the text and that the document does not define itself; the first definition of each. */
function termLines(terms: readonly GlossaryRow[], bound: BoundDocument, display: (file: string) => string): string[] {
  const words = wordsOf(bound.source.text);
  const own = new Set(glossaryRegister([bound]).map(({ term }) => term.toLowerCase()));
  const lines = new Map<string, string>();
  for (const { term, definition, file } of terms) {
    const key = term.toLowerCase();
    if (lines.size >= mostTerms) break;
    if (own.has(key) || lines.has(key) || !words.includes(wordsOf(term))) continue;
    lines.set(key, `${term}: ${definition} (${display(file)})`);
  }
  return [...lines.values()];
}

/** The words of a text with a space before and after each, so that a term is found as whole words only. */
function wordsOf(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
