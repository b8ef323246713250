import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { rightRoutes } from '../rights/right-routes.ts';
import { roleRoutes } from '../rights/role-routes.ts';
import { absenceRoutes } from './absence-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { endingRoutes } from './ending-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { joiningRoutes } from './joining-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import type { SignInPorts } from './who-asks.ts';

/** All routes about people and their rights. The application has `@fastify/cookie`, the compilers of zod, and an answer for a `Problem`. */
export const routesAboutPeople: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const own = [signInRoutes, providerRoutes, joiningRoutes, ownAccountRoutes, deviceRoutes];
  const others = [
    absenceRoutes,
    tokenRoutes,
    peopleRoutes,
    endingRoutes,
    invitationRoutes,
    groupRoutes,
    memberRoutes,
    rightRoutes,
    roleRoutes,
  ];
  for (const routes of [...own, ...others]) await routes(app, ports);
};
