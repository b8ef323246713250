import { bindDocument } from '../document/bind.ts';
import type { BoundDocument, BoundField } from '../document/document.ts';
import type { Judging } from '../edit/allowed-value.ts';
import { type Change, Draft, type EditedText, noChange } from '../edit/change.ts';
import { type FollowedLinks, followHeadings } from '../edit/follow-headings.ts';
import type { Part } from '../edit/parts.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { setValue } from '../edit/set-value.ts';
import { readMarkdown } from '../markdown/source.ts';
import { applyEdit } from '../text/edit.ts';
import type { OperationContext, Skipped } from './context.ts';
import type { EditContext } from './edit-context.ts';
import type { Zod } from './operation.ts';

/** What every verb that edits a document may be told. */
export interface EditTerms {
  /** Writes values that the template does not allow. */
  readonly force: boolean;
  /** Leaves the date of the last change as it is. */
  readonly keepDate: boolean;
}

export const editTerms = (zod: Zod) => ({
  force: zod.boolean().describe('Write values that the template does not allow'),
  keepDate: zod.boolean().describe('Leave the date of the last change as it is'),
});

/** What an edit does to the files of a workspace. Nothing is written yet. */
export type EditOutput =
  | {
      readonly kind: 'edited';
      /** Name of the document. */
      readonly file: string;
      /** What was edited, as the addresses are after the edit, or before it for what was taken away. */
      readonly addresses: readonly string[];
      /** Files whose text changes, the document first; empty when everything is as wanted already. */
      readonly changed: readonly EditedText[];
      /** What its user should know besides, one sentence each. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string | null }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** What an intent did, as far as its user is told. */
export interface Done {
  readonly addresses: readonly string[];
  readonly notes?: readonly string[];
  /** Files besides the document and its companion. */
  readonly others?: readonly EditedText[];
}

/**
 * Opens the one document of the context, lets `intent` edit it, lets links follow the headings that it moved, and dates the
 * change: a field for the last change is set to today when anything else changed. An `EditRefusal` becomes the output
 * `refused`.
 */
export async function editDocument(
  context: EditContext,
  terms: EditTerms,
  intent: (draft: Draft, judging: Judging) => Done | Promise<Done>,
): Promise<EditOutput> {
  let skipped: Skipped = { kind: 'unreadable', file: '', reason: 'There is no document here' };
  const opened = await context.documents.open((file) => {
    skipped = file;
  });
  for (const { bound } of opened) {
    const judging: Judging = { today: context.settings.options.today, force: terms.force };
    const draft = draftOf(context, bound);
    try {
      const done = await intent(draft, judging);
      const followed = followHeadings(context, draft);
      const dates = !terms.keepDate && changedTexts(draft).length > 0;
      if (dates) draft.apply(dated(draft.document, done.addresses, judging));
      return outputOf(draft, done, followed);
    } catch (error) {
      if (error instanceof EditRefusal) return { kind: 'refused', message: error.message, hint: error.hint };
      throw error;
    }
  }
  return { kind: 'skipped', skipped };
}

/** A document of the context, to be edited step by step. */
export function draftOf(context: OperationContext, bound: BoundDocument): Draft {
  return new Draft(bound, (text, companion) =>
    bindDocument({ source: readMarkdown(text, context.parser), file: bound.file, schema: bound.schema, companion }),
  );
}

function outputOf(draft: Draft, { addresses, notes = [], others = [] }: Done, followed: FollowedLinks): EditOutput {
  const changed = [...changedTexts(draft), ...others, ...followed.others];
  const broken =
    followed.broken === 0
      ? []
      : [`Links that lead to a heading which is gone now: ${followed.broken}; specwright check shows them`];
  return { kind: 'edited', file: draft.original.file, addresses, changed, notes: [...notes, ...broken] };
}

function changedTexts(draft: Draft): EditedText[] {
  const { source, companion, file } = draft.original;
  const own = { file, before: source.text, edit: draft.edit };
  const beside =
    companion === null ? [] : [{ file: companion.file, before: companion.text, edit: draft.companionEdit }];
  return [own, ...beside].filter(({ before, edit }) => applyEdit(before, edit) !== before);
}

/** Sets the date of the last change, unless it is among what was `edited`: in the order and with the separators in which it is written now. */
export function dated(document: BoundDocument, edited: readonly string[], judging: Judging): Change {
  const field = updatedField(document);
  if (field === null || edited.includes(field.address)) return noChange;
  const separator = /^\d{4}([/.])\d{1,2}\1\d{1,2}$/u.exec(field.value.plain)?.[1] ?? '-';
  const today = judging.today.replaceAll('-', separator);
  if (field.value.plain === today) return noChange;
  const part: Part = { kind: 'field', address: field.address, home: null, field };
  return setValue(document, part, today, { ...judging, force: true });
}

function updatedField(document: BoundDocument): BoundField | null {
  const headed = document.allSections.flatMap(({ field }) => field ?? []);
  return [...document.fields, ...headed].find(({ schema }) => schema?.role === 'updated') ?? null;
}
