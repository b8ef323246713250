import type { ValueReading, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

const NUMBER =
  /^[#~≈<>≤≥±$€£¥ ]{0,3}([-+−]?\d{1,3}(?:[,_ ]\d{3}){1,6}(?:\.\d{1,9})?|[-+−]?\d{1,15}(?:[.,]\d{1,9})?)(?![\d.])/u;

/** A number with or without a unit or sign before it; the JSON is a number. */
export function readNumber(text: ValueText): ValueReading {
  if (typeof text.data === 'number' && Number.isFinite(text.data)) return valid(text.data);
  const written = NUMBER.exec(text.plain)?.[1];
  if (written === undefined) return INVALID;
  const grouped = /[,_ ]\d{3}(?:\D|$)/u.test(written);
  const plain = grouped ? written.replace(/[,_ ]/gu, '') : written.replace(',', '.');
  return valid(Number(plain.replace('−', '-')));
}
