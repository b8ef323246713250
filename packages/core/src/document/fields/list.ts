import { partsOf } from './parts.ts';
import type { ValueReading, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';

/** Several short values; the JSON is an array of strings. */
export function readList(text: ValueText): ValueReading {
  return valid(partsOf(text, null));
}
