import type { ValueReading, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

const YEAR_FIRST = /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/u;
const DAY_FIRST = /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/u;
const DAY_MONTH_NAME =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:de |of )?(\p{L}{3,12})\.?,?[ -](?:de )?(\d{4})(?!\d)/u;
const MONTH_NAME_DAY = /(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/u;
const HAN = /(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(?:(\d{1,2}) ?[日일])?/u;
const MONTH_ONLY = /^(\d{4})[-/](\d{1,2})$/u;
const MONTH_NAME_ONLY = /^(\p{L}{3,12})\.?,? (\d{4})$/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/u;

/** The first three letters of each month in several languages, in lower case. */
const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan feb mar apr may jun jul aug sep oct nov dec',
    'jän feb mär apr mai jun jul aug sep okt nov dez',
    'ene feb mar abr may jun jul ago set oct nov dic',
    'jan fév mar avr mai jui jui aoû sep oct nov déc',
    'jan fev mar abr mai jun jul ago set out nov dez',
    'gen feb mar apr mag giu lug ago set ott nov dic',
    'янв фев мар апр мая июн июл авг сен окт ноя дек',
  ].flatMap((line) => line.split(' ').map((name, index): [string, number] => [name, index + 1])),
);

/**
 * A calendar day in any common spelling, words after it ignored; the JSON is `YYYY-MM-DD`, or `YYYY-MM` where no day is
 * written. Where day and month can't be told apart (`03/04/2024`) the JSON is the text as written. A day that no
 * calendar has (`2015-02-30`) is invalid.
 */
export function readDate(text: ValueText): ValueReading {
  const plain = text.plain.slice(0, 200);
  const iso = YEAR_FIRST.exec(plain) ?? COMPACT.exec(plain)?.toSpliced(2, 0, '');
  if (iso !== undefined && iso !== null) return day(Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const han = HAN.exec(plain);
  if (han !== null)
    return han[3] === undefined
      ? month(Number(han[1]), Number(han[2]))
      : day(Number(han[1]), Number(han[2]), Number(han[3]));
  return namedMonth(plain) ?? dayFirst(plain) ?? INVALID;
}

function namedMonth(plain: string): ValueReading | null {
  const dayMonth = DAY_MONTH_NAME.exec(plain);
  if (dayMonth !== null) return named(dayMonth[2], dayMonth[3], dayMonth[1]);
  const monthDay = MONTH_NAME_DAY.exec(plain);
  if (monthDay !== null) return named(monthDay[1], monthDay[3], monthDay[2]);
  const monthOnly = MONTH_NAME_ONLY.exec(plain);
  if (monthOnly !== null) return named(monthOnly[1], monthOnly[2], undefined);
  const numbers = MONTH_ONLY.exec(plain);
  return numbers === null ? null : month(Number(numbers[1]), Number(numbers[2]));
}

function named(name: string | undefined, year: string | undefined, written: string | undefined): ValueReading | null {
  const number = MONTHS[(name ?? '').toLowerCase().slice(0, 3)];
  if (number === undefined) return null;
  // French June and July share three letters.
  const exact = (name ?? '').toLowerCase().startsWith('juin') ? 6 : number;
  return written === undefined ? month(Number(year), exact) : day(Number(year), exact, Number(written));
}

function dayFirst(plain: string): ValueReading | null {
  const found = DAY_FIRST.exec(plain);
  if (found === null) return null;
  const [first, second, year] = [Number(found[1]), Number(found[3]), Number(found[4])];
  if (found[2] === '.' || first > 12) return day(year, second, first);
  if (second > 12 || first === second) return day(year, first, second);
  return valid(plain);
}

function month(year: number, number: number): ValueReading {
  return number >= 1 && number <= 12 ? valid(`${pad(year, 4)}-${pad(number, 2)}`) : INVALID;
}

function day(year: number, number: number, date: number): ValueReading {
  if (number < 1 || number > 12 || date < 1 || date > daysIn(year, number)) return INVALID;
  return valid(`${pad(year, 4)}-${pad(number, 2)}-${pad(date, 2)}`);
}

function daysIn(year: number, number: number): number {
  if (number === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return number === 4 || number === 6 || number === 9 || number === 11 ? 30 : 31;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
