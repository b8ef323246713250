import { bindDocument } from '../../document/bind.ts';
import type { BoundDocument, Companion } from '../../document/document.ts';
import { followAnchors } from '../../edit/anchor-links.ts';
import { staysOpen } from '../../edit/blocks.ts';
import type { MarkdownParser } from '../../markdown/parser.ts';
import { type MarkdownSource, readMarkdown } from '../../markdown/source.ts';
import type { MigrationStep } from '../../template/compatibility-change.ts';
import type { Schema } from '../../template/schema.ts';
import { applyEdit, makeEdit, type Replacement } from '../../text/edit.ts';
import { fillOf, insertionOf } from './insert-steps.ts';
import { lostWords } from './lost-words.ts';
import { Conflict, Pieces } from './pieces.ts';
import type { MigrationPlan } from './plan.ts';
import { type SectionWork, stepSections } from './section-steps.ts';
import { wordingOf } from './wording-steps.ts';

/** A document before and after its migration. */
export interface MigratedDocument {
  /** The text before when there is a conflict or nothing to do. */
  readonly text: string;
  /** Text of the file beside it; null when there is none. */
  readonly companion: string | null;
  /** For each step of the plan, in its order: whether it changed this document. */
  readonly changed: readonly boolean[];
  /** Why the document was left alone; null when it was not. */
  readonly conflict: string | null;
  /** Anchors of headings that are called otherwise now, for links from elsewhere. */
  readonly anchors: ReadonlyMap<string, string>;
}

export interface MigrationInput {
  readonly file: string;
  readonly text: string;
  readonly companion: Companion | null;
  readonly parser: MarkdownParser;
  /** Makes only the step at this place of the plan, from 0; null for all. */
  readonly only: number | null;
}

/**
 * Brings a document from the old version of its template to the new one. Only words that the template owns change; what
 * the template does not ask for any more stays. A document in which a step needs a person is left as it is, wholly. Doing
 * it again changes nothing.
 */
export function migrateDocument(plan: MigrationPlan, input: MigrationInput): MigratedDocument {
  const { text, companion } = input;
  const same = { text, companion: companion?.text ?? null, anchors: new Map<string, string>() };
  try {
    const migration = new Migration(plan, input);
    const changed = plan.steps.map((step, place) =>
      input.only !== null && input.only !== place ? false : migration.step(step),
    );
    const done = migration.finish();
    const lost = lostWords(plan.old, input, done);
    if (lost.length > 0) throw new Conflict(`it would lose the words ${lost.slice(0, 3).join(', ')}`);
    return { ...done, changed, conflict: null };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return { ...same, changed: plan.steps.map(() => false), conflict: error.message };
  }
}

/** The steps of one document: first those about what stands in it, as the old template reads it, then what is new. */
class Migration {
  readonly #input: MigrationInput;
  readonly #plan: MigrationPlan;
  readonly #document: BoundDocument;
  readonly #work: SectionWork;
  readonly #beside: Replacement[] = [];
  #isMoved = false;
  /** The texts once everything that was there has its name and place; null before. */
  #settled: { text: string; companion: string | null } | null = null;

  constructor(plan: MigrationPlan, input: MigrationInput) {
    this.#plan = plan;
    this.#input = input;
    const source = readMarkdown(input.text, input.parser);
    this.#document = this.#bound(source, plan.old, input.companion?.text ?? null);
    const now = this.#bound(source, plan.current, input.companion?.text ?? null);
    const pieces = new Pieces(plan, this.#document, now);
    this.#work = { plan, pieces, anchors: new Map() };
  }

  step(step: MigrationStep): boolean {
    if (isInsertion(step)) return this.#insert(step);
    const wording = wordingOf(this.#document, step);
    for (const edit of wording.document) this.#work.pieces.put(edit);
    for (const edit of wording.companion) this.#beside.push(edit);
    const changed = stepSections(this.#work, step);
    if (changed && step.kind !== 'rename-section') this.#isMoved = true;
    return changed || wording.document.length + wording.companion.length > 0;
  }

  #insert(step: MigrationStep): boolean {
    const texts = this.#settle();
    let changed = false;
    for (let count = 0; count < mostInsertions; count += 1) {
      const document = this.#read(texts);
      const insertion = insertionOf(document, step);
      if (insertion === null) {
        const fill = changed ? fillOf(document, step) : null;
        if (fill !== null) texts.text = applyEdit(texts.text, fill);
        return changed;
      }
      if (insertion.inCompanion) texts.companion = applyEdit(texts.companion ?? '', insertion.edit);
      else texts.text = applyEdit(texts.text, insertion.edit);
      changed = true;
    }
    throw new Conflict(`"${step.title}" does not come to an end`);
  }

  finish(): { text: string; companion: string | null; anchors: ReadonlyMap<string, string> } {
    const texts = this.#settle();
    const { anchors } = this.#work;
    if (anchors.size === 0) return { ...texts, anchors };
    const links = followAnchors(readMarkdown(texts.text, this.#input.parser), anchors);
    return { ...texts, text: applyEdit(texts.text, links), anchors };
  }

  #settle(): { text: string; companion: string | null } {
    if (this.#settled !== null) return this.#settled;
    if (this.#isMoved && staysOpen(this.#document.source)) {
      throw new Conflict('its last block is never closed, so that sections cannot be moved');
    }
    const beside = this.#input.companion?.text ?? null;
    const companion = beside === null ? null : applyEdit(beside, makeEdit(this.#beside, beside.length));
    this.#settled = { text: this.#work.pieces.text(), companion };
    return this.#settled;
  }

  #read(texts: { text: string; companion: string | null }): BoundDocument {
    return this.#bound(readMarkdown(texts.text, this.#input.parser), this.#plan.current, texts.companion);
  }

  #bound(source: MarkdownSource, schema: Schema, companion: string | null): BoundDocument {
    const { file } = this.#input;
    const beside = this.#input.companion;
    return bindDocument({
      source,
      file,
      schema,
      companion: beside === null || companion === null ? null : { file: beside.file, text: companion },
    });
  }
}

/** A table or field may be missing in each of many repeated sections; more than this is no document. */
const mostInsertions = 500;

function isInsertion({ kind }: MigrationStep): boolean {
  return kind !== 'insert-section' && (kind.startsWith('insert-') || kind === 'order-columns');
}
