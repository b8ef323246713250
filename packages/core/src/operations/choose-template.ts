import { type ClosestTemplate, closestTemplate } from '../document/find-template.ts';
import type { Outline } from '../markdown/outline.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { compileTemplate } from '../template/compile.ts';
import type { Schema } from '../template/schema.ts';
import { matcher } from '../workspace/glob.ts';
import type { TemplateUse } from './context.ts';
import { type TemplateFile, type TemplatePlan, templatesOf } from './template-plan.ts';

export interface ChosenTemplate {
  readonly schema: Schema;
  readonly use: TemplateUse;
}

/** A document for which no template was found. */
export interface NoTemplate {
  readonly schema: null;
  /** The name in the document's front matter that leads to no template; null when it names none. */
  readonly named: string | null;
  /** The template that came closest, though not close enough; null when there is none at all. */
  readonly closest: string | null;
  readonly score: number;
}

/** A document as far as choosing its template needs it. */
export interface TemplateSeeker {
  readonly file: string;
  /** Made when it is needed. */
  outline(): Outline;
}

/** Compiles templates with a parser. */
export function compilerOf(parser: MarkdownParser): (template: TemplateFile) => Schema {
  return ({ text, file, companion }) => compileTemplate(text, file, parser, companion ?? undefined);
}

/**
 * Says which template a document follows: the one the user chose, else the configuration's, else the one its front
 * matter names, else the closest by shape. Compiles each template once, when it is first needed.
 */
export class TemplateChooser {
  readonly #plan: TemplatePlan;
  readonly #compile: (template: TemplateFile) => Schema;
  readonly #load: (file: string) => TemplateFile | null;
  readonly #configured: readonly { readonly matches: (file: string) => boolean; readonly template: TemplateFile }[];
  /** What shapes are compared with. */
  readonly #inWorkspace: readonly TemplateFile[];
  readonly #schemas = new Map<string, Schema>();
  readonly #files = new Map<string, TemplateFile | null>();

  /** `load` reads a template of the workspace that the plan does not hold, for documents that name one. */
  constructor(
    plan: TemplatePlan,
    compile: (template: TemplateFile) => Schema,
    load: (file: string) => TemplateFile | null,
  ) {
    this.#plan = plan;
    this.#compile = compile;
    this.#load = load;
    this.#inWorkspace = [...plan.configured.map(({ template }) => template), ...plan.found];
    this.#configured = plan.configured.map(({ documents, template }) => ({ matches: matcher(documents), template }));
  }

  choose(document: TemplateSeeker): ChosenTemplate | NoTemplate {
    const { chosen } = this.#plan;
    if (chosen !== null) return this.#use(chosen, 'option');
    const configured = this.#configured.find(({ matches }) => matches(document.file));
    if (configured !== undefined) return this.#use(configured.template, 'config');
    const named = templateNamedIn(document.outline());
    if (named !== null) {
      const template = this.#named(named, document.file);
      if (template !== null) return this.#use(template, 'front-matter');
    }
    return this.#closest(document, named);
  }

  /** The compiled form of a template, made once. */
  schemaOf(template: TemplateFile): Schema {
    const known = this.#schemas.get(template.file);
    if (known !== undefined) return known;
    const schema = this.#compile(template);
    this.#schemas.set(template.file, schema);
    return schema;
  }

  #use(template: TemplateFile, origin: TemplateUse['origin']): ChosenTemplate {
    return { schema: this.schemaOf(template), use: { file: template.file, origin, score: null } };
  }

  #closest(document: TemplateSeeker, named: string | null): ChosenTemplate | NoTemplate {
    const { builtIn, shared } = this.#plan;
    const inWorkspace = this.#closestOf(document, this.#inWorkspace);
    if (inWorkspace?.fits) return foundByShape(inWorkspace.schema, 'closest', inWorkspace.score);
    const fallback = builtIn === null ? null : this.#closestOf(document, [builtIn]);
    if (fallback !== null && fallback.score >= surelyBuiltIn) {
      return foundByShape(fallback.schema, 'built-in', fallback.score);
    }
    const common = shared === null ? null : this.#closestOf(document, [shared]);
    if (common?.fits) return foundByShape(common.schema, 'shared', common.score);
    const best = inWorkspace ?? fallback;
    return { schema: null, named, closest: best?.schema.file ?? null, score: best?.score ?? 0 };
  }

  #closestOf(document: TemplateSeeker, templates: readonly TemplateFile[]): ClosestTemplate | null {
    return closestTemplate(
      document.outline(),
      templates.map((template) => this.schemaOf(template)),
    );
  }

  /** By path, from the document's folder or from the root; else by name among the templates of the workspace. */
  #named(name: string, document: string): TemplateFile | null {
    const known = templatesOf(this.#plan);
    const folder = document.includes('/') ? document.slice(0, document.lastIndexOf('/') + 1) : '';
    for (const path of [joined(folder, name), joined('', name)]) {
      if (path === null) continue;
      const template = known.find(({ file }) => file === path) ?? this.#loaded(path);
      if (template !== null) return template;
    }
    const byName = known.filter(({ file }) => stemOf(file) === stemOf(name));
    return byName.length === 1 ? (byName[0] ?? null) : null;
  }

  #loaded(path: string): TemplateFile | null {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const template = this.#load(path);
    this.#files.set(path, template);
    return template;
  }
}

/** Nobody put the built-in template there, so a likeness by chance must not be enough. */
const surelyBuiltIn = 0.6;

function foundByShape(schema: Schema, origin: TemplateUse['origin'], score: number): ChosenTemplate {
  return { schema, use: { file: schema.file, origin, score } };
}

/** The value of `template:` in front matter. A full reading of the YAML is not needed for one plain key. */
function templateNamedIn(outline: Outline): string | null {
  const value = /^template[ \t]*:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#"'][^\n#]*))/m.exec(
    outline.frontMatter?.value ?? '',
  );
  const name = (value?.[1] ?? value?.[2] ?? value?.[3] ?? '').trim();
  return name === '' ? null : name;
}

/** A path with `.` and `..` resolved; null when it leads out of the workspace. */
function joined(folder: string, path: string): string | null {
  const parts: string[] = [];
  const steps = path.startsWith('/') ? path.slice(1) : folder + path;
  for (const step of steps.split('/')) {
    if (step === '..' && parts.pop() === undefined) return null;
    if (step !== '' && step !== '.' && step !== '..') parts.push(step);
  }
  return parts.join('/');
}

/** The file's name without folder and extension, in lower case. */
function stemOf(file: string): string {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.(?:md|markdown)$/i, '')
    .toLowerCase();
}
