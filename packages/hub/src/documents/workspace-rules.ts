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
import { rolesOf, withOwners } from '../people/roles.ts';
import { Problem } from '../rights/problem.ts';

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

/** What a workspace says, read once for each of its versions. */
interface ReadWorkspace {
  readonly version: number;
  readonly config: Config;
  readonly plan: TemplatePlan;
  readonly chooser: TemplateChooser;
}

const builtIn: TemplateFile = { file: technicalSpecFile, text: technicalSpecText, companion: null };

/** Reads the rules of workspaces, and keeps what was compiled until the workspace changes. */
export class RulesReader {
  readonly #parser: MarkdownParser;
  readonly #least: Assurance;
  readonly #known = new Map<string, ReadWorkspace>();

  /** `least` is the assurance that counts where a workspace does not say: as much as this hub can prove of whoever acts. */
  constructor(parser: MarkdownParser, least: Assurance) {
    this.#parser = parser;
    this.#least = least;
  }

  /** `today` is `YYYY-MM-DD`. Throws a `Problem` for a workspace that is not there. */
  async of(queries: Queries, id: string, today: string): Promise<WorkspaceRules> {
    const [row] = await queries.select().from(workspace).where(eq(workspace.id, id));
    if (row === undefined) throw new Problem('not-found', 'There is no such workspace');
    const known = this.#known.get(id);
    const read = known?.version === row.version ? known : await this.#read(queries, id, row);
    this.#known.set(id, read);
    const owners = await rolesOf(queries, id);
    const entryOf = templateFinder(read.config);
    return {
      id,
      version: row.version,
      chooser: read.chooser,
      templates: [...read.plan.found, builtIn],
      settings: checkSettings(read.config, today),
      choicesFor: (file) => {
        const choices = entryOf(file)?.lifecycle ?? read.config.lifecycle;
        const roles = withOwners(choices.roles ?? {}, owners);
        return { ...choices, roles, assurance: choices.assurance ?? this.#least };
      },
    };
  }

  async #read(
    queries: Queries,
    id: string,
    { config: written, version }: { readonly config: string; readonly version: number },
  ): Promise<ReadWorkspace> {
    const { config } = parseConfig(written, 'specwright.yaml');
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
    const byFile = new Map(found.map((one) => [one.file, one]));
    const configured = config.templates.flatMap(({ file, documents }) => {
      const named = byFile.get(file);
      return named === undefined ? [] : [{ documents, template: named }];
    });
    const plan: TemplatePlan = { chosen: null, configured, found, builtIn, shared: null };
    const chooser = new TemplateChooser(plan, this.#parser, (file) => byFile.get(file) ?? null);
    return { version, config, plan, chooser };
  }
}
