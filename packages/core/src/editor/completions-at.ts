import { choices } from './completion/choices.ts';
import type { Completion } from './completion/completion.ts';
import { dates } from './completion/dates.ts';
import { linkCompletions } from './completion/links.ts';
import { missingFields } from './completion/missing-fields.ts';
import { missingSections } from './completion/missing-sections.ts';
import { nextEntries } from './completion/next-entries.ts';
import { openLineAt } from './completion/open-line.ts';
import { people } from './completion/people.ts';
import { references } from './completion/references.ts';
import { slotAt } from './completion/slot.ts';
import type { EditorDocument, EditorWorkspace } from './editor-workspace.ts';
import { placeAt } from './place-at.ts';

/**
 * What may be written at an offset, the most fitting first: the target of a link, the value of a field or cell, or, where a
 * line begins, a field, the next entry or a section that is missing. Never throws; none where the template says nothing.
 */
export function completionsAt({ bound }: EditorDocument, workspace: EditorWorkspace, offset: number): Completion[] {
  const { text, lines } = bound.source;
  const clamped = Math.max(0, Math.min(offset, text.length));
  const cursor = Math.min(clamped, lines.endOfLine(lines.lineAt(clamped)));
  const place = placeAt(bound, cursor);
  const targets = linkCompletions(bound, workspace, place, cursor);
  if (targets !== null) return targets;
  const slot = slotAt(bound, place, cursor);
  const values =
    slot === null
      ? []
      : [
          ...choices(slot),
          ...dates(slot, workspace.settings.options.today),
          ...people(slot, workspace.people),
          ...references(slot, bound, workspace),
        ];
  if (values.length > 0) return values;
  const line = openLineAt(bound, place, cursor);
  const begun = line === null ? [] : [...nextEntries(bound, workspace, line), ...missingSections(bound, line)];
  return [...missingFields(bound, place, cursor), ...begun].map((completion, rank) => ({ ...completion, rank }));
}
