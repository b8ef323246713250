import { diffLines } from 'diff';
import type { Edit, Replacement } from '../../text/edit.ts';

/** Beyond so many changed lines the texts are compared as wholes. */
const mostChanges = 5000;

/** The edit that turns one text into another, by whole lines (Myers 1986). */
export function lineEdit(before: string, after: string): Edit {
  if (before === after) return [];
  const parts = diffLines(before, after, { maxEditLength: mostChanges });
  if (parts === undefined) return [{ start: 0, end: before.length, text: after }];
  const edit: Replacement[] = [];
  let at = 0;
  for (const { value, added, removed } of parts) {
    const last = edit.at(-1);
    if (added) {
      if (last !== undefined && last.end === at) edit[edit.length - 1] = { ...last, text: last.text + value };
      else edit.push({ start: at, end: at, text: value });
    } else {
      if (removed) {
        const joins = last !== undefined && last.end === at;
        if (joins) edit[edit.length - 1] = { ...last, end: at + value.length };
        else edit.push({ start: at, end: at + value.length, text: '' });
      }
      at += value.length;
    }
  }
  return edit;
}
