import type { Anchor } from '@specwright/core/lifecycle/anchor.ts';
import { verdicts } from '@specwright/core/lifecycle/event.ts';
import type { RoleSince } from '@specwright/core/operations/since-sign-off.ts';
import type { ToldThread } from '@specwright/core/operations/threads.ts';
import { z } from 'zod';
import { reactionSigns } from '../../review/reactions.ts';
import { actor, change, segment } from './answers.ts';

// What the API answers about reviews. Each shape is held to core's type by the compiler.

const words = z.string();
const maybe = z.string().nullable();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

const anchor = z.object({
  state: z
    .enum(['exact', 'moved', 'changed', 'gone'])
    .describe('exact and moved: on the same words; changed: on what became of them; gone: on what held them'),
  range: z
    .object({ start: z.number().int(), end: z.number().int() })
    .nullable()
    .describe('In UTF-16 units of the text of `revision`; null in a companion file'),
  address: words.describe('Of the part, as it is called now'),
  quote: words.describe('The words as they stood; empty for a whole part'),
  words: maybe.describe('The words that stand there now'),
}) satisfies z.ZodType<Anchor>;

const entry = z.object({
  event: words,
  kind: z.enum(['thread-opened', 'replied', 'resolved']),
  by: actor,
  at: words,
  text: maybe,
});

const thread = z.object({
  id: words,
  state: z.enum(['open', 'resolved']),
  blocking: z.boolean(),
  anchor,
  shown: words.describe('The revision that it was opened on'),
  suggestion: maybe.describe('Words to be put in the place of the quote'),
  applied: z.boolean().describe('Whether that was done'),
  entries: list(
    entry.extend({
      mentions: list(words).describe('E-mails of those whom it mentions'),
      reactions: list(z.object({ sign: z.enum(reactionSigns), by: list(words), mine: z.boolean() })),
    }),
  ),
}) satisfies z.ZodType<Omit<ToldThread, 'entries'>>;

export const threadPage = z.object({
  revision: words.describe('The text in which the anchors count'),
  threads: list(thread),
  next: maybe.describe('The cursor of the next page; null on the last'),
});

const part = z.object({
  address: words,
  name: words,
  held: z.boolean().describe('Whether the role has to have read it'),
  before: maybe.describe('As it was written when you signed'),
  after: maybe,
  words: list(segment),
});

export const sinceSignOffs = z.object({
  revision: words.describe('What is shown here; sign it with `shown`'),
  roles: list(
    z.object({
      role: words,
      required: z.boolean(),
      holds: list(words),
      signOff: z
        .object({ event: words, verdict: z.enum(verdicts), reason: maybe, at: words, revision: words })
        .nullable(),
      parts: list(part).nullable().describe('What is another text now; null when there is nothing to compare with'),
      changes: list(change),
      why: maybe.describe('Why it is your turn to sign; null when it is not'),
    }),
  ) satisfies z.ZodType<readonly RoleSince[]>,
});
