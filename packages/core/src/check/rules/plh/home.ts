import type { BoundSection } from '../../../document/document.ts';
import type { Schema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import { templateText } from './template-text.ts';

/** A part of a template with the address of what holds it. */
interface Part {
  readonly address: string;
  readonly range: Range;
}

/** True when the part stands in the template's section that the document's section answers, or before the first in both. */
export function isAtHome(schema: Schema, part: Part, section: BoundSection | null): boolean {
  if (section === null) return part.range.start < templateText(schema).firstSection;
  const address = section.schema?.address;
  return address !== undefined && (part.address === address || part.address.startsWith(`${address}.`));
}

/** Of equal parts the one at home in the section, else the first; undefined when there is none at all. */
export function nearestPart<Found extends Part>(
  schema: Schema,
  parts: readonly Found[] | undefined,
  section: BoundSection | null,
): Found | undefined {
  return parts?.find((part) => isAtHome(schema, part, section)) ?? parts?.[0];
}

/** True for a first answer that the template writes at this very place; one rule speaks of those. */
export function isTemplateDefault(schema: Schema, folded: string, section: BoundSection | null): boolean {
  const defaults = templateText(schema).defaults?.byText.get(folded);
  return defaults?.some((part) => isAtHome(schema, part, section)) ?? false;
}
