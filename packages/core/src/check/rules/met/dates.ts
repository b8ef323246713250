import type { BoundField } from '../../../document/document.ts';

/** The day that a field names, `YYYY-MM-DD`, however it is written; null when it names no single day. */
export function dateOf({ value }: BoundField): string | null {
  return value.state === 'valid' && typeof value.json === 'string' && wholeDate.test(value.json) ? value.json : null;
}

/** True for text in the shape `YYYY-MM-DD` that names no day of the calendar. */
export function isImpossibleDate(text: string): boolean {
  const written = isoDate.exec(text);
  return written !== null && !isPossible(written);
}

/** The day after a date, both `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  const found = isoDate.exec(date);
  if (found === null) return date;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (day < daysIn(year, month)) return written(year, month, day + 1);
  return month < 12 ? written(year, month + 1, 1) : written(year + 1, 1, 1);
}

const wholeDate = /^\d{4}-\d{2}-\d{2}$/u;
const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/u;

function isPossible(date: RegExpExecArray): boolean {
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function written(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
