import { z } from 'zod';
import { assurances, gateNames } from '../lifecycle/policy.ts';

const person = z.string().min(1).max(320);
const day = z.iso.date();
const anyoneOr = z.union([z.enum(['anyone', 'nobody']), z.array(person)], {
  error: 'must be `anyone`, `nobody` or a list of people',
});

const move = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  gates: z.array(z.enum(gateNames)).describe('What must be met').optional(),
  override: anyoneOr.describe('Who may move although a gate is not met; it is shown for ever').optional(),
  by: z
    .union([z.literal('anyone'), z.array(person)])
    .describe('Who may move')
    .optional(),
});

const role = z.strictObject({
  required: z.boolean().describe('Whether nothing is approved without it').optional(),
  people: z.array(person).describe('E-mail addresses of those who hold it').optional(),
  deputies: z.array(person).describe('Who may act while one of them is absent').optional(),
  absent: z
    .array(z.strictObject({ who: person, from: day.optional(), until: day.optional() }))
    .describe('Who is away, and when')
    .optional(),
  scope: z.array(z.string().min(1)).describe('Addresses of what it reads, each with all below it').optional(),
});

/** The `lifecycle` of the configuration: what a team wants otherwise than the template implies. */
export const lifecycleShape = z.strictObject({
  states: z.array(z.string().min(1)).min(2).describe('The states, in order').optional(),
  moves: z.array(move).describe('The only moves there are').optional(),
  roles: z.record(z.string(), role).describe('Who signs, by the name of the role').optional(),
  assurance: z.enum(assurances).describe('How surely the author of an event must be known').optional(),
  separation: z
    .strictObject({ authors: z.boolean().optional(), editors: z.boolean().optional() })
    .describe('Whether authors, and last editors of a section, are kept from signing it for a required role')
    .optional(),
  agents: z.array(person).describe('Agents and services that may sign').optional(),
  waivers: anyoneOr.describe('Who may waive tasks and metrics').optional(),
});
