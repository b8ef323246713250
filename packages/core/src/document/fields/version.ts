import type { ValueReading, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

/** A version as written (`v1.2`, `2024.1`, `next`); the JSON is a string. */
export function readVersion(text: ValueText): ValueReading {
  return /\d/u.test(text.plain) || !/\s/u.test(text.plain) ? valid(text.plain) : INVALID;
}
