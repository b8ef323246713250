import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { bindDocument } from '../document/bind.ts';
import type { Companion } from '../document/document.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import type { Schema } from '../template/schema.ts';
import { checkDocument, diagnosticOf } from './check-document.ts';
import { compareDiagnostics } from './order.ts';
import type { TemplateBase } from './rule.ts';
import { breakingChange } from './rules/tpl/breaking-change.ts';
import { rulesOfTemplate } from './rules.ts';
import type { CheckSettings } from './settings.ts';
import { severityOf } from './severity.ts';

/** Runs the rules about a template. `source` is the template's own text, parsed; `companion` the YAML file that it was compiled with. */
export function checkTemplate(
  schema: Schema,
  source: MarkdownSource,
  settings: CheckSettings,
  companion: Companion | null = null,
): Diagnostic[] {
  const self = checkDocument(bindDocument({ source, file: schema.file, schema, companion }), settings).diagnostics;
  const found: Diagnostic[] = [];
  for (const rule of rulesOfTemplate) {
    const severity = severityOf(rule, 'settled', settings);
    if (severity === 'off') continue;
    for (const finding of rule.check(schema, self, settings.options)) {
      found.push(diagnosticOf(rule, finding, schema.file, schema.file, severity));
    }
  }
  return found.sort(compareDiagnostics);
}

/** What a template asks of documents that were written to its version on the git base. */
export function checkTemplateChange(schema: Schema, templateBase: TemplateBase, settings: CheckSettings): Diagnostic[] {
  const severity = severityOf(breakingChange, 'settled', settings);
  if (severity === 'off') return [];
  const found = breakingChange.check(schema, [], { ...settings.options, templateBase });
  return [...found].map((finding) => diagnosticOf(breakingChange, finding, schema.file, schema.file, severity));
}
