import type { BoundDocument } from '../../../document/document.ts';
import type { Finding, RuleExample, RuleOptions } from '../../rule.ts';
import { isApproved, stageOf } from '../../stage.ts';

/** The finding that speaks of a document's status line. */
export function atStatus(document: BoundDocument, message: string): Finding {
  const field = document.status?.field ?? null;
  if (field === null) return { range: { start: 0, end: 0 }, message };
  return {
    range: field.value.range,
    message,
    address: field.address,
    template: field.schema?.file === undefined ? (field.schema?.valueRange ?? null) : null,
    ...(field.inCompanion && document.companion !== null ? { file: document.companion.file } : {}),
  };
}

/** The finding that speaks of a section; of the status line where the document has no such section. */
export function atPart(document: BoundDocument, address: string, message: string): Finding {
  const section = document.allSections.find((one) => one.address === address);
  if (section === undefined) return { ...atStatus(document, message), address };
  return { range: section.outline.headingRange, message, address, template: section.schema?.headingRange ?? null };
}

/** The state a document's line claims, as its lifecycle spells it; null when it claims none. */
export function claimOf({ status }: BoundDocument): string | null {
  return status?.state ?? null;
}

/** True when a line claims that the document was agreed upon. */
export function claimsApproval(document: BoundDocument): boolean {
  const claim = claimOf(document);
  return claim !== null && isApproved(stageOf(claim));
}

/** True when a line claims a later state than `state`. */
export function claimsMore(document: BoundDocument, state: string): boolean {
  const states = document.schema.lifecycle?.states ?? [];
  const claim = claimOf(document);
  return claim !== null && states.indexOf(claim) > states.indexOf(state) && stageOf(claim) !== 'aside';
}

/** At most three addresses, and how many more there are. */
export function listed(parts: readonly string[]): string {
  const more = parts.length > 3 ? ` and ${parts.length - 3} more` : '';
  return parts.slice(0, 3).join(', ') + more;
}

/** The document that the examples of these rules speak of, with a history in which Security approved an older text. */
export function exampleWith(history: Partial<NonNullable<RuleOptions['history']>>): RuleExample {
  const text = (status: string): string =>
    `# Retries\n\n**Status**: ${status}\n\n## Design\n\nA queue with five attempts.\n`;
  const nothing = { state: 'In Review', unmet: [], missing: [], barred: [], stale: [], edited: null };
  return {
    template: '# [Name]\n\n**Status**: Draft | In Review | Approved\n\n## Design\n\n[How it works]\n',
    bad: text('Approved'),
    good: text('In Review'),
    options: { history: { ...nothing, ...history } },
  };
}
