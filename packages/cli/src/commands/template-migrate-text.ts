import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { Migrating, TemplateMigration } from '@specwright/core/operations/template-migrate.ts';
import { shortDigest } from '@specwright/core/operations/template-version.ts';
import { isBreaking } from '@specwright/core/template/compatibility-change.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A migration as it is told. */
export interface ToldMigration {
  readonly migration: TemplateMigration;
  readonly moving: readonly Migrating[];
  readonly dryRun: boolean;
  readonly display: (name: string) => string;
}

/** The documents that go one way: from one version to another. */
interface Way {
  readonly first: Migrating;
  readonly documents: readonly Migrating[];
}

function waysOf(moving: readonly Migrating[]): readonly Way[] {
  const ways = new Map<string, Migrating[]>();
  for (const document of moving) {
    const key = `${document.from.digest} ${document.to.digest}`;
    const known = ways.get(key);
    if (known === undefined) ways.set(key, [document]);
    else known.push(document);
  }
  return [...ways.values()].map((documents) => ({ first: documents[0] as Migrating, documents }));
}

export function jsonOfMigration({ migration, moving, dryRun, display }: ToldMigration): object {
  return {
    dryRun,
    ways: waysOf(moving).map(({ first, documents }) => ({
      from: { file: display(first.from.file), digest: first.from.digest },
      to: { file: display(first.to.file), digest: first.to.digest },
      steps: first.plan.steps.map((step, place) => ({ ...step, documents: changedBy(documents, place) })),
      documents: documents.map(({ file, before, migrated }) => ({
        file: display(file),
        changed: isChanged({ before, migrated }),
        conflict: migrated.conflict,
      })),
    })),
    current: migration.current,
    unknown: migration.unknown.map(display),
  };
}

/** Each step with the number of documents it concerns, what a person must decide, and the documents left alone. */
export function textOfMigration(told: ToldMigration, terminal: Terminal): string {
  const { migration, moving, dryRun, display } = told;
  const { palette } = terminal;
  if (moving.length === 0) {
    const { current, unknown } = migration;
    if (current > 0) return `Nothing to do: ${counted(current, 'document')} on the current version already\n`;
    return unknown.length > 0 ? '' : 'No documents here follow a template\n';
  }
  const lines: string[] = [];
  for (const { first, documents } of waysOf(moving)) {
    const { from, to } = first;
    const name = from.file === to.file ? display(to.file) : `${display(from.file)} → ${display(to.file)}`;
    const digests = palette.dim(`${shortDigest(from.digest)} → ${shortDigest(to.digest)}`);
    lines.push(`${palette.strong(printable(name))}  ${digests}  ${counted(documents.length, 'document')}`, '');
    for (const line of stepLines(documents, first, terminal)) lines.push(line);
    for (const line of undecidedLines(first, terminal)) lines.push(line);
    for (const line of conflictLines(documents, display, terminal)) lines.push(line);
    lines.push('');
  }
  const changed = moving.filter(isChanged).length;
  const left = moving.filter(({ migrated }) => migrated.conflict !== null).length;
  const verb = dryRun ? 'would change' : 'changed';
  const same = moving.length - changed - left;
  lines.push(`${counted(changed, 'document')} ${verb}, ${same} fitted already, ${left} left alone`);
  return `${lines.join('\n')}\n`;
}

function stepLines(documents: readonly Migrating[], { plan }: Migrating, { palette }: Terminal): string[] {
  if (plan.steps.length === 0) return [palette.dim('  Nothing that documents must follow')];
  const width = String(plan.steps.length).length;
  return plan.steps.map((step, place) => {
    const count = changedBy(documents, place);
    const said = `${counted(count, 'document')}`;
    return `  ${String(place + 1).padStart(width)}. ${printable(step.title)}  ${count === 0 ? palette.dim(said) : palette.good(said)}`;
  });
}

function undecidedLines({ plan }: Migrating, { palette }: Terminal): string[] {
  const open = plan.changes.filter((change) => isBreaking(change) && change.step === null);
  if (open.length === 0) return [];
  return ['', palette.warning('A person must decide:'), ...open.map(({ message }) => `  ${printable(message)}`)];
}

/** More are in the JSON. */
const mostConflicts = 20;

function conflictLines(
  documents: readonly Migrating[],
  display: (name: string) => string,
  { palette }: Terminal,
): string[] {
  const conflicts = documents.filter(({ migrated }) => migrated.conflict !== null);
  if (conflicts.length === 0) return [];
  const shown = conflicts
    .slice(0, mostConflicts)
    .map(({ file, migrated }) => `  ${printable(`${display(file)}: ${migrated.conflict}`)}`);
  const more =
    conflicts.length > mostConflicts ? [`  … and ${conflicts.length - mostConflicts} more (--json has all)`] : [];
  return ['', palette.warning('Left alone:'), ...shown, ...more];
}

function changedBy(documents: readonly Migrating[], place: number): number {
  return documents.filter(({ migrated }) => migrated.changed[place] === true).length;
}

function isChanged({ before, migrated }: Pick<Migrating, 'before' | 'migrated'>): boolean {
  return migrated.text !== before.text || migrated.companion !== before.companion;
}
