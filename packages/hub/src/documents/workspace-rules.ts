import type { CheckSettings } from '@specwright/core/check/settings.ts';
import type { Assurance, PolicyChoices } from '@specwright/core/lifecycle/policy.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { TemplateChooser } from '@specwright/core/operations/choose-template.ts';
import type { TemplateFile, TemplatePlan } from '@specwright/core/operations/template-plan.ts';
import { technicalSpecFile, technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { type Config, checkSettings, parseConfig, templateFinder } from '@specwright/core/workspace/config.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { keptText, template, workspace } from '../database/tables/documents.ts';
import { type Roles, rolesOf, withOwners } from '../people/roles.ts';
import { Problem } from '../rights/problem.ts';
import { CompiledTemplates } from './compiled-templates.ts';

/** The rules that the documents of one workspace are judged by: the hub's own, never those of a change under review. */
export interface WorkspaceRules {
  readonly id: string;
  /** Counts the changes of these rules. */
  readonly version: number;
  readonly chooser: TemplateChooser;
  readonly templates: readonly TemplateFile[];
  readonly settings: CheckSettings;
  choicesFor(file: string): PolicyChoices;
}

/** The rules of one version of a workspace, on a day. */
interface KnownRules {
  readonly version: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly rules: WorkspaceRules;
}

/** What a workspace says of how its documents are judged. */
interface Said {
  readonly config: Config;
  readonly found: readonly TemplateFile[];
  readonly owners: Roles;
}

const builtIn: TemplateFile = { file: technicalSpecFile, text: technicalSpecText, companion: null };

/** Of how many workspaces the rules are kept. */
const mostKnown = 1_000;

/**
 * Reads the rules of workspaces, and keeps them until the workspace counts another version: it does with each change of its
 * configuration, its templates and whoever holds its roles.
 */
export class RulesReader {
  readonly #least: Assurance;
  readonly #compiled: CompiledTemplates;
  /** What was not asked for the longest stands first. */
  readonly #known = new Map<string, KnownRules>();

  /** `least` is the assurance that counts where a workspace does not say: as much as this hub can prove of whoever acts. */
  constructor(parser: MarkdownParser, least: Assurance) {
    this.#least = least;
    this.#compiled = new CompiledTemplates(parser);
  }

  /** `today` is `YYYY-MM-DD`. Throws a `Problem` for a workspace that is not there. */
  async of(queries: Queries, id: string, today: string): Promise<WorkspaceRules> {
    const [row] = await queries.select({ version: workspace.version }).from(workspace).where(eq(workspace.id, id));
    if (row === undefined) throw new Problem('not-found', 'There is no such workspace');
    return this.at(queries, { id, version: row.version }, today);
  }

  /** Like `of`, for a workspace whose version is known. */
  async at(
    queries: Queries,
    { id, version }: { readonly id: string; readonly version: number },
    today: string,
  ): Promise<WorkspaceRules> {
    const known = this.#known.get(id);
    const isFresh = known?.version === version && known.today === today;
    const fresh = isFresh ? known : { version, today, rules: await this.#read(queries, { id, version }, today) };
    this.#known.delete(id);
    this.#known.set(id, fresh);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostKnown) break;
      this.#known.delete(oldest);
    }
    return fresh.rules;
  }

  async #read(
    queries: Queries,
    { id, version }: { readonly id: string; readonly version: number },
    today: string,
  ): Promise<WorkspaceRules> {
    const { config, found, owners } = await said(queries, id);
    const byFile = new Map(found.map((one) => [one.file, one]));
    const configured = config.templates.flatMap(({ file, documents }) => {
      const named = byFile.get(file);
      return named === undefined ? [] : [{ documents, template: named }];
    });
    const plan: TemplatePlan = { chosen: null, configured, found, builtIn, shared: null };
    const load = (file: string) => byFile.get(file) ?? null;
    const compile = (one: TemplateFile) => this.#compiled.schemaOf(one);
    const entryOf = templateFinder(config);
    return {
      id,
      version,
      chooser: new TemplateChooser(plan, compile, load),
      templates: [...found, builtIn],
      settings: checkSettings(config, today),
      choicesFor: (file) => {
        const choices = entryOf(file)?.lifecycle ?? config.lifecycle;
        const roles = withOwners(choices.roles ?? {}, owners);
        return { ...choices, roles, assurance: choices.assurance ?? this.#least };
      },
    };
  }
}

async function said(queries: Queries, id: string): Promise<Said> {
  const [row] = await queries.select({ config: workspace.config }).from(workspace).where(eq(workspace.id, id));
  const { config } = parseConfig(row?.config ?? '', 'specwright.yaml');
  const rows = await queries
    .select({ template, text: keptText.text })
    .from(template)
    .innerJoin(keptText, eq(keptText.digest, template.digest))
    .where(eq(template.workspace, id))
    .orderBy(template.file);
  const found = rows.map(({ template: { file, companionFile, companionText }, text }): TemplateFile => {
    const companion =
      companionFile === null || companionText === null ? null : { file: companionFile, text: companionText };
    return { file, text, companion };
  });
  return { config, found, owners: await rolesOf(queries, id) };
}
