import type { ValueReading, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';

/** Any words on one or more lines; the JSON is the text without Markdown marks. */
export function readText(text: ValueText): ValueReading {
  return valid(text.plain);
}
