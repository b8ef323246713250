import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import { type WebLink, webLinksOf } from '../document/links.ts';
import { inputDiagnostic, webLinkBroken } from './input-codes.ts';
import { maturityOf } from './maturity.ts';
import type { Suppression } from './report.ts';
import type { CheckSettings } from './settings.ts';
import { atMost, severityOf } from './severity.ts';
import { silence, suppressionsOf } from './suppress.ts';

/** What the network says of a page. `reason` goes on from "which": `answers 404 Not Found`. */
export type WebAnswer =
  | { readonly kind: 'works' }
  | { readonly kind: 'broken'; readonly reason: string }
  /** `reason` is a sentence of its own: `its server answers 503`. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The web links of one document that a finding would be told of, with all that the finding needs. Plain data. */
export interface DocumentWebLinks {
  readonly file: string;
  readonly severity: Diagnostic['severity'];
  readonly links: readonly WebLink[];
  readonly suppressions: readonly Suppression[];
}

/** Gathers a document's web links; null when it has none, or when nobody wants to know. */
export function gatherWebLinks(document: BoundDocument, settings: CheckSettings): DocumentWebLinks | null {
  const severity = severityOf(webLinkBroken, maturityOf(document.status, document.schema.lifecycle), settings);
  const links = severity === 'off' ? [] : webLinksOf(document);
  if (severity === 'off' || links.length === 0) return null;
  return { file: document.file, severity, links, suppressions: suppressionsOf(document) };
}

/** Findings about the links of a document, in text order, less what its comments silence. */
export function judgeWebLinks(
  { file, severity, links, suppressions }: DocumentWebLinks,
  answerOf: (url: string) => WebAnswer,
): readonly Diagnostic[] {
  const found = links.flatMap(({ url, image, range, address }): Diagnostic[] => {
    const answer = answerOf(url);
    if (answer.kind === 'works') return [];
    const what = image ? 'image' : 'link';
    const broken = answer.kind === 'broken';
    const message = broken
      ? `The ${what} leads to "${url}", which ${answer.reason}`
      : `The ${what} to "${url}" could not be checked: ${answer.reason}`;
    const about = inputDiagnostic(webLinkBroken, file, message, range);
    return [{ ...about, address, severity: broken ? severity : atMost(severity, 'info') }];
  });
  return silence(found, suppressions, file).kept;
}
