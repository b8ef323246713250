import type { IncomingMessage } from 'node:http';
import type { Transporter } from 'nodemailer';
import type { Face, Routes } from './api/app.ts';
import { linkOf } from './api/sign-in/handed-link.ts';
import { routesAboutPeople } from './api/sign-in/routes.ts';
import { type SignInPorts, whoAsks, whoOpens } from './api/sign-in/who-asks.ts';
import { joinPage } from './api/web-pages/join-page.ts';
import { unsubscribePage } from './api/web-pages/unsubscribe-page.ts';
import type { Configuration } from './configuration.ts';
import { type Hub, type HubParts, type HubPorts, startHub } from './hub.ts';
import { type FolderPort, FolderTrouble } from './mirror/folder-port.ts';
import { leastOfTeam } from './people/assurance.ts';
import { setUpLink } from './people/joining.ts';
import { openOidc } from './people/oidc-provider.ts';
import { linkMail } from './telling/link-mail.ts';
import { openMail } from './telling/mail.ts';
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
  const { mail } = parts.configuration;
  const transport = mail === null ? null : openMail({ ...mail, hub: parts.origin.origin });
  const people = signInPorts(parts, transport);
  const whoAsksNow: Face['callerOf'] = async (request) => (await whoAsks(people, request))?.caller ?? null;
  const opensRoom = (request: IncomingMessage) => whoOpens(people, request);
  const folders = foldersOf(parts.configuration, ports);
  const workings = await startWorkings({ parts, least: leastOfTeam, opensRoom, callerOf: whoAsksNow, folders });
  const aboutPeople: Routes = (app) => routesAboutPeople(app, people);
  return {
    callerOf: whoAsksNow,
    routes: [aboutPeople, ...workings.routes],
    pages: [joinPage, (app) => unsubscribePage(app, parts)],
    attach: workings.attach,
    stop: async () => {
      await workings.stop();
      transport?.close();
    },
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

function signInPorts({ configuration, database, origin, now }: HubParts, transport: Transporter | null): SignInPorts {
  const { oidc, passwords, mail } = configuration;
  const mailLink = transport === null || mail === null ? null : linkMail(transport, { ...mail, hub: origin.origin });
  const ports = { database, origin, passwords, now, mailLink };
  if (oidc === null) return { ...ports, oidc };
  const callback = new URL('/api/v1/sign-in/provider/callback', origin);
  return { ...ports, oidc: { provider: openOidc({ ...oidc, callback }), name: oidc.name } };
}
