import type { BoundDocument } from '../../../document/document.ts';
import { lastAnswer } from '../../../text/last-answer.ts';

/** True when the document is the template, white space aside. One finding says that; the others would only repeat it. */
export const isUntouched = lastAnswer((document: BoundDocument) =>
  equalsTemplate(document.source.text, document.schema.text),
);

/** Compares unit by unit, so that a document costs no more than its first difference. */
function equalsTemplate(text: string, template: string): boolean {
  let left = 0;
  let right = 0;
  let compared = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(left))) left += 1;
    while (isSpace(template.charCodeAt(right))) right += 1;
    if (left >= text.length || right >= template.length) break;
    if (text.charCodeAt(left) !== template.charCodeAt(right)) return false;
    left += 1;
    right += 1;
    compared += 1;
  }
  return compared > 0 && left >= text.length && right >= template.length;
}

/** Space, tab, line ends and a BOM. */
function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xfeff;
}
