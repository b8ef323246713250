import type { IncomingMessage } from 'node:http';
import type { Face, Routes } from './api/app.ts';
import { linkOf } from './api/sign-in/handed-link.ts';
import { routesAboutPeople } from './api/sign-in/routes.ts';
import { type SignInPorts, whoAsks, whoOpens } from './api/sign-in/who-asks.ts';
import type { Configuration } from './configuration.ts';
import { type Hub, type HubParts, type HubPorts, startHub } from './hub.ts';
import { type FolderPort, FolderTrouble } from './mirror/folder-port.ts';
import { setUpLink } from './people/joining.ts';
import { openOidc } from './people/oidc-provider.ts';
import { callerOf } from './telling/whom.ts';
import { startWorkings, type WorkingsInput } from './workings.ts';

/** What a team's hub needs of whoever starts it. */
export interface TeamPorts extends Omit<HubPorts, 'face'> {
  /** Hears the link by which the first administrator makes their account, while there is none. */
  readonly setUp: (link: string) => void;
  /** Opens a folder that a workspace is kept in step with. Throws `FolderTrouble` unless it is below `within`. */
  readonly openFolder: (folder: string, within: string) => FolderPort;
}

/** Starts the hub of a team: people sign in, programs send tokens. Throws `CannotStart`. */
export async function startTeamHub(configuration: Configuration, ports: TeamPorts): Promise<Hub> {
  let found: string | null = null;
  const hub = await startHub(configuration, {
    ...ports,
    face: async (parts) => {
      found = await setUpLink(parts.database, parts.now());
      return teamFace(parts, ports);
    },
  });
  if (found !== null) ports.setUp(linkOf(hub.url, found));
  return hub;
}

async function teamFace(parts: HubParts, ports: TeamPorts): Promise<Face> {
  const people = signInPorts(parts);
  const whoAsksNow: Face['callerOf'] = async (request) => (await whoAsks(people, request))?.caller ?? null;
  const opensRoom = (request: IncomingMessage) => whoOpens(people, request);
  const folders = foldersOf(parts.configuration, ports);
  const workings = await startWorkings({ parts, least: 'session', opensRoom, callerOf: whoAsksNow, folders });
  const aboutPeople: Routes = (app) => routesAboutPeople(app, people);
  return {
    callerOf: whoAsksNow,
    routes: [aboutPeople, ...workings.routes],
    attach: workings.attach,
    stop: workings.stop,
  };
}

/** Mirrors are made in the name of whoever set them up, which proves nothing of who writes into the folder. */
function foldersOf({ mirrors }: Configuration, { openFolder }: TeamPorts): WorkingsInput['folders'] {
  return {
    openFolder: (folder) => {
      if (mirrors === null) throw new FolderTrouble('This hub keeps no folders in step', 'Start it with --mirrors DIR');
      return openFolder(folder, mirrors);
    },
    callerOf: async (queries, account) => {
      const caller = await callerOf(queries, account);
      return caller && { ...caller, via: 'folder' };
    },
  };
}

function signInPorts({ configuration, database, origin, now }: HubParts): SignInPorts {
  const { oidc, passwords } = configuration;
  // Links go by hand until there is a page that they lead to.
  const ports = { database, origin, passwords, now, mailLink: null };
  if (oidc === null) return { ...ports, oidc };
  const callback = new URL('/api/v1/sign-in/provider/callback', origin);
  return { ...ports, oidc: { provider: openOidc({ ...oidc, callback }), name: oidc.name } };
}
