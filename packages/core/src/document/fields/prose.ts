import type { ValueReading, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';

/** Paragraphs of text; the JSON is Markdown as written. */
export function readProse(text: ValueText): ValueReading {
  return valid(text.raw);
}
