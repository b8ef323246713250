import type { DocumentRule, Rule, TemplateRule, WorkspaceRule } from './rule.ts';
import { lifecycleRules } from './rules/lif/rules.ts';
import { metadataRules } from './rules/met/rules.ts';
import { placeholderRules } from './rules/plh/rules.ts';
import { qualityRules } from './rules/qua/rules.ts';
import { referenceRules } from './rules/ref/rules.ts';
import { structureRules } from './rules/str/rules.ts';
import { tableRules } from './rules/tbl/rules.ts';
import { templateRules } from './rules/tpl/rules.ts';
import { workspaceRules } from './rules/xdc/rules.ts';

/** Every rule there is, sorted by code. */
export const allRules: readonly Rule[] = [
  ...structureRules,
  ...placeholderRules,
  ...metadataRules,
  ...tableRules,
  ...referenceRules,
  ...lifecycleRules,
  ...workspaceRules,
  ...templateRules,
  ...qualityRules,
].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

export const documentRules: readonly DocumentRule[] = allRules.filter((rule) => rule.scope === 'document');
export const rulesOfWorkspace: readonly WorkspaceRule[] = allRules.filter((rule) => rule.scope === 'workspace');
export const rulesOfTemplate: readonly TemplateRule[] = allRules.filter((rule) => rule.scope === 'template');
