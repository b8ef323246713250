import type { TemplateCompanion } from '../template/front-matter-fields.ts';

/** A template's text, read from a file. */
export interface TemplateFile {
  /** As the workspace names it. */
  readonly file: string;
  readonly text: string;
  /** YAML beside the template that shows the metadata of documents; null when there is none. */
  readonly companion: TemplateCompanion | null;
}

/** Globs of the configuration with the template that documents matching them follow. */
export interface ConfiguredTemplate {
  readonly documents: readonly string[];
  readonly template: TemplateFile;
}

/** Every template a document may follow, and in which order to ask. Plain data: it goes to workers and into cache keys. */
export interface TemplatePlan {
  /** The template the user named: it is every document's. */
  readonly chosen: TemplateFile | null;
  /** The first entry that matches a document says its template. */
  readonly configured: readonly ConfiguredTemplate[];
  /** Templates of the workspace, for documents that nothing else speaks for; the closest one wins. */
  readonly found: readonly TemplateFile[];
  /** Where nothing in the workspace fits; null to do without. */
  readonly builtIn: TemplateFile | null;
  /** What most of the documents have in common, made into a template; null where there are templates. */
  readonly shared: TemplateFile | null;
}

/** Who said that a document follows its template. */
export type TemplateOrigin = 'option' | 'config' | 'front-matter' | 'closest' | 'built-in' | 'shared';

/** The templates of a plan, each once. */
export function templatesOf(plan: TemplatePlan): TemplateFile[] {
  const all = [
    plan.chosen,
    ...plan.configured.map((entry) => entry.template),
    ...plan.found,
    plan.builtIn,
    plan.shared,
  ];
  const byFile = new Map<string, TemplateFile>();
  for (const template of all) if (template !== null && !byFile.has(template.file)) byFile.set(template.file, template);
  return [...byFile.values()];
}
