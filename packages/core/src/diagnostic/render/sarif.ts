import type { Position } from '../../text/lines.ts';
import type { Severity } from '../diagnostic.ts';
import { Fingerprints } from '../fingerprint.ts';
import type { LocatedDiagnostic, LocatedFix } from '../located.ts';
import type { RenderedReport, RuleText } from './report.ts';

/** Who wrote the report. */
export interface SarifTool {
  readonly version: string;
  /** Every rule that can appear; results name them by index. */
  readonly rules: readonly RuleText[];
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), with fixes and the template's place. */
export function* renderSarif(report: RenderedReport, tool: SarifTool): Generator<string> {
  const indices = new Map(tool.rules.map((rule, index): [string, number] => [rule.code, index]));
  const fingerprints = new Fingerprints();
  const driver = {
    name: 'Specwright',
    semanticVersion: tool.version,
    rules: tool.rules.map(describeRule),
  };
  yield `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":`;
  yield `${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits","invocations":[{"executionSuccessful":true}],"results":[`;
  let separator = '\n';
  for (const diagnostic of report.diagnostics) {
    const index = indices.get(diagnostic.code);
    yield separator + JSON.stringify(result(diagnostic, index, fingerprints.of(diagnostic)));
    separator = ',\n';
  }
  yield '\n]}]}\n';
}

function describeRule(rule: RuleText): object {
  return {
    id: rule.code,
    name: rule.name,
    shortDescription: { text: rule.summary },
    fullDescription: { text: `${rule.summary}. ${rule.why}` },
    help: { text: `${rule.why}\n\n${rule.remedy}`, markdown: `${rule.why}\n\n${rule.remedy}` },
    defaultConfiguration:
      rule.severity === 'off' ? { enabled: false } : { enabled: true, level: levels[rule.severity] },
  };
}

function result(diagnostic: LocatedDiagnostic, ruleIndex: number | undefined, fingerprint: string): object {
  const { template, fixes, address } = diagnostic;
  return {
    ruleId: diagnostic.code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[diagnostic.severity],
    message: { text: diagnostic.message },
    locations: [
      {
        physicalLocation: physicalLocation(diagnostic.file, diagnostic.start, diagnostic.end),
        ...(address === '' ? {} : { logicalLocations: [{ fullyQualifiedName: address, kind: 'element' }] }),
      },
    ],
    ...(template === null
      ? {}
      : {
          relatedLocations: [
            {
              id: 1,
              message: { text: 'The template demands it here' },
              physicalLocation: physicalLocation(template.file, template.start, template.end),
            },
          ],
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => describeFix(fix, diagnostic.file)) }),
    partialFingerprints: { 'specwrightFinding/v1': fingerprint },
  };
}

function describeFix(fix: LocatedFix, file: string): object {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(file) },
        replacements: fix.edits.map((edit) => ({
          deletedRegion: region(edit.startPosition, edit.endPosition),
          insertedContent: { text: edit.text },
        })),
      },
    ],
    properties: { kind: fix.kind },
  };
}

function physicalLocation(file: string, start: Position, end: Position): object {
  return { artifactLocation: { uri: uriOf(file) }, region: region(start, end) };
}

function region(start: Position, end: Position): object {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

/** A path as a URI reference: relative paths stay relative, absolute ones become `file:`. */
function uriOf(path: string): string {
  const encoded = path
    .replace(/\p{Surrogate}/gu, '\u{FFFD}')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return encoded;
}
