import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { fellBy, type VerifiedDocument, type VerifiedSignOff, verify } from '@specwright/core/operations/verify.ts';
import { changesText } from '../terminal/diff-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet } from './command.ts';
import { nothingHere, skippedText } from './context.ts';
import { type HistoryCommand, openHistories } from './history-context.ts';
import { withPath } from './typed-command.ts';

/** `specwright verify [PATH…]`: 0 when every document is what it says, 1 when one is not, 2 when it cannot be told. */
export async function run(invocation: Invocation): Promise<number> {
  const opened = await openHistories(invocation);
  const { documents, skipped } = await verify.run(opened.context, {});
  const { terminal } = invocation;
  const mended = isSet(invocation, 'fix') ? await mend(documents, opened) : new Set<string>();
  if (isSet(invocation, 'json')) {
    const json = {
      documents: documents.map((one) => jsonOf(one, opened.display)),
      problems: opened.strangers,
      skipped: skipped.map((one) => ({ ...one, file: opened.display(one.file) })),
    };
    terminal.write(`${JSON.stringify(json, null, 2)}\n`);
  } else {
    terminal.say(skippedText(skipped, opened.display));
    if (opened.strangers.length > 0) terminal.say(strangersText(opened));
    const shown = documents.filter(
      ({ findings, signOffs, file }) =>
        findings.length > 0 || mended.has(file) || signOffs.some(({ state }) => state === 'stale'),
    );
    for (const document of shown) terminal.write(`${textOf(document, opened.display, mended, terminal)}\n`);
    terminal.write(summaryOf(documents, mended));
  }
  if (opened.workspace.missing.length > 0 || skipped.some(({ kind }) => kind === 'unreadable')) return 2;
  const failing = documents.some(({ findings, file }) =>
    findings.some(({ kind }) => kind !== 'status' || !mended.has(file)),
  );
  return failing || opened.strangers.length > 0 ? 1 : 0;
}

/** Lets each text say what its history says. */
async function mend(documents: readonly VerifiedDocument[], { context }: HistoryCommand): Promise<Set<string>> {
  const mended = new Set<string>();
  for (const { opened, view, file } of documents) {
    if (view.own.length === 0 && view.beside.length === 0) continue;
    await context.histories.record(opened, [], view);
    mended.add(file);
  }
  return mended;
}

function strangersText({ strangers }: HistoryCommand): string {
  return strangers.map(({ message, hint }) => `${printable(message)}\n  ${printable(hint)}\n`).join('');
}

function jsonOf(document: VerifiedDocument, display: (name: string) => string): unknown {
  const { status, signOffs, gates, findings } = document;
  return {
    file: display(document.file),
    status: status.claimed,
    effectiveStatus: status.state,
    signOffs: signOffs.map(({ role, required, by, verdict, state, assurance, changed, words, doubt, judged }) => ({
      role,
      required,
      by,
      verdict,
      state,
      assurance,
      changed,
      words: words.map(({ kind, what, address, name, before, after }) => ({
        kind,
        what,
        address,
        name,
        before,
        after,
      })),
      doubt,
      at: judged?.at ?? null,
      revision: judged?.event.revision ?? null,
    })),
    gates: gates.map(({ from, to, met, reports }) => ({
      from,
      to,
      met,
      missing: reports.flatMap(({ missing }) => missing.map(({ message }) => message)),
      waived: reports.flatMap(({ waived }) => waived),
    })),
    overridden: status.overridden.map(({ to, reason, by, at }) => ({ to, reason, by: by.id, at })),
    fallenFrom: status.fallenFrom === null ? null : { state: status.fallenFrom.state, why: fellBy(status.fallenFrom) },
    findings: findings.map(({ kind, message, hint }) => ({
      kind,
      message,
      hint: hint === null ? null : withPath(hint, display(document.file)),
    })),
  };
}

function textOf(
  document: VerifiedDocument,
  display: (name: string) => string,
  mended: ReadonlySet<string>,
  terminal: Terminal,
): string {
  const { palette } = terminal;
  const { status, signOffs, findings, file } = document;
  const path = display(file);
  const lines = [`${palette.strong(printable(path))}  ${printable(status.state ?? 'no lifecycle')}`];
  for (const { kind, message, hint } of findings) {
    const done = kind === 'status' && mended.has(file);
    const mark = done ? palette.good('✓') : palette.error('✗');
    lines.push(`  ${mark} ${printable(message)}${done ? ' (the line was corrected)' : ''}`);
    if (hint !== null && !done) lines.push(`    ${palette.dim(printable(withPath(hint, path)))}`);
  }
  let told = '';
  for (const signOff of signOffs) {
    lines.push(`  ${signOffLine(signOff)}`);
    const words = signOff.words.length === 0 ? '' : changesText(signOff.words.slice(0, mostWords), terminal);
    // Several people signed the same text as a rule, and then the same words changed for each.
    if (words !== '' && words !== told) for (const line of ['', ...indented(words), '']) lines.push(line);
    if (words !== '') told = words;
  }
  for (const { to, reason, by } of status.overridden) {
    lines.push(`  ${palette.warning('!')} ${printable(`${to} overrode its gate: ${reason} (${by.name})`)}`);
  }
  return lines.join('\n');
}

/** Changes shown under a sign-off; `diff` shows all. */
const mostWords = 6;

/** The lines of a text below something, set in. */
export function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `      ${line}`));
}

/** One line on a sign-off: by whom, how surely, and whether it stands. */
export function signOffLine({ role, by, verdict, state, assurance, changed, doubt }: VerifiedSignOff): string {
  if (by === null) return printable(`· ${role}: pending`);
  const mark = doubt !== null || state === 'stale' ? '·' : '✓';
  const parts =
    changed.length === 0 ? '' : `; changed since: ${changed.slice(0, 4).join(', ')}${changed.length > 4 ? ', …' : ''}`;
  const why = doubt === null ? '' : `; does not count: ${doubt}`;
  return printable(`${mark} ${role}: ${verdict} by ${by} (${assurance}), ${state}${parts}${why}`);
}

function summaryOf(documents: readonly VerifiedDocument[], mended: ReadonlySet<string>): string {
  if (documents.length === 0) return nothingHere;
  const failing = documents.filter(({ findings }) => findings.length > 0).length;
  const claimed = documents.some(({ signOffs }) =>
    signOffs.some(({ by, assurance }) => by !== null && assurance === 'claimed'),
  );
  const note = claimed ? '\nSome sign-offs are claimed only: nothing but a name in git proves who gave them' : '';
  const fixed = mended.size === 0 ? '' : `, ${counted(mended.size, 'text')} corrected`;
  const verdict = failing === 0 ? 'all as they say' : `${failing} not as ${failing === 1 ? 'it says' : 'they say'}`;
  return `${counted(documents.length, 'document')} verified: ${verdict}${fixed}${note}\n`;
}
