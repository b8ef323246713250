import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demand } from '../../rights/demand.ts';
import { writeCursor } from '../../search/cursor.ts';
import { markRead, notificationsOf, unreadOf } from '../../telling/notifications.ts';
import { badCursor, placeIn } from '../cursors.ts';
import { callerAt } from '../route-action.ts';
import { id, moment } from '../sign-in/shapes.ts';
import type { TellingPorts } from './ports.ts';

const tags = ['Notifications'];
const order = 'notifications';

const notification = z.object({
  id,
  kind: z.string(),
  document: z.object({ id, workspace: id, title: z.string() }).nullable(),
  what: z.string().describe('What to do, or what was done'),
  address: z.string().describe('Which part of the document; empty for the whole'),
  why: z.string(),
  by: z.string().nullable().describe('Printed name of who did it; null for the hub itself'),
  at: moment,
  readAt: moment.nullable(),
});

/** What concerns whoever asks. `/events` tells when another one comes. */
export const notificationRoutes: FastifyPluginAsyncZod<TellingPorts> = async (app, { database: { queries } }) => {
  app.get('/me/notifications', {
    config: { action: 'see notifications' },
    schema: {
      tags,
      summary: 'What concerns you, newest first, of documents that you may read',
      querystring: z.object({
        unread: z.stringbool().default(false).describe('Only what you have not read'),
        cursor: z.string().max(2_000).nullable().default(null),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({
          notifications: z.array(notification),
          next: z.string().nullable(),
          unread: z.number().int().describe('How many there are that you have not read'),
        }),
      },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      await demand(queries, caller, 'see notifications');
      const { unread, cursor, limit } = request.query;
      const before = placeOf(cursor);
      const found = await notificationsOf(queries, caller, { unread, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const isMore = found.length > limit && last !== undefined;
      return {
        notifications: page,
        next: isMore ? writeCursor(order, [last.at.toISOString(), last.id]) : null,
        unread: await unreadOf(queries, caller),
      };
    },
  });

  app.post('/me/notifications/read', {
    config: { action: 'manage own account' },
    schema: {
      tags,
      summary: 'Mark some as read, or all of them',
      body: z.strictObject({ ids: z.array(id).max(1_000).nullable().describe('Null for all of them') }),
      response: { 200: z.object({ unread: z.number().int() }) },
    },
    handler: async (request) => {
      const caller = callerAt(request);
      await demand(queries, caller, 'manage own account');
      await markRead(queries, caller.account, request.body.ids ?? 'all');
      return { unread: await unreadOf(queries, caller) };
    },
  });
};

function placeOf(cursor: string | null): { readonly at: Date; readonly id: string } | null {
  const place = placeIn(order, cursor, ['', ''] as const);
  if (place === null) return null;
  const at = new Date(place[0]);
  if (Number.isNaN(at.getTime())) throw badCursor();
  return { at, id: place[1] };
}
