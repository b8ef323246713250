import { policyOf } from '../../lifecycle/policy.ts';
import { compareTemplates } from '../../template/compatibility.ts';
import { isBreaking } from '../../template/compatibility-change.ts';
import type { Schema } from '../../template/schema.ts';
import type { Config } from '../../workspace/config.ts';
import { policyChanges } from './policy-changes.ts';

/** Everything that documents are judged by, at one moment. */
export interface Rules {
  readonly config: Config;
  /** Text of the file of allowed signers; null when there is none. */
  readonly signers: string | null;
  /** The templates of the workspace, by file. */
  readonly templates: ReadonlyMap<string, Schema>;
  /** How many findings the baseline holds; null without one. */
  readonly baseline: number | null;
}

/** One way in which a change alters the rules that it would be judged by. */
export interface RuleChange {
  readonly file: string;
  /** A sentence without a full stop. */
  readonly message: string;
  /** True when it lets something pass that did not pass before. */
  readonly weaker: boolean;
}

/** What a change makes of the rules; `configFile` and `baselineFile` are names of the workspace. */
export function rulesChanged(
  before: Rules,
  after: Rules,
  files: { readonly config: string; readonly baseline: string },
): RuleChange[] {
  return [
    ...unlike(policies(before, after)).map((change) => ({ file: files.config, ...change })),
    ...settingChanges(before.config, after.config).map((change) => ({ file: files.config, ...change })),
    ...signerChanges(before, after),
    ...templateChanges(before.templates, after.templates),
    ...baselineChange(before.baseline, after.baseline, files.baseline),
  ];
}

type Change = Omit<RuleChange, 'file'>;

/** The lifecycle of the documents of each template that is there before and after. */
function policies(before: Rules, after: Rules): Change[] {
  const choices = (config: Config, file: string) =>
    config.templates.find((entry) => entry.file === file)?.lifecycle ?? config.lifecycle;
  return [...before.templates].flatMap(([file, old]) => {
    const now = after.templates.get(file);
    if (now === undefined) return [];
    return policyChanges(policyOf(old, choices(before.config, file)), policyOf(now, choices(after.config, file)));
  });
}

/** Several templates share a policy as a rule, and then the same is said once. */
function unlike(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [change.message, change])).values()];
}

function settingChanges(before: Config, after: Config): Change[] {
  const changes: Change[] = [];
  for (const code of new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])) {
    const [was, is] = [before.rules[code], after.rules[code]];
    if (was !== is)
      changes.push({ message: `${code} is ${is ?? 'as by default'}, before ${was ?? 'as by default'}`, weaker: true });
  }
  const values = [
    ['failOn', 'The least severity that fails'],
    ['unexpectedSections', 'What is said of sections that the template does not have'],
    ['baseline', 'The file of the baseline'],
    ['history', 'The folder of the histories'],
    ['allowedSigners', 'The file of the keys that may sign'],
  ] as const;
  for (const [key, what] of values) {
    const [was, is] = [before[key] ?? 'none', after[key] ?? 'none'];
    if (was !== is) changes.push({ message: `${what} is ${is}, before ${was}`, weaker: true });
  }
  for (const glob of after.ignore) {
    if (!before.ignore.includes(glob))
      changes.push({ message: `Files that match ${glob} are no documents`, weaker: true });
  }
  for (const glob of before.ignore) {
    if (!after.ignore.includes(glob))
      changes.push({ message: `Files that match ${glob} may be documents`, weaker: false });
  }
  const mapped = ({ templates }: Config): string =>
    JSON.stringify(templates.map(({ file, documents, companion }) => [file, documents, companion]));
  if (mapped(before) !== mapped(after)) changes.push({ message: 'Documents follow other templates', weaker: true });
  return changes;
}

function signerChanges(before: Rules, after: Rules): RuleChange[] {
  const linesOf = (text: string | null): ReadonlySet<string> =>
    new Set((text ?? '').split(/\r?\n/u).filter((line) => line.trim() !== '' && !line.startsWith('#')));
  const [old, now] = [linesOf(before.signers), linesOf(after.signers)];
  const file = after.config.allowedSigners;
  const who = (line: string): string => line.trim().split(/\s/u, 1)[0] ?? '';
  return [
    ...[...now]
      .filter((line) => !old.has(line))
      .map((line) => ({ file, message: `A key may sign for ${who(line)} that could not before`, weaker: true })),
    ...[...old]
      .filter((line) => !now.has(line))
      .map((line) => ({ file, message: `A key may not sign for ${who(line)} any more`, weaker: false })),
  ];
}

function templateChanges(before: Rules['templates'], after: Rules['templates']): RuleChange[] {
  const gone = [...before.keys()].filter((file) => !after.has(file));
  return [
    ...gone.map((file) => ({ file, message: `The template ${file} is gone`, weaker: true })),
    ...[...after].flatMap(([file, now]): RuleChange[] => {
      const old = before.get(file);
      if (old === undefined) return [{ file, message: `The template ${file} is new`, weaker: false }];
      if (old.text === now.text) return [];
      const changes = compareTemplates(old, now);
      const less = changes.filter(({ severity }) => severity === 'compatible');
      const first = less[0]?.message ?? changes[0]?.message ?? 'its words are others';
      const counts = `${changes.filter(isBreaking).length} changes ask for more, ${less.length} for less`;
      return [{ file, message: `The template ${file} is another text: ${counts}; first: ${first}`, weaker: true }];
    }),
  ];
}

function baselineChange(before: number | null, after: number | null, file: string): RuleChange[] {
  if (after === null || after <= (before ?? 0)) return [];
  const more = after - (before ?? 0);
  return [{ file, message: `The baseline accepts ${more} more findings than before`, weaker: true }];
}
