import { setImmediate } from 'node:timers/promises';
import { compareText } from '@specwright/core/check/order.ts';
import type { BoundDocument, BoundField } from '@specwright/core/document/document.ts';
import { tablesWithRole } from '@specwright/core/document/walk-document.ts';
import type { Term } from '@specwright/core/editor/editor-workspace.ts';
import { signOffColumns } from '@specwright/core/lifecycle/table-claims.ts';
import { glossaryRegister } from '@specwright/core/operations/registers/glossary.ts';

/** People and terms of one document. */
interface Words {
  readonly people: readonly string[];
  readonly terms: readonly Term[];
}

/** More documents name no other people, and reading all of many thousands takes long. */
const mostRead = 2_000;

/** So long the reading may keep others waiting, in ms. */
const slice = 5;

/** The people and terms that the documents of a folder name, read in the background. */
export class FolderWords {
  readonly #byFile = new Map<string, Words>();
  readonly #read = new WeakSet<BoundDocument>();
  /** Kept as long as no document says anything else, for what is made of them is costly. */
  #people: readonly string[] | null = null;
  #terms: readonly Term[] | null = null;
  readonly #others: readonly string[];
  #round = 0;

  /** `others` are people who are known from elsewhere. */
  constructor(others: readonly string[]) {
    this.#others = others;
  }

  /** Sorted, each once. */
  get people(): readonly string[] {
    this.#people ??= [
      ...new Set([...this.#others, ...[...this.#byFile.values()].flatMap(({ people }) => people)]),
    ].sort(compareText);
    return this.#people;
  }

  /** Sorted; of a term that several documents define the definition of the first one. */
  get terms(): readonly Term[] {
    if (this.#terms !== null) return this.#terms;
    const byTerm = new Map<string, Term>();
    for (const [, { terms }] of [...this.#byFile].sort(([a], [b]) => compareText(a, b))) {
      for (const term of terms) if (!byTerm.has(term.term)) byTerm.set(term.term, term);
    }
    this.#terms = [...byTerm.values()].sort((a, b) => compareText(a.term, b.term));
    return this.#terms;
  }

  /** Reads what a document says now. */
  read(bound: BoundDocument): void {
    if (this.#read.has(bound)) return;
    this.#read.add(bound);
    const words = { people: peopleOf(bound), terms: termsOf(bound) };
    const known = this.#byFile.get(bound.file);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(words)) return;
    this.#byFile.set(bound.file, words);
    this.#people = null;
    this.#terms = null;
  }

  #forget(file: string): void {
    this.#byFile.delete(file);
    this.#people = null;
    this.#terms = null;
  }

  /** Reads documents one by one whenever nothing else is to be done. `bind` gives null for what is none. */
  async readAll(files: readonly string[], bind: (file: string) => BoundDocument | null): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const present = new Set(files);
    for (const file of [...this.#byFile.keys()]) if (!present.has(file)) this.#forget(file);
    let start = performance.now();
    for (const file of files.slice(0, mostRead)) {
      const bound = bind(file);
      if (bound !== null) this.read(bound);
      if (performance.now() - start < slice) continue;
      await setImmediate();
      if (round !== this.#round) return;
      start = performance.now();
    }
  }
}

function peopleOf(document: BoundDocument): string[] {
  const sectionFields = document.allSections.flatMap(({ content, field }) => [
    ...content.fields,
    ...(field === null ? [] : [field]),
  ]);
  const named = [...document.fields, ...sectionFields]
    .filter(namesPeople)
    .flatMap(({ value }) => value.plain.split(','));
  const signers = tablesWithRole(document, 'sign-offs').flatMap((table) => {
    const column = signOffColumns(table).name;
    return column === null ? [] : table.rows.flatMap(({ cells }) => personIn(cells[column]?.value));
  });
  return [...new Set([...named, ...signers].map((name) => name.trim()).filter((name) => name !== ''))].sort(
    compareText,
  );
}

function namesPeople({ schema, value }: BoundField): boolean {
  if (schema === null || value.state !== 'valid') return false;
  return schema.type === 'person' || schema.type === 'persons' || schema.role === 'author';
}

function personIn(value: BoundField['value'] | undefined): string[] {
  return value?.state === 'valid' ? [value.plain] : [];
}

function termsOf(document: BoundDocument): Term[] {
  const { lines, text } = document.source;
  return glossaryRegister([document]).map(({ term, definition, file, line }) => {
    const [start, end] = [lines.startOfLine(line), lines.endOfLine(line)];
    const at = text.slice(start, end).indexOf(term);
    const range = at === -1 ? { start, end } : { start: start + at, end: start + at + term.length };
    return { term, definition, place: { file, range } };
  });
}
