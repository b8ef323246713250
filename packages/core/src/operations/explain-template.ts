import { compileTemplate } from '../template/compile.ts';
import { explainTemplate, type Reading } from '../template/explain.ts';
import { type JsonSchema, jsonSchemaOf } from '../template/json-schema.ts';
import type { Schema } from '../template/schema.ts';
import { typeScriptOf } from '../template/type-script.ts';
import type { OperationContext } from './context.ts';
import type { Operation, Zod } from './operation.ts';
import type { TemplateFile } from './template-plan.ts';

const templateShape = (zod: Zod) =>
  zod.object({
    file: zod.string(),
    text: zod.string(),
    companion: zod.object({ file: zod.string(), text: zod.string() }).nullable(),
  });

function compiled({ parser }: OperationContext, { file, text, companion }: TemplateFile): Schema {
  return compileTemplate(text, file, parser, companion ?? undefined);
}

export interface TemplateExplanation {
  readonly schema: Schema;
  /** In template order. */
  readonly readings: readonly Reading[];
}

/** How every part of a template is read, and why. */
export const explainTemplateOperation: Operation<TemplateFile, TemplateExplanation> = {
  input: templateShape,
  async run(context, template) {
    const schema = compiled(context, template);
    return { schema, readings: explainTemplate(schema) };
  },
};

/** JSON Schema 2020-12 of the typed data of a template's documents. */
export const templateSchemaOperation: Operation<TemplateFile, JsonSchema> = {
  input: templateShape,
  run: async (context, template) => jsonSchemaOf(compiled(context, template)),
};

/** TypeScript types of the same data. */
export const templateTypesOperation: Operation<TemplateFile, string> = {
  input: templateShape,
  run: async (context, template) => typeScriptOf(compiled(context, template)),
};
