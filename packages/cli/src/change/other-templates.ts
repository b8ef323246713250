import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { RuleChange } from '@specwright/core/operations/ci/rules-changed.ts';
import type { TouchedFiles } from '@specwright/core/operations/ci.ts';
import type { VerifyOutput } from '@specwright/core/operations/verify.ts';
import { Checker } from '../engine/check-one.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';

/**
 * Touched documents that followed another template on the base, or follow none any more: who chooses the template chooses
 * the rules. `before` are the texts on the base, by the names that documents have now.
 */
export async function otherTemplates(
  { root, templates, settings, documents }: OpenWorkspace,
  { documents: verified, skipped }: VerifyOutput,
  before: ReadonlyMap<string, string>,
  { added }: TouchedFiles,
): Promise<RuleChange[]> {
  // A template that the change brings was nobody's.
  const found = templates.found.filter(({ file }) => !added.has(file));
  const setting = { root, templates: { ...templates, found }, check: settings, kept: false };
  const checker = new Checker(setting, await loadParser());
  const now = new Map<string, string | null>([
    ...verified.map(({ file, opened }) => [file, opened.review.current.bound.schema.file] as const),
    ...skipped.flatMap(({ kind, file }) => (kind === 'no-template' ? [[file, null] as const] : [])),
  ]);
  return documents.flatMap(({ name, path }): RuleChange[] => {
    const [text, follows] = [before.get(name), now.get(name)];
    if (text === undefined || follows === undefined) return [];
    const then = checker.open({ name, path, companion: null, text, base: null, history: null });
    if (then.kind !== 'open' || then.use.file === follows) return [];
    const what = follows === null ? 'No template fits the document' : `The document follows the template ${follows}`;
    return [{ file: name, message: `${what}, before it followed ${then.use.file}`, weaker: true }];
  });
}
