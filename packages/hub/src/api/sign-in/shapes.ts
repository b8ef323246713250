import { z } from 'zod';
import { rights } from '../../rights/right.ts';

export const id = z.string().min(1).max(100);
export const right = z.enum(rights);
export const email = z.string().min(3).max(320);
export const name = z.string().min(1).max(400);
/** Longer ones than are allowed are let through here, so that the answer says what is wrong. */
export const password = z.string().min(1).max(4_000);
export const secret = z.string().min(1).max(200);
export const day = z.iso.date();
export const moment = z.date();

export const actor = z.object({ kind: z.enum(['person', 'agent', 'service']), id: z.string(), name: z.string() });

export const person = z.object({
  id,
  kind: actor.shape.kind,
  email: z.string(),
  name: z.string(),
  admin: z.boolean(),
  createdAt: moment,
  endedAt: moment.nullable(),
});

export const newToken = z.strictObject({
  name,
  right: right.describe('The most that it may do'),
  workspace: id.nullable().default(null).describe('The only workspace that it reaches'),
  expiresAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

export const token = z.object({
  id,
  name: z.string(),
  right,
  workspace: z.string().nullable(),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable(),
});

export const madeToken = z.object({ id, secret: z.string().describe('Shown this once') });

export const absences = z.strictObject({
  absences: z
    .array(z.strictObject({ from: day.nullable().default(null), until: day.nullable().default(null) }))
    .max(50),
});

export const oneTimeLink = z.object({
  link: z.url().nullable().describe('Works once and is shown this once; null when it went by mail'),
});
