import type { BoundDocument, Companion } from '../document/document.ts';
import { composeEdits } from '../text/compose-edits.ts';
import { applyEdit, type Edit, EditError, makeEdit, type Replacement } from '../text/edit.ts';
import { EditRefusal } from './refusal.ts';

/** What an intent replaces: in the document, and in the companion file beside it. */
export interface Change {
  readonly own: readonly Replacement[];
  readonly beside: readonly Replacement[];
}

export const noChange: Change = { own: [], beside: [] };

/** A change of the document's own text. */
export function ownChange(own: readonly Replacement[]): Change {
  return { own, beside: [] };
}

export function joinChanges(changes: readonly Change[]): Change {
  return { own: changes.flatMap(({ own }) => own), beside: changes.flatMap(({ beside }) => beside) };
}

/** A file's text and what an edit does to it. */
export interface EditedText {
  readonly file: string;
  /** The text that the offsets of `edit` count in. */
  readonly before: string;
  readonly edit: Edit;
}

/** Reads a document anew after an edit, against the same schema. */
export type Rebind = (text: string, companion: Companion | null) => BoundDocument;

/** A document that is edited step by step; everything done so far is one edit of the original. */
export class Draft {
  readonly original: BoundDocument;
  readonly #rebind: Rebind;
  document: BoundDocument;
  edit: Edit = [];
  /** Of the companion file. */
  companionEdit: Edit = [];

  constructor(document: BoundDocument, rebind: Rebind) {
    this.original = document;
    this.document = document;
    this.#rebind = rebind;
  }

  /** The template read as if it were a document written from it: its samples, with their addresses. */
  template(): BoundDocument {
    return this.#rebind(this.original.schema.text, null);
  }

  /** Makes a change of the document as it is now. @throws {EditRefusal} when its replacements collide. */
  apply({ own, beside }: Change): void {
    if (own.length === 0 && beside.length === 0) return;
    const { source, companion } = this.document;
    const edit = disjoint(own, source.text);
    const besideEdit = companion === null ? [] : disjoint(beside, companion.text);
    const next = companion === null ? null : { ...companion, text: applyEdit(companion.text, besideEdit) };
    this.document = this.#rebind(applyEdit(source.text, edit), next);
    this.edit = composeEdits(this.edit, edit);
    this.companionEdit = composeEdits(this.companionEdit, besideEdit);
  }
}

/** Replacements as one edit of a text. @throws {EditRefusal} when they overlap. */
export function disjoint(replacements: readonly Replacement[], text: string): Edit {
  try {
    return makeEdit(replacements, text.length);
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    throw new EditRefusal('Two of these edits are about the same text', 'Make them one after the other');
  }
}
