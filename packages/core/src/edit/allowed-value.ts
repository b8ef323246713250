import { readValue } from '../document/fields/read-value.ts';
import type { ValueSpec } from '../document/fields/value-reader.ts';
import { foldSpace } from '../markdown/plain.ts';
import { foldName } from '../template/names.ts';
import { nearest } from '../text/nearest.ts';
import { EditRefusal } from './refusal.ts';

/** How values are judged before they are written. */
export interface Judging {
  /** `YYYY-MM-DD`; the value `today` of a date stands for it. */
  readonly today: string;
  /** Writes values that the template does not allow. */
  readonly force: boolean;
}

/**
 * The value as it is to be written: a choice in the template's spelling, `today` as a date. The empty value is allowed
 * everywhere. `name` is the field's or column's.
 * @throws {EditRefusal} when the template has choices and this is none, or when it is no date or no number.
 */
export function allowedValue(value: string, spec: ValueSpec | null, name: string, judging: Judging): string {
  if (spec === null || value === '') return value;
  if (spec.type === 'date' && value.toLowerCase() === 'today') return judging.today;
  if (judging.force) return value;
  const plain = foldSpace(value).replace(/^[*_`]{1,3}|[*_`]{1,3}$/gu, '');
  const { state, choice } = readValue({ raw: value, plain, data: undefined }, { start: 0, end: value.length }, spec);
  if (choice !== null) return foldName(choice) === foldName(plain) ? choice : value;
  if (spec.type === 'choice' && state !== 'valid') throw noChoice(value, spec.choices ?? [], name);
  if (state !== 'invalid') return value;
  if (spec.type === 'date') {
    throw new EditRefusal(`${JSON.stringify(value)} is no date for ${name}`, `Write it as ${judging.today}; ${anyway}`);
  }
  if (spec.type === 'number') throw new EditRefusal(`${JSON.stringify(value)} is no number for ${name}`, anyway);
  return value;
}

const anyway = '--force writes the value all the same';

function noChoice(value: string, choices: readonly string[], name: string): EditRefusal {
  const meant = nearest(value, choices);
  const all = `The choices are ${choices.join(', ')}`;
  return new EditRefusal(
    `${JSON.stringify(value)} is no choice of ${name}`,
    `${meant === null ? all : `Did you mean ${meant}? ${all}`}; ${anyway}`,
  );
}
