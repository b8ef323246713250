import type { ValueReading, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

/** A name that a machine knows: one word, or words with a digit; the JSON is a string, leading zeros kept. */
export function readId(text: ValueText): ValueReading {
  const { plain } = text;
  return /[0-9０-９]/u.test(plain) || !/\s/u.test(plain) ? valid(plain) : INVALID;
}
