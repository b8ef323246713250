import type { ValueReading, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';

/** One person's name, handle or address; the JSON is the text without Markdown marks. */
export function readPerson(text: ValueText): ValueReading {
  return valid(text.plain);
}
