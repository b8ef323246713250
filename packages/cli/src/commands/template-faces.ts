import { InvalidArgumentError, Option } from 'commander';
import type { CommandFace } from './command.ts';

const paths = { name: '[path...]', about: 'files and folders; this folder when left out' };
const jsonOption = (): Option => new Option('--json', 'print JSON');
const mapOption = (): Option =>
  new Option('--map <old=new>', 'what became of a name or choice, where it is not plain; may be repeated').argParser(
    (value: string, previous: readonly string[] | undefined) => {
      if (!/^[^=]*[^=\s][^=]*=.*\S/u.test(value)) throw new InvalidArgumentError('Write it as OLD=NEW.');
      return [...(previous ?? []), value];
    },
  );

function stepNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

/** The commands about templates that change, in the order of the help text. */
export const templateVersionFaces: readonly CommandFace[] = [
  {
    name: 'template diff',
    arguments: [
      { name: '<old>', about: 'the template before; with --from the template itself' },
      { name: '[new]', about: 'the template after' },
    ],
    options: () => [
      new Option('--from <revision>', 'compare with the template as of a git revision'),
      new Option('--to <revision>', 'with --from: up to this revision instead of the file as it is'),
      mapOption(),
      jsonOption(),
    ],
    examples: [
      ['specwright template diff old.md new.md', 'two files'],
      ['specwright template diff templates/spec.md --from main', 'what this branch changed'],
      ['specwright template diff templates/spec.md --from v1 --to v2 --json', 'for programs'],
    ],
    load: () => import('./template-diff.ts'),
  },
  {
    name: 'template adopt',
    arguments: [paths],
    options: () => [
      new Option('--template <file>', 'the template that the documents follow'),
      new Option('--yes', 'record what was found; without it nothing is written'),
      jsonOption(),
    ],
    examples: [
      ['specwright template adopt specs', 'see which version each document fits'],
      ['specwright template adopt specs --yes', 'record it'],
    ],
    load: () => import('./template-adopt.ts'),
  },
  {
    name: 'template drift',
    arguments: [paths],
    options: () => [new Option('--template <file>', 'the template that the documents follow'), jsonOption()],
    examples: [
      ['specwright template drift specs', 'who follows which version, and what lies between'],
      ['specwright template drift specs --json', 'for programs'],
    ],
    load: () => import('./template-drift.ts'),
  },
  {
    name: 'template migrate',
    arguments: [paths],
    options: () => [
      new Option('--from <version>', 'the version to start from: a recorded digest, a file, or a git revision'),
      new Option('--to <file>', 'the template to bring them to, instead of the one they follow'),
      mapOption(),
      new Option('--step <n>', 'make one step only').argParser(stepNumber),
      new Option('--dry-run', 'show what would change, change nothing'),
      jsonOption(),
    ],
    examples: [
      ['specwright template migrate specs --dry-run', 'see every step and every change'],
      ['specwright template migrate specs', 'move them all'],
      ['specwright template migrate specs --from HEAD~1', 'from the template before the last commit'],
      ['specwright template migrate specs --map "In Review=Open"', 'say what a choice became'],
    ],
    load: () => import('./template-migrate.ts'),
  },
];
