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
import { leastOfTeam } from './people/assurance.ts';
import { setUpLink } from './people/joining.ts';
import { openOidc } from './people/oidc-provider.ts';
import { linkMail } from './telling/link-mail.ts';
import { openMail } from './telling/mail.ts';
import { startWorkings } from './workings.ts';

/** What a team's hub needs of whoever starts it. */
export interface TeamPorts extends Omit<HubPorts, 'face'> {
  /** Hears the link by which the first administrator makes their account, while there is none. */
  readonly setUp: (link: string) => void;
}

/** Starts the hub of a team: people sign in, programs send tokens. Throws `CannotStart`. */
export async function startTeamHub(configuration: Configuration, ports: TeamPorts): Promise<Hub> {
  let found: string | null = null;
  const hub = await startHub(configuration, {
    ...ports,
    face: async (parts) => {
      found = await setUpLink(parts.database, parts.now());
      return teamFace(parts);
    },
  });
  if (found !== null) ports.setUp(linkOf(hub.url, found));
  return hub;
}

async function teamFace(parts: HubParts): Promise<Face> {
  const { mail } = parts.configuration;
  const transport = mail === null ? null : openMail({ ...mail, hub: parts.origin.origin });
  const people = signInPorts(parts, transport);
  const callerOf: Face['callerOf'] = async (request) => (await whoAsks(people, request))?.caller ?? null;
  const opensRoom = (request: IncomingMessage) => whoOpens(people, request);
  const workings = await startWorkings({ parts, least: leastOfTeam, opensRoom, callerOf });
  const aboutPeople: Routes = (app) => routesAboutPeople(app, people);
  return {
    callerOf,
    routes: [aboutPeople, ...workings.routes],
    pages: [joinPage, (app) => unsubscribePage(app, parts)],
    attach: workings.attach,
    stop: async () => {
      await workings.stop();
      transport?.close();
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
