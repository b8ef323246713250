import { partsOf } from './parts.ts';
import type { ValueReading, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';

const AND = /\s+(?:and|und|et|y|e|и|&)\s+/iu;

/** Names of people; the JSON is an array of strings. */
export function readPersons(text: ValueText): ValueReading {
  return valid(partsOf(text, AND));
}
