import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { authorsOf } from '@specwright/core/lifecycle/authorship.ts';
import { claimedSignOff } from '@specwright/core/lifecycle/claimed-sign-offs.ts';
import type { FileHashes } from '@specwright/core/lifecycle/digest-context.ts';
import type { EventOf, HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents, type History } from '@specwright/core/lifecycle/fold.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import type { PartEdits, Review, Revision } from '@specwright/core/lifecycle/review.ts';
import { signOffClaims } from '@specwright/core/lifecycle/table-claims.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { TemplateUse } from '@specwright/core/operations/context.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { document, LineRun } from '../database/tables/documents.ts';
import { editsOf } from './line-authors.ts';
import { once } from './once.ts';
import type { StoredText } from './stored-text.ts';
import type { WorkspaceRules } from './workspace-rules.ts';

export type DocumentRow = typeof document.$inferSelect;

/** An event, and what this hub can prove of its author. */
export interface ProvedEvent {
  readonly event: HistoryEvent;
  readonly assurance: Assurance;
}

/** Who had written the lines of a text, from a moment on. */
export interface WrittenLines {
  /** SHA-256 of the text. */
  readonly revision: string;
  readonly lines: readonly LineRun[];
  readonly at: Date;
}

/** What is kept of a document besides its text. */
export interface StoredPast {
  /** In the order in which this hub learnt of them. */
  readonly events: readonly ProvedEvent[];
  /** The lines of its newest text. */
  readonly newest: WrittenLines;
  /** The lines of texts that were approved, the newest first. */
  readonly approved: readonly WrittenLines[];
  /** The texts on which was signed or moved, by their SHA-256. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether people may be typing in it. Of a document whose row a transaction holds this stays so. */
  readonly hasRoom: boolean;
  /** Who had to act, as it was written down last. */
  readonly turns: readonly Turn[];
}

/**
 * A document with everything that it is judged by, as one transaction saw it. Nothing of it asks the database; what takes work is made
 * when it is first asked for, and throws a `Problem` when no template fits the text.
 */
export class StoredDocument {
  readonly row: DocumentRow;
  readonly read: StoredText;
  readonly past: StoredPast;
  readonly #revisions = new Map<string, Revision | null>();
  readonly #edits = new Map<string, PartEdits | null>();

  constructor(row: DocumentRow, read: StoredText, past: StoredPast) {
    this.row = row;
    this.read = read;
    this.past = past;
  }

  get text(): string {
    return this.read.written.text;
  }

  get rules(): WorkspaceRules {
    return this.read.rules;
  }

  get bound(): BoundDocument {
    return this.read.bound();
  }

  get use(): TemplateUse {
    return this.read.chosen().use;
  }

  get report(): DocumentReport {
    return this.read.report();
  }

  /** Null when its beginning is not known. */
  get history(): History | null {
    return this.#history();
  }

  get opened(): OpenReview {
    return this.#opened();
  }

  readonly #history = once(() => foldEvents(this.past.events.map(({ event }) => event)));

  readonly #opened = once((): OpenReview => {
    const { read, row, past } = this;
    return {
      file: row.file,
      review: this.#review(),
      revision: row.revision,
      files: read.files,
      events: past.events.map(({ event }) => event),
      policy: sha256Of(read.policyText()),
      template: sha256Of(read.templateText()),
      problems: [],
    };
  });

  #review(): Review {
    const { read, past, history } = this;
    const assurances = new Map(past.events.map(({ event, assurance }) => [event.id, assurance]));
    const edits = once(() => editsOf(read.bound(), past.newest.lines));
    const authors = once(() => authorsOf(read.bound(), history));
    const claims = once(() => this.#claims());
    return {
      history,
      get claims() {
        return claims();
      },
      policy: read.policy(),
      current: read.revision(),
      revisionOf: (event) => this.#revisionOf(event),
      assuranceOf: ({ id }) => assurances.get(id) ?? 'claimed',
      authorship: {
        get authors() {
          return authors();
        },
        get edits() {
          return edits();
        },
        editsAt: (event) => this.#editsAt(event) ?? edits(),
      },
      get errors() {
        return read.errors();
      },
      today: read.rules.settings.options.today,
      sees: () => true,
    };
  }

  /** What the sign-off table of a document says that nobody has acted on here. */
  #claims(): readonly EventOf<'signed'>[] {
    const { bound, history } = this;
    if (history?.begun === true) return [];
    return signOffClaims(bound).flatMap((claim) => {
      const at = writtenAt(this.past.newest.lines, bound.source.lines.lineAt(claim.row.range.start));
      const revision = at === null ? null : this.#writtenIn(at);
      const event =
        at === null || revision === null ? null : claimedSignOff(claim, this.read.policy(), { revision, at });
      return event === null ? [] : [event];
    });
  }

  /** The text that a line was written in, where that is the newest or the one with which the document came; null for those between. */
  #writtenIn(at: string): Revision | null {
    const { row, past, history } = this;
    if (row.version === 1 || at === past.newest.at.toISOString()) return this.read.revision();
    return history === null || at !== row.createdAt.toISOString() ? null : this.#revisionOf(history.created);
  }

  /** Each text that was signed or moved on is read when it is first asked for. */
  #revisionOf({ revision, files = {} }: HistoryEvent): Revision | null {
    const isNow = revision === this.row.revision;
    const images = new Map(Object.entries(files));
    if (isNow && isSame(images, this.read.files)) return this.read.revision();
    const key = `${revision} ${JSON.stringify(files)}`;
    const known = this.#revisions.get(key);
    if (known !== undefined) return known;
    const text = isNow ? this.text : this.past.texts.get(revision);
    const made = text === undefined ? null : this.read.revisionOf(text, images);
    this.#revisions.set(key, made);
    return made;
  }

  /** Who had edited what of the text that an approval was given on; null when that is not known. */
  #editsAt(event: HistoryEvent): PartEdits | null {
    const known = this.#edits.get(event.id);
    if (known !== undefined) return known;
    // A text that came back was written again: what counts is who had written it by then.
    const then = this.past.approved.find(
      ({ revision, at }) => revision === event.revision && at.toISOString() <= event.at,
    );
    const read = then === undefined ? null : this.#revisionOf(event);
    const made = then === undefined || read === null ? null : editsOf(read.bound, then.lines);
    this.#edits.set(event.id, made);
    return made;
  }
}

/** When a line (from 1) was last written; null for one that is not there. */
function writtenAt(runs: readonly LineRun[], line: number): string | null {
  let last = 0;
  for (const [count, , at] of runs) {
    last += count;
    if (line <= last) return at;
  }
  return null;
}

function isSame(one: FileHashes, other: FileHashes): boolean {
  return one.size === other.size && [...one].every(([file, hash]) => other.get(file) === hash);
}
