import { codePages, findCode } from '@specwright/core/check/codes.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { explainTemplateOperation } from '@specwright/core/operations/explain-template.ts';
import { documentByFile } from '@specwright/core/operations/find-document.ts';
import { type TemplateFile, templatesOf } from '@specwright/core/operations/template-plan.ts';
import { z } from 'zod';
import { pageData } from '../commands/explain.ts';
import { templateRows } from '../commands/template.ts';
import { Failure } from '../failure.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { page, pagedOutput, paging, tool } from './tool.ts';

const text = z.string();

/**
 * The template that a word means: its path, or its file's name with or without extension.
 * @throws {Failure} when it means none or several.
 */
export function namedTemplate(word: string, { templates }: OpenWorkspace): TemplateFile {
  const all = templatesOf(templates);
  const files = all.map(({ file }) => file);
  const found = documentByFile(word, files);
  const template = found.kind === 'found' ? all.find(({ file }) => file === found.file) : undefined;
  if (template !== undefined) return template;
  if (found.kind === 'ambiguous') {
    throw new Failure(`${JSON.stringify(word)} may mean several templates`, `Say which: ${found.files.join(', ')}`);
  }
  throw new Failure(`There is no template ${JSON.stringify(word)} here`, `There are: ${files.slice(0, 20).join(', ')}`);
}

export const templateListTool = tool({
  about: 'The resource specwright://template/NAME holds the text of one.',
  input: paging,
  output: {
    templates: z.array(
      z.object({
        file: text,
        name: text,
        origin: text,
        sections: z.number().int(),
        fields: z.number().int(),
        states: z.array(text).describe('The states of a document, in order'),
      }),
    ),
    ...pagedOutput,
  },
  async run(workspace, paged) {
    const opened = await workspace.open(null);
    const { entries, ...rest } = page(templateRows(opened.workspace.templates, opened.operation.parser), paged);
    return { data: { templates: entries, ...rest }, text: counted(rest.total, 'template') };
  },
});

export const templateExplainTool = tool({
  about: 'What a document of this template must hold: sections, fields with their choices, tables with their columns.',
  input: { template: text.min(1).max(500).describe("The template: its path, or its file's name"), ...paging },
  output: { file: text, readings: z.array(z.record(z.string(), z.unknown())), ...pagedOutput },
  async run(workspace, { template: word, ...paged }) {
    const opened = await workspace.open(null);
    const template = namedTemplate(word, opened.workspace);
    const { readings } = await explainTemplateOperation.run(opened.operation, template);
    const { entries, ...rest } = page(readings, paged);
    return {
      data: { file: template.file, readings: entries, ...rest },
      text: `${template.file}: ${counted(rest.total, 'reading')}`,
    };
  },
});

export const explainTool = tool({
  about: 'Give a code such as STR101, or a name such as missing-section; without one, all are listed.',
  input: { code: text.max(100).nullable().default(null) },
  output: {
    codes: z.array(
      z.object({
        code: text,
        name: text,
        summary: text,
        why: text.optional(),
        remedy: text.optional(),
        severity: z.object({ draft: text, settled: text }),
        example: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  },
  async run(_workspace, { code }) {
    if (code === null) {
      const codes = codePages.map(({ about: { code: known, name, summary, severity } }) => ({
        code: known,
        name,
        summary,
        severity,
      }));
      return { data: { codes }, text: counted(codes.length, 'code') };
    }
    const lookup = findCode(code);
    if (lookup.page === null) {
      throw new Failure(
        `There is no code or rule ${JSON.stringify(code)}`,
        lookup.suggestion === null ? 'Without a code, all are listed' : `Did you mean ${lookup.suggestion}?`,
      );
    }
    const { summary } = lookup.page.about;
    return { data: { codes: [pageData(lookup.page)] }, text: summary };
  },
});
