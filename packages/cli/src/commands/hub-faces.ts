import { flagsOf, flagsOfPlace, type HubKind } from '@specwright/hub/configuration.ts';
import { Option } from 'commander';
import { wholeNumber } from './collect.ts';
import type { CommandFace } from './command.ts';

const optionsOf = (kind: HubKind) => (): Option[] => flagsOf(kind).map(({ flag, about }) => new Option(flag, about));

const serveFace: CommandFace = {
  name: 'serve',
  arguments: [{ name: '[folder]', about: 'the folder with the documents; this one when left out' }],
  options: optionsOf('serve'),
  examples: [
    ['specwright serve specs', 'open the address that it prints; Ctrl+C ends it'],
    ['specwright serve specs --port 8080', 'on a port of your own'],
  ],
  load: () => import('./serve.ts'),
};

const hubFace: CommandFace = {
  name: 'hub',
  arguments: [],
  options: optionsOf('hub'),
  examples: [
    ['specwright hub --data /srv/specwright', 'on this machine, with a database of its own'],
    ['specwright hub --host 0.0.0.0 --public-url https://specs.example.com', 'for a team, behind a proxy with TLS'],
  ],
  load: () => import('./hub.ts'),
};

const placeOptions = (): Option[] => flagsOfPlace().map(({ flag, about }) => new Option(flag, about));
const jsonOption = (): Option => new Option('--json', 'print what was done as JSON');

const backupFace: CommandFace = {
  name: 'hub backup',
  arguments: [{ name: '<file>', about: 'a new file; no file is written over' }],
  options: () => [...placeOptions(), jsonOption()],
  examples: [['specwright hub backup monday.hub --data /srv/specwright', 'everything in one file, as it stands now']],
  load: () => import('./hub-backup.ts'),
};

const restoreFace: CommandFace = {
  name: 'hub restore',
  arguments: [{ name: '<file>', about: 'what hub backup wrote' }],
  options: () => [...placeOptions(), jsonOption()],
  examples: [['specwright hub restore monday.hub --data /srv/new', 'into a hub that holds nothing and does not run']],
  load: () => import('./hub-restore.ts'),
};

const rebuildFace: CommandFace = {
  name: 'hub rebuild',
  arguments: [],
  options: () => [...placeOptions(), jsonOption()],
  examples: [['specwright hub rebuild --data /srv/specwright', 'loses nothing; the hub may run']],
  load: () => import('./hub-rebuild.ts'),
};

const ofHub = (about: string): Option[] => [
  new Option('--workspace <name>', about),
  new Option('--document <file>', 'only this document of the workspace, by its file or its id'),
];

const auditExportFace: CommandFace = {
  name: 'audit export',
  arguments: [{ name: '<file>', about: 'a new file; no file is written over' }],
  options: () => [...ofHub('the workspace, by its name or its id'), ...placeOptions(), jsonOption()],
  examples: [
    ['specwright audit export plans.bundle --workspace plans', 'texts, histories, rules and journal; the hub may run'],
    ['specwright verify-bundle plans.bundle', 'then proves it, without the hub'],
  ],
  load: () => import('./audit-export.ts'),
};

const auditListFace: CommandFace = {
  name: 'audit list',
  arguments: [],
  options: () => [
    ...ofHub('only what was done in this workspace'),
    new Option('--who <email>', 'only what this person or program did'),
    new Option('--what <action>', 'only this: sign, move, edit, "sign in" …'),
    new Option('--limit <count>', 'how many, 200 at most; 50 when left out').argParser(wholeNumber),
    ...placeOptions(),
    jsonOption(),
  ],
  examples: [['specwright audit list --workspace plans --what sign', 'who signed what, from where, and when']],
  load: () => import('./audit-list.ts'),
};

/** The commands about hubs, in the order of the help text. */
export const hubFaces: readonly CommandFace[] = [
  serveFace,
  hubFace,
  backupFace,
  restoreFace,
  rebuildFace,
  auditListFace,
  auditExportFace,
];
