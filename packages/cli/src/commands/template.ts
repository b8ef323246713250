import { counted } from '@specwright/core/diagnostic/summary.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { OperationContext } from '@specwright/core/operations/context.ts';
import {
  explainTemplateOperation,
  templateSchemaOperation,
  templateTypesOperation,
} from '@specwright/core/operations/explain-template.ts';
import { inferTemplateOperation } from '@specwright/core/operations/infer-template.ts';
import type { Operation } from '@specwright/core/operations/operation.ts';
import { type TemplateFile, type TemplatePlan, templatesOf } from '@specwright/core/operations/template-plan.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { Failure } from '../failure.ts';
import { documentText } from '../terminal/document-text.ts';
import { explanationText } from '../terminal/explanation-text.ts';
import { tableText } from '../terminal/table.ts';
import { chosenTemplate } from '../workspace/open-workspace.ts';
import { type Invocation, isSet } from './command.ts';
import { openContext } from './context.ts';

/** `specwright template explain FILE`. */
export async function runExplain(invocation: Invocation): Promise<number> {
  const { schema, readings } = await onTemplate(explainTemplateOperation, invocation);
  const { terminal } = invocation;
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify({ readings }, null, 2)}\n`);
  else terminal.write(explanationText(schema, readings, terminal));
  return 0;
}

/** `specwright template schema FILE`. */
export async function runSchema(invocation: Invocation): Promise<number> {
  const schema = await onTemplate(templateSchemaOperation, invocation);
  invocation.terminal.write(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}

/** `specwright template types FILE`. */
export async function runTypes(invocation: Invocation): Promise<number> {
  const types = await onTemplate(templateTypesOperation, invocation);
  invocation.terminal.write(types.endsWith('\n') ? types : `${types}\n`);
  return 0;
}

async function onTemplate<Output>(operation: Operation<TemplateFile, Output>, invocation: Invocation): Promise<Output> {
  const name = String(invocation.arguments[0]);
  const template = chosenTemplate(name, invocation.workingFolder, invocation.workingFolder);
  const context: Pick<OperationContext, 'parser'> = { parser: await loadParser() };
  return operation.run(context as OperationContext, template);
}

/** `specwright template list [PATH…]`. */
export async function runList(invocation: Invocation): Promise<number> {
  const { workspace, display, operation } = await openContext(invocation);
  const { terminal } = invocation;
  const templates = templateRows(workspace.templates, operation.parser).map((row) => ({
    ...row,
    file: display(row.file),
  }));
  if (isSet(invocation, 'json')) {
    terminal.write(`${JSON.stringify({ templates }, null, 2)}\n`);
    return 0;
  }
  const columns = [
    { title: 'template' },
    { title: 'name', least: 12 },
    { title: 'from' },
    { title: 'sections', align: 'right' },
    { title: 'fields', align: 'right' },
    { title: 'states', least: 10 },
  ] as const;
  const rows = templates.map(({ file, name, origin, sections, fields, states }) => [
    file,
    name,
    origin,
    String(sections),
    String(fields),
    states.join(' → '),
  ]);
  terminal.write(`${tableText(columns, rows, terminal)}\n${counted(templates.length, 'template')}\n`);
  return 0;
}

/** The templates of a workspace with what they hold. */
export function templateRows(plan: TemplatePlan, parser: MarkdownParser) {
  const configured = new Set(plan.configured.map(({ template }) => template.file));
  return templatesOf(plan).map((template) => {
    const schema = compileTemplate(template.text, template.file, parser, template.companion ?? undefined);
    const origin = configured.has(template.file) ? 'config' : template === plan.builtIn ? 'built-in' : 'found';
    const { name, sections, fields, lifecycle } = schema;
    const states = lifecycle?.states ?? [];
    return { file: template.file, name, origin, sections: sections.length, fields: fields.length, states };
  });
}

/** `specwright template draft [PATH…]`. */
export async function runDraft(invocation: Invocation): Promise<number> {
  const { operation, workspace } = await openContext(invocation);
  const text = await inferTemplateOperation.run(operation, {});
  if (text === null) {
    throw new Failure(
      `The ${counted(workspace.documents.length, 'document')} here have too little in common for a template`,
      'specwright template explain technical-spec shows the built-in one',
    );
  }
  invocation.terminal.write(documentText(text, invocation.terminal));
  return 0;
}
