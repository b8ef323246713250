import type { Face, Routes } from './api/app.ts';
import { linkOf } from './api/sign-in/handed-link.ts';
import { routesAboutPeople } from './api/sign-in/routes.ts';
import { type SignInPorts, whoAsks } from './api/sign-in/who-asks.ts';
import type { Configuration } from './configuration.ts';
import { type Hub, type HubParts, type HubPorts, startHub } from './hub.ts';
import { setUpLink } from './people/joining.ts';
import { openOidc } from './people/oidc-provider.ts';
import { linkMail } from './telling/link-mail.ts';
import { openMail } from './telling/mail.ts';

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

function teamFace(parts: HubParts): Face {
  const { mail } = parts.configuration;
  const server = mail === null ? null : { ...mail, hub: parts.origin.origin };
  const transport = server === null ? null : openMail(server);
  const mailLink = server === null || transport === null ? null : linkMail(transport, server);
  const people = signInPorts(parts, mailLink);
  const aboutPeople: Routes = (app) => routesAboutPeople(app, people);
  return {
    callerOf: async (request) => (await whoAsks(people, request))?.caller ?? null,
    routes: [aboutPeople],
    stop: async () => transport?.close(),
  };
}

function signInPorts(
  { configuration, database, origin, now }: HubParts,
  mailLink: SignInPorts['mailLink'],
): SignInPorts {
  const { oidc, passwords } = configuration;
  const others = { database, origin, passwords, mailLink, now };
  if (oidc === null) return { ...others, oidc };
  const callback = new URL('/api/v1/sign-in/provider/callback', origin);
  return { ...others, oidc: { provider: openOidc({ ...oidc, callback }), name: oidc.name } };
}
