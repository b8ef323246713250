import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { assuranceOf } from '../../people/assurance.ts';
import { type ActionRule, actions, allowed, type DocumentState } from '../../rights/actions.ts';
import { demand } from '../../rights/demand.ts';
import { placeOf, workspaceNamed } from '../../rights/places.ts';
import { type Right, rights } from '../../rights/right.ts';
import { rightOnHub } from '../../rights/right-on.ts';
import { callerAt } from '../route-action.ts';
import { actor, id, moment, right } from '../sign-in/shapes.ts';

const state = z.enum(['archived', 'removed', 'restricted']);

const ownAccount = z.object({
  ...{ account: id, actor, admin: z.boolean() },
  via: z.enum(['session', 'token', 'local', 'folder']),
  assurance: z.enum(['claimed', 'session', 'reauthenticated']),
  authenticatedAt: moment.nullable(),
  rightOnHub: right.nullable(),
});

const table = z.object({
  rights: z.array(right).describe('From least to most; each holds those before it'),
  actions: z.record(
    z.string(),
    z.object({
      on: z.enum(['document', 'workspace', 'hub']),
      least: right,
      never: z.array(state),
      only: z.array(state),
    }),
  ),
});

const may = z.object({ right, actions: z.array(z.string()).describe('What the right and the state let be asked for') });

/** Who asks, the table of rights, and what of it whoever asks may do somewhere: what a client shows and what it leaves out. */
export const ownRightRoutes: FastifyPluginAsyncZod<{ readonly database: Database; now(): Date }> = async (
  app,
  ports,
) => {
  const { queries } = ports.database;

  app.get('/me', {
    config: { action: 'see people' },
    schema: { tags: ['Own account'], summary: 'Who asks, and how surely that is known', response: { 200: ownAccount } },
    handler: async (request) => {
      const caller = callerAt(request);
      const { account, actor, admin, via, authenticatedAt } = caller;
      const assurance = assuranceOf(caller, ports.now());
      return { account, actor, admin, via, assurance, authenticatedAt, rightOnHub: rightOnHub(caller) };
    },
  });

  app.get('/rights', {
    config: { action: 'see people' },
    schema: {
      ...{ tags: ['Rights'], response: { 200: table } },
      summary: 'Who may do what: every action with the least right, and the states in which it can be done',
    },
    handler: async () => ({
      rights: [...rights],
      actions: Object.fromEntries(
        Object.entries(actions).map(([name, { on, least, never, only }]) => {
          return [name, { on, least, never: [...never], only: [...only] }];
        }),
      ),
    }),
  });

  app.get('/workspaces/:workspace/may', {
    config: { action: 'read workspace' },
    schema: {
      ...{ tags: ['Rights'], summary: 'What you may do with a workspace' },
      params: z.object({ workspace: z.string().min(1).max(100) }),
      response: { 200: may },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      const right = await demand(queries, caller, 'read workspace', { workspace });
      return { right, actions: actionsOn('workspace', right) };
    },
  });

  app.get('/documents/:document/may', {
    config: { action: 'see own right' },
    schema: {
      ...{ tags: ['Rights'], summary: 'What you may do with a document, before its policy is asked' },
      params: z.object({ document: id }),
      response: { 200: may.extend({ state: z.array(state) }) },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      const place = await placeOf(queries, caller, request.params.document);
      const right = await demand(queries, caller, 'see own right', place);
      const { archived, removed, restricted } = place.state;
      const states = { archived, removed, restricted };
      return {
        ...{ right, actions: actionsOn('document', right, place.state) },
        state: state.options.filter((name) => states[name]),
      };
    },
  });
};

function actionsOn(where: ActionRule['on'], right: Right, state?: DocumentState): string[] {
  const all = Object.entries(actions) as [keyof typeof actions, ActionRule][];
  return all.flatMap(([name, { on }]) => (on === where && allowed(right, name, state) ? [name] : []));
}
