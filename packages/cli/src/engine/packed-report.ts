import type { DocumentReport, GuidanceFinding, Suppression } from '@specwright/core/check/report.ts';
import type { Diagnostic, Fix } from '@specwright/core/diagnostic/diagnostic.ts';
import { lastAnswer } from '@specwright/core/text/last-answer.ts';
import type { Range } from '@specwright/core/text/range.ts';
import type { DocumentFacts, DocumentLink } from '@specwright/core/workspace/facts.ts';

/**
 * A report as threads send it, as the cache keeps it and as it is held for thousands of documents: its findings and the
 * long lists of its facts, which are read once or twice, stand as short texts. That takes a fifth of the memory for a few
 * microseconds each.
 */
export interface PackedReport extends Omit<DocumentReport, 'diagnostics' | 'keptGuidance' | 'facts'> {
  readonly diagnostics: string;
  readonly keptGuidance: string;
  readonly facts: Omit<DocumentFacts, 'file' | 'links' | 'anchors'>;
  readonly links: string;
  readonly anchors: string;
}

export function packReport({ diagnostics, keptGuidance, facts, ...report }: DocumentReport): PackedReport {
  const { links, anchors, file, ...few } = facts;
  return {
    ...report,
    diagnostics: narrowJson(diagnostics.map((diagnostic) => packDiagnostic(diagnostic, facts))),
    keptGuidance: narrowJson(
      keptGuidance.map(({ guidance, diagnostic }) => [guidance, packDiagnostic(diagnostic, facts)]),
    ),
    facts: few,
    links: narrowJson(links.map(packLink)),
    anchors: narrowJson(anchors),
  };
}

/** JSON of characters that take one byte each: a single wider one would make every other as wide. */
function narrowJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\xff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The report again; its long lists are made anew each time they are asked for. */
export function openReport(packed: PackedReport): DocumentReport {
  return new OpenedReport(packed);
}

/** Classes, for literals with getters in them would have a shape of their own for every document. */
class OpenedReport implements DocumentReport {
  readonly #packed: PackedReport;
  readonly facts: DocumentFacts;

  constructor(packed: PackedReport) {
    const { file, facts, links, anchors } = packed;
    this.#packed = packed;
    this.facts = Object.assign(new LongFacts(links, anchors), { file, ...facts });
  }

  get file(): string {
    return this.#packed.file;
  }

  get companion(): string | null {
    return this.#packed.companion;
  }

  get diagnostics(): readonly Diagnostic[] {
    const found = JSON.parse(this.#packed.diagnostics) as PackedDiagnostic[];
    return found.map((diagnostic) => unpackDiagnostic(diagnostic, this.facts));
  }

  get keptGuidance(): readonly GuidanceFinding[] {
    const kept = JSON.parse(this.#packed.keptGuidance) as [number, PackedDiagnostic][];
    return kept.map(([guidance, diagnostic]) => ({ guidance, diagnostic: unpackDiagnostic(diagnostic, this.facts) }));
  }

  get suppressions(): readonly Suppression[] {
    return this.#packed.suppressions;
  }
}

class LongFacts {
  /** Rules ask for the links of a document one after another. */
  static readonly #linksOf = lastAnswer((facts: LongFacts) =>
    (JSON.parse(facts.#links) as PackedLink[]).map(unpackLink),
  );
  readonly #links: string;
  readonly #anchors: string;

  constructor(links: string, anchors: string) {
    this.#links = links;
    this.#anchors = anchors;
  }

  get links(): readonly DocumentLink[] {
    return LongFacts.#linksOf(this);
  }

  get anchors(): readonly string[] {
    return JSON.parse(this.#anchors) as readonly string[];
  }
}

/** Its own file and template stand for null; the last parts are left out when there is no template place, or no fix. */
type PackedDiagnostic = readonly [
  code: Diagnostic['code'],
  name: string,
  severity: Diagnostic['severity'],
  message: string,
  file: string | null,
  address: string,
  range: PackedRange,
  template?: readonly [file: string | null, range: PackedRange] | null,
  fixes?: readonly Fix[],
];

/** What findings of one document mostly share. */
type Own = Pick<DocumentFacts, 'file' | 'template'>;

function packDiagnostic(diagnostic: Diagnostic, own: Own): PackedDiagnostic {
  const { code, name, severity, message, address, template, fixes } = diagnostic;
  const file = diagnostic.file === own.file ? null : diagnostic.file;
  const core = [code, name, severity, message, file, address, packRange(diagnostic.range)] as const;
  const demanded =
    template === null
      ? null
      : ([template.file === own.template ? null : template.file, packRange(template.range)] as const);
  if (fixes.length > 0) return [...core, demanded, fixes];
  return demanded === null ? core : [...core, demanded];
}

function unpackDiagnostic(packed: PackedDiagnostic, own: Own): Diagnostic {
  const [code, name, severity, message, file, address, range, template = null, fixes = []] = packed;
  return {
    code,
    name,
    severity,
    message,
    file: file ?? own.file,
    address,
    range: unpackRange(range),
    template: template === null ? null : { file: template[0] ?? own.template, range: unpackRange(template[1]) },
    fixes,
  };
}

/** Path, fragment, whether it is an image, address, then the ranges as start and length. */
type PackedLink = readonly [
  path: string,
  fragment: string | null,
  image: 0 | 1,
  address: string,
  range: PackedRange,
  pathRange: PackedRange | null,
  fragmentRange: PackedRange | null,
];

type PackedRange = readonly [start: number, length: number];

function packLink({ path, fragment, image, address, range, pathRange, fragmentRange }: DocumentLink): PackedLink {
  const optional = (part: Range | null): PackedRange | null => (part === null ? null : packRange(part));
  return [path, fragment, image ? 1 : 0, address, packRange(range), optional(pathRange), optional(fragmentRange)];
}

function unpackLink([path, fragment, image, address, range, pathRange, fragmentRange]: PackedLink): DocumentLink {
  return {
    path,
    fragment,
    image: image === 1,
    range: unpackRange(range),
    pathRange: pathRange === null ? null : unpackRange(pathRange),
    fragmentRange: fragmentRange === null ? null : unpackRange(fragmentRange),
    address,
  };
}

function packRange({ start, end }: Range): PackedRange {
  return [start, end - start];
}

function unpackRange([start, length]: PackedRange): Range {
  return { start, end: start + length };
}
