export * from './check/baseline.ts';
export { checkDocument, type DocumentBase } from './check/check-document.ts';
export { checkTemplate } from './check/check-template.ts';
export { checkWorkspace } from './check/check-workspace.ts';
export { type CodeLookup, type CodePage, codeOf, codePages, findCode } from './check/codes.ts';
export {
  type InputCode,
  inputCodes,
  inputDiagnostic,
  invalidConfig,
  invalidYaml,
  noTemplate,
  suppressionWithoutReason,
  unreadable,
  unusedSuppression,
  webLinkBroken,
} from './check/input-codes.ts';
export { compareDiagnostics } from './check/order.ts';
export type { DocumentReport, GuidanceFinding, Suppression } from './check/report.ts';
export type {
  DocumentRule,
  Finding,
  Rule,
  RuleDescription,
  RuleExample,
  RuleOptions,
  RuleSeverity,
  TemplateRule,
  WorkspaceRule,
} from './check/rule.ts';
export { allRules } from './check/rules.ts';
export { type CheckSettings, defaultSettings } from './check/settings.ts';
export { reaches } from './check/severity.ts';
export type { Code, CodeGroup, Diagnostic, Fix, Severity, TemplateLocation } from './diagnostic/diagnostic.ts';
export type { Change, ChangedPart, ChangeKind } from './diff/change.ts';
export { type MergeReading, type MergeResult, mergeDocuments } from './diff/merge-documents.ts';
export type { Conflict, MergeLabels, MergeTexts } from './diff/merged-text.ts';
export { changedWords, structuralDiff } from './diff/structural-diff.ts';
export type { WordSegment } from './diff/words.ts';
export { type AddressResolution, type AddressTarget, addressMap, resolveAddress } from './document/addresses.ts';
export { type BindInput, bindDocument } from './document/bind.ts';
export { documentData } from './document/data.ts';
export type * from './document/document.ts';
export { type ClosestTemplate, closestTemplate } from './document/find-template.ts';
export { loadParser } from './markdown/load-parser.ts';
export type { MarkdownParser } from './markdown/parser.ts';
export { type MarkdownSource, readMarkdown } from './markdown/source.ts';
export { compileTemplate } from './template/compile.ts';
export { explainTemplate, type Reading } from './template/explain.ts';
export type { TemplateCompanion } from './template/front-matter-fields.ts';
export { type JsonSchema, jsonSchemaOf } from './template/json-schema.ts';
export type * from './template/schema.ts';
export { typeScriptOf } from './template/type-script.ts';
export type { Edit, Replacement } from './text/edit.ts';
export { LineIndex, type Position } from './text/lines.ts';
export { nearest } from './text/nearest.ts';
export type { Range } from './text/range.ts';
export {
  type Config,
  type ConfigReading,
  checkSettings,
  configJsonSchema,
  defaultConfig,
  parseConfig,
  type TemplateEntry,
  templateFinder,
} from './workspace/config.ts';
export type * from './workspace/facts.ts';
export { matcher } from './workspace/glob.ts';
export type { Git } from './workspace/ports.ts';
