import { Option } from 'commander';
import type { CommandFace } from './command.ts';

/** The command that writes a page about a workspace. */
export const reportFace: CommandFace = {
  name: 'report',
  arguments: [{ name: '[path...]', about: 'files and folders; this folder when left out' }],
  options: () => [
    new Option('--output <file>', 'where to write the page; "-" for standard output').default('specwright-report.html'),
    new Option('--title <text>', 'what stands above it; the name of the folder when left out'),
    new Option('--base-url <url>', 'link documents to where this folder can be read on the web, not to files'),
    new Option('--template <file>', 'read documents against this template, whatever else is found'),
    new Option(
      '--base <revision>',
      'take policy, template and signers from this git revision, and miss no event it has',
    ),
    new Option('--no-cache', 'check everything anew'),
    new Option('--json', 'print JSON, write no page'),
  ],
  examples: [
    ['specwright report', 'a page about this folder, in specwright-report.html'],
    ['specwright report specs --output public/index.html --title "Payments"', 'for a site'],
    ['specwright report --base-url https://git.example.org/team/specs/blob/main', 'with links to a git host'],
    ['specwright report --json', 'for programs'],
  ],
  load: () => import('./report.ts'),
};
