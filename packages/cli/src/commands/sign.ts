import { createInterface } from 'node:readline/promises';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { roleNamed, whyBarred } from '@specwright/core/lifecycle/decide.ts';
import type { Actor, Verdict } from '@specwright/core/lifecycle/event.ts';
import { verdicts } from '@specwright/core/lifecycle/event.ts';
import { partsByRole } from '@specwright/core/lifecycle/parts.ts';
import { actsFor } from '@specwright/core/lifecycle/people.ts';
import { foldPerson, type RolePolicy, sameState } from '@specwright/core/lifecycle/policy.ts';
import { changesSince, lastSignOff } from '@specwright/core/lifecycle/since-sign-off.ts';
import { telling } from '@specwright/core/lifecycle/tell.ts';
import { openOne } from '@specwright/core/operations/act.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { commandLine } from '@specwright/core/text/command-line.ts';
import { Failure } from '../failure.ts';
import { changesText } from '../terminal/diff-text.ts';
import { type Invocation, isSet, listOption, textOption } from './command.ts';
import { type HistoryCommand, openOneHistory } from './history-context.ts';
import { skippedFailure, tellOutcome } from './outcome.ts';

/** `specwright sign PATH`: shows what changed since this person signed last, asks, and records the answer. */
export async function run(invocation: Invocation): Promise<number> {
  const command = await openOneHistory(invocation);
  if (command === null) return 2;
  const { context, display, path, actors } = command;
  const opened = await openOne(context);
  if (!('review' in opened)) throw skippedFailure(opened, display);
  const by = await actors.here();
  const role = roleOf(opened, by, textOption(invocation, 'role'));
  const verdict = verdictOf(invocation);
  const shown = await shownRevision(opened, role, by.id, verdict, invocation, command);
  if (shown === null) {
    invocation.terminal.say('Nothing was signed\n');
    return 1;
  }
  const scope = listOption(invocation, 'scope');
  const output = await sign.run(context, {
    role,
    verdict,
    reason: textOption(invocation, 'reason'),
    scope: scope.length === 0 ? null : scope,
    shown,
    dryRun: isSet(invocation, 'dryRun'),
  });
  const words = output.kind === 'done' ? telling(output.event, output.history) : '';
  return tellOutcome(output, words, invocation, display, path);
}

/**
 * The role that was named; else the only one that this person holds.
 *
 * @throws {Failure} when there is no such role, or it must be said which
 */
function roleOf({ review }: OpenReview, by: Actor, named: string | null): string {
  const role = named === null ? onlyRole(review, by.id) : roleNamed(review, named);
  if ('kind' in role) throw new Failure(role.message, role.hint);
  // Nobody is asked to read what they may not sign.
  const barred = whyBarred(role, by, review);
  if (barred !== null) throw new Failure(barred.message, barred.hint);
  return role.name;
}

/** The only role that somebody holds, or the only one there is. */
function onlyRole(review: OpenReview['review'], id: string): RolePolicy {
  const { roles } = review.policy;
  const own = roles.filter((role) => role.people.length > 0 && actsFor(id, role, review.today, review));
  const [first] = own.length > 0 ? own : roles;
  if (first !== undefined && (own.length === 1 || roles.length === 1)) return first;
  throw new Failure(
    roles.length === 0 ? 'No role signs these documents' : 'In which role?',
    roles.length === 0
      ? 'A sign-off table in the template, or lifecycle.roles in specwright.yaml, names roles'
      : `Say it with --role: ${roles.map(({ name }) => commandLine([name])).join(', ')}`,
  );
}

const typed: Readonly<Record<string, Verdict>> = {
  approve: 'Approved',
  changes: 'Changes Requested',
  abstain: 'Abstained',
  recuse: 'Recused',
};

function verdictOf(invocation: Invocation): Verdict {
  const written = textOption(invocation, 'verdict') ?? 'approve';
  return typed[written] ?? verdicts.find((verdict) => sameState(verdict, written)) ?? 'Approved';
}

/** The text the signer has seen: the revision they name, or the one that is shown now and that they say yes to. */
async function shownRevision(
  opened: OpenReview,
  role: string,
  by: string,
  verdict: Verdict,
  invocation: Invocation,
  { display }: HistoryCommand,
): Promise<string | null> {
  const { terminal } = invocation;
  const named = textOption(invocation, 'revision');
  if (named !== null) {
    if (!/^[0-9a-f]{8,64}$/u.test(named)) {
      throw new Failure(
        `${JSON.stringify(named)} is no revision`,
        'It is the SHA-256 of the text, 8 to 64 hex digits; specwright sign shows it',
      );
    }
    return opened.revision.startsWith(named) ? opened.revision : named;
  }
  terminal.say(
    lookText(
      opened,
      role,
      by,
      verdict,
      display,
      terminal.sayInteractive ? terminal : { ...terminal, palette: terminal.sayPalette },
    ),
  );
  if (isSet(invocation, 'yes')) return opened.revision;
  if (!process.stdin.isTTY) {
    throw new Failure(
      'Nobody is here to ask whether this is signed',
      `Say which text was read: --revision ${opened.revision.slice(0, 16)}`,
    );
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`\nSign as ${role}: ${verdict}? [y/N] `);
  asking.close();
  return /^y(?:es)?$/iu.test(answer.trim()) ? opened.revision : null;
}

/** What a signer has to look at: everything the first time, then what changed in it since. */
function lookText(
  { review, revision, file }: OpenReview,
  role: string,
  by: string,
  verdict: Verdict,
  display: (name: string) => string,
  terminal: Invocation['terminal'],
): string {
  const head = `${printable(display(file))}, revision ${revision.slice(0, 16)}\n`;
  const held = review.policy.roles.find(({ name }) => sameState(name, role));
  const parts = held === undefined ? [] : (partsByRole(review.current, review.policy).get(held) ?? []);
  const note = held?.required === true && verdict === 'Approved' ? editedText(parts, by, review) : '';
  const last = lastSignOff(review, by, role);
  const since = last === null ? null : changesSince(review, last);
  if (last === null || since === null) {
    const what = held?.scope === null ? 'the whole document' : `${counted(parts.length, 'part')}: ${parts.join(', ')}`;
    return `${head}You have not signed this as ${role} before. ${role} holds ${printable(what)}\n${note}`;
  }
  const when = `since you signed on ${last.at.slice(0, 10)} (${last.verdict})`;
  if (since.parts.length === 0) return `${head}Nothing that ${role} holds changed ${when}\n${note}`;
  return `${head}Changed ${when}: ${printable(since.parts.join(', '))}\n\n${changesText(since.changes, terminal)}\n${note}`;
}

/** Nobody's own edit counts as approved by them: better said before they sign. */
function editedText(parts: readonly string[], by: string, { policy, authorship }: OpenReview['review']): string {
  const own = parts.filter((part) => authorship.edits.get(part)?.who.has(foldPerson(by)) === true);
  if (!policy.separation.editors || own.length === 0) return '';
  return `You edited ${printable(own.join(', '))} last, so somebody else has to approve that as well\n`;
}
