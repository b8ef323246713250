import { type Statement, sectionsOf } from '../../../core/test/naive-approval.ts';
import type { Clone } from './clone.ts';

/** Every word that somebody honest puts in is one of these, and unlike any other. */
const MARKED = /\bw\d+x\b/gu;

/** What honest people really did, kept outside of the repository. */
export class Ledger {
  readonly #statements: { readonly event: string; readonly file: string; readonly statement: Statement }[] = [];
  readonly #taken = new Set<string>();
  #words = 0;

  /** A new word to put in. */
  word(): string {
    this.#words += 1;
    return `w${this.#words}x`;
  }

  said(event: string, file: string, statement: Statement): void {
    this.#statements.push({ event, file, statement });
  }

  /** True when the last that somebody said of a document was said of this text. */
  hasRead(who: string, file: string, text: string): boolean {
    const last = this.#statements.findLast((one) => one.file === file && one.statement.who === who)?.statement;
    return last !== undefined && last.verdict === 'Approved' && last.scope === null && saysSame(last.text, text);
  }

  /** What was said of a document, as far as the events that say so are there. */
  saidOf(file: string, events: ReadonlySet<string>): readonly Statement[] {
    return this.#statements.filter((one) => one.file === file && events.has(one.event)).map((one) => one.statement);
  }

  /** Notes which words somebody honest took out on purpose. */
  tookOut(before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    for (const word of before) if (!after.has(word)) this.#taken.add(word);
  }

  /** Words that nobody honest took out, and that are gone. */
  lost(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
    return [...before].filter((word) => !after.has(word) && !this.#taken.has(word));
  }
}

function saysSame(one: string, other: string): boolean {
  return [...sectionsOf(one)].join('\n') === [...sectionsOf(other)].join('\n');
}

/** The marked words in the documents of a clone as they stand. */
export function wordsIn(clone: Clone): ReadonlySet<string> {
  return new Set(clone.documents().flatMap((file) => clone.read(file).match(MARKED) ?? []));
}

/** The same as of a revision. */
export function wordsAt(clone: Clone, revision: string): ReadonlySet<string> {
  const { ok, said } = clone.try('grep', '-h', '-o', '-E', 'w[0-9]+x', revision, '--', 'specs/0*.md');
  return new Set(ok ? said.match(MARKED) : []);
}

/** Ids of all events that a clone has, and the names of all texts. */
export function eventsIn(clone: Clone, revision: string): ReadonlySet<string> {
  const { said } = clone.try('ls-tree', '-r', '--name-only', revision, '--', 'specs/.history/');
  return new Set(said.split('\n').flatMap((path) => /([0-9a-f]{64})(?:\.json)?$/u.exec(path)?.[1] ?? []));
}
