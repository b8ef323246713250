import { flagsOf, type HubKind } from '@specwright/hub/configuration.ts';
import { Option } from 'commander';
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

/** The commands that serve over HTTP, in the order of the help text. */
export const hubFaces: readonly CommandFace[] = [serveFace, hubFace];
