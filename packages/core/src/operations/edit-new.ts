import { bindDocument } from '../document/bind.ts';
import type { Companion } from '../document/document.ts';
import { Draft } from '../edit/change.ts';
import { fillTemplate } from '../edit/fresh-document.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { OperationContext } from './context.ts';
import { type AddressedValue, setValues } from './edit-set.ts';
import type { Operation } from './operation.ts';
import type { TemplateFile } from './template-plan.ts';

export interface NewInput {
  readonly title: string;
  /** As the file name writes it; null when it has none. */
  readonly number: string | null;
  readonly author: string | null;
  /** False to leave the template's help texts out. */
  readonly guidance: boolean;
  /** Set after everything else. */
  readonly values: readonly AddressedValue[];
  /** Writes values that the template does not allow. */
  readonly force: boolean;
}

export type NewOutput =
  | {
      readonly kind: 'made';
      readonly text: string;
      /** The metadata beside it; null for templates without such a file. */
      readonly companion: Companion | null;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string | null };

/** What making a document needs of the place it runs in. */
export interface NewContext extends Pick<OperationContext, 'parser' | 'settings'> {
  readonly template: TemplateFile;
}

/** Makes the text of a new document from a template. */
export const newDocument: Operation<NewInput, NewOutput, NewContext> = {
  input: (zod) =>
    zod.object({
      title: zod.string(),
      number: zod.string().nullable(),
      author: zod.string().nullable(),
      guidance: zod.boolean(),
      values: zod.array(zod.object({ address: zod.string(), value: zod.string() })),
      force: zod.boolean(),
    }),

  async run({ parser, settings, template }: NewContext, input: NewInput): Promise<NewOutput> {
    const { companion } = template;
    const schema = compileTemplate(template.text, template.file, parser, companion ?? undefined);
    const bind = (text: string, beside: Companion | null) =>
      bindDocument({ source: readMarkdown(text, parser), file: template.file, schema, companion: beside });
    const draft = new Draft(bind(template.text, companion), bind);
    const judging = { today: settings.options.today, force: input.force };
    try {
      fillTemplate(draft, input, { ...judging, force: true });
      if (input.values.length > 0) setValues(draft, input.values, judging);
    } catch (error) {
      if (error instanceof EditRefusal) return { kind: 'refused', message: error.message, hint: error.hint };
      throw error;
    }
    return { kind: 'made', text: draft.document.source.text, companion: draft.document.companion };
  },
};
