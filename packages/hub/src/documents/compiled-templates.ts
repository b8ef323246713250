import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { compilerOf } from '@specwright/core/operations/choose-template.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { versionOfTemplate } from '@specwright/core/operations/template-version.ts';
import type { Schema } from '@specwright/core/template/schema.ts';

/** How much text the templates may have together whose schemas are kept, UTF-16 units: a schema takes about twenty times its text. */
const mostText = 4_000_000;

/** The schemas of templates by what these say, for all workspaces and all their versions; those not asked for the longest are dropped. */
export class CompiledTemplates {
  readonly #compile: (template: TemplateFile) => Schema;
  readonly #known = new Map<string, Schema>();
  #text = 0;

  constructor(parser: MarkdownParser) {
    this.#compile = compilerOf(parser);
  }

  schemaOf(template: TemplateFile): Schema {
    const key = `${versionOfTemplate(template).digest} ${template.file}`;
    const known = this.#known.get(key);
    const schema = known ?? this.#compile(template);
    this.#known.delete(key);
    this.#known.set(key, schema);
    if (known === undefined) this.#text += schema.text.length;
    for (const [oldest, { text }] of this.#known) {
      if (this.#text <= mostText) break;
      this.#known.delete(oldest);
      this.#text -= text.length;
    }
    return schema;
  }
}
