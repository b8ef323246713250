import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { telling } from '@specwright/core/lifecycle/tell.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import { applySuggestion } from '@specwright/core/operations/apply-suggestion.ts';
import { archive } from '@specwright/core/operations/archive.ts';
import { assign } from '@specwright/core/operations/assign.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { delegate } from '@specwright/core/operations/delegate.ts';
import type { HistoryContext } from '@specwright/core/operations/history-context.ts';
import { hold } from '@specwright/core/operations/hold.ts';
import { measure } from '@specwright/core/operations/measure.ts';
import { move } from '@specwright/core/operations/move.ts';
import { reply } from '@specwright/core/operations/reply.ts';
import { resolveThread } from '@specwright/core/operations/resolve-thread.ts';
import { waive } from '@specwright/core/operations/waive.ts';
import { Failure } from '../failure.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { type Invocation, isSet, type RunCommand, textOption } from './command.ts';
import { openOneHistory } from './history-context.ts';
import { tellOutcome } from './outcome.ts';

/** A command that does one thing to one document. */
function acting(
  does: (context: HistoryContext, invocation: Invocation, workspace: OpenWorkspace) => Promise<ActOutput>,
): RunCommand {
  return async (invocation) => {
    const opened = await openOneHistory(invocation);
    if (opened === null) return 2;
    const { context, display, path } = opened;
    const output = await does(context, invocation, opened.workspace);
    const words = output.kind === 'done' ? telling(output.event, output.history) : '';
    return tellOutcome(output, words, invocation, display, path);
  };
}

const dryRun = (invocation: Invocation): boolean => isSet(invocation, 'dryRun');

export const runMove = acting((context, invocation) => {
  const override = isSet(invocation, 'override') ? (textOption(invocation, 'reason') ?? '') : null;
  return move.run(context, { to: word(invocation, 1), override, dryRun: dryRun(invocation) });
});

export const runAssign = acting((context, invocation) => {
  const said = (name: string): string | null | undefined => {
    const value = textOption(invocation, name);
    return value === null ? undefined : value === 'nobody' || value === 'none' ? null : value;
  };
  const [owner, team, decideBy] = [said('owner'), said('team'), said('decideBy')];
  if (owner === undefined && team === undefined && decideBy === undefined) {
    throw new Failure(
      'Assign it to whom?',
      'Give --owner NAME, --team NAME or --decide-by YYYY-MM-DD; "none" takes one away',
    );
  }
  if (decideBy != null) day(decideBy);
  return assign.run(context, { owner, team, decideBy, dryRun: dryRun(invocation) });
});

export const runHold = acting((context, invocation) => {
  const until = word(invocation, 1);
  const reason = textOption(invocation, 'reason') ?? '';
  return hold.run(context, { until: until === 'end' ? null : day(until), reason, dryRun: dryRun(invocation) });
});

export const runDelegate = acting((context, invocation) => {
  const until = textOption(invocation, 'until');
  return delegate.run(context, {
    role: word(invocation, 1),
    to: word(invocation, 2),
    until: until === null ? null : day(until),
    reason: textOption(invocation, 'reason'),
    dryRun: dryRun(invocation),
  });
});

export const runWaive = acting((context, invocation) =>
  waive.run(context, {
    gate: word(invocation, 1),
    what: optionalWord(invocation, 2) ?? '*',
    reason: textOption(invocation, 'reason') ?? '',
    dryRun: dryRun(invocation),
  }),
);

export const runArchive = acting((context, invocation, { root }) => {
  const by = textOption(invocation, 'by');
  const path = by === null ? null : resolve(invocation.workingFolder, by);
  if (path !== null && !existsSync(path)) throw new Failure(`There is no document ${by} to replace it`);
  return archive.run(context, {
    as: word(invocation, 1) as 'withdrawn' | 'replaced' | 'abandoned',
    replacedBy: path === null ? null : nameOf(root, path),
    reason: textOption(invocation, 'reason') ?? '',
    dryRun: dryRun(invocation),
  });
});

export const runComment = acting((context, invocation) =>
  comment.run(context, {
    address: word(invocation, 1),
    text: word(invocation, 2),
    quote: textOption(invocation, 'quote') ?? '',
    suggestion: textOption(invocation, 'suggest'),
    blocking: isSet(invocation, 'blocking'),
    dryRun: dryRun(invocation),
  }),
);

export const runReply = acting((context, invocation) =>
  reply.run(context, { thread: word(invocation, 1), text: word(invocation, 2), dryRun: dryRun(invocation) }),
);

export const runResolveThread = acting((context, invocation) =>
  resolveThread.run(context, {
    thread: word(invocation, 1),
    text: optionalWord(invocation, 2),
    dryRun: dryRun(invocation),
  }),
);

export const runApplySuggestion = acting((context, invocation) =>
  applySuggestion.run(context, { thread: word(invocation, 1), dryRun: dryRun(invocation) }),
);

export const runMeasure = acting((context, invocation) =>
  measure.run(context, { address: word(invocation, 1), value: word(invocation, 2), dryRun: dryRun(invocation) }),
);

function word(invocation: Invocation, place: number): string {
  return optionalWord(invocation, place) ?? '';
}

function optionalWord(invocation: Invocation, place: number): string | null {
  const value = invocation.arguments[place];
  return typeof value === 'string' ? value : null;
}

/** A day as it is typed. @throws {Failure} when it is none. */
function day(written: string): string {
  const read = /^\d{4}-\d{2}-\d{2}$/u.test(written) ? new Date(`${written}T00:00:00Z`) : null;
  // A day that a month does not have is read as one of the next month.
  const isDay = read !== null && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(written);
  if (!isDay) throw new Failure(`${JSON.stringify(written)} is no day`, 'Write it as 2026-03-31');
  return written;
}
