import { clip } from '../../diagnostic/render/cells.ts';
import { codeSpan, markdownWords } from '../../diagnostic/render/markdown-words.ts';
import { counted } from '../../diagnostic/summary.ts';
import type { Change } from '../../diff/change.ts';
import { elidedWords, firstWords } from '../../diff/elided-words.ts';
import { commandLine } from '../../text/command-line.ts';
import type { JudgedDocument } from '../ci.ts';
import type { VerifiedSignOff } from '../verify.ts';
import { listed, partName } from './headline.ts';
import { basisOf, type ChangeReport, inTheWay, nextCommand, statusText, titleOf } from './report.ts';

/** Longest stretch of words of a document or a person that is shown, in cells. */
const longest = 400;
const mostDocuments = 30;
const mostFindings = 50;
const mostWords = 6;
const mostMissing = 5;

/**
 * What people read of a change: in the summary of a job, and in a comment. No longer than `limit` UTF-16 units; what does
 * not fit is counted. Nothing that documents or people say acts in it: see `markdownWords`.
 */
export function changeMarkdown(report: ChangeReport, limit: number): string {
  const { judged, notes } = report;
  const talked = judged.documents.filter(isTalkedOf);
  const quiet = judged.documents.filter((document) => !isTalkedOf(document));
  const [title, ...more] = titleOf(judged);
  const blocks = [
    `### Specwright: ${words(title)}`,
    ...more.map((sentence) => `${words(sentence)}.`),
    ...notes.map((note) => `${words(note)}.`),
    ...judged.strangers.map(({ message, hint }) => `- ${words(message)}. ${words(hint)}`),
    ...talked.slice(0, mostDocuments).map((document) => documentBlock(document, report)),
    ...leftOut(talked.length - mostDocuments, 'document'),
    ...rulesBlock(report),
    ...findingBlocks(report),
    ...quietBlock(quiet, report),
    ...approvalsBlock(report),
  ];
  const footer = basisOf(judged)
    .map((sentence) => `${words(sentence)}.`)
    .join(' ');
  return fitted(blocks, footer === '' ? '' : `<sub>${footer}</sub>\n`, limit);
}

function isTalkedOf({ headline, problems, verified }: JudgedDocument): boolean {
  return headline !== null || problems.length > 0 || verified.signOffs.some(({ state }) => state === 'stale');
}

function words(text: string): string {
  return markdownWords(clip(text, longest));
}

function leftOut(count: number, what: string): string[] {
  return count > 0 ? [`… and ${counted(count, what)} more`] : [];
}

function documentBlock(document: JudgedDocument, { display }: ChangeReport): string {
  const { file, title, headline, problems, verified, next } = document;
  const lines = [`#### ${codeSpan(clip(display(file), longest))} ${words(title)}`, ''];
  if (headline !== null) lines.push(`**${words(headline)}**`, '');
  lines.push(`Status: ${words(statusText(document))}`, '');
  for (const { message, hint } of problems)
    lines.push(`- ${words(message)}${hint === null ? '' : `. ${hinted(hint, display(file))}`}`);
  if (problems.length > 0) lines.push('');
  for (const one of verified.signOffs) lines.push(`- ${signOffText(one, document)}`);
  lines.push('');
  for (const line of changedWords(verified.signOffs)) lines.push(line);
  const missing = inTheWay(document);
  if (next !== null && missing.length > 0) {
    lines.push(`In the way of ${words(next.move.to)}:`, '');
    for (const { message } of missing.slice(0, mostMissing)) lines.push(`- ${words(message)}`);
    for (const line of leftOut(missing.length - mostMissing, 'thing')) lines.push(`- ${line}`);
    lines.push('');
  }
  for (const { to, reason, by } of verified.status.overridden) {
    lines.push(`${words(by.name)} overrode the gate to ${words(to)}: ${words(reason)}`, '');
  }
  for (const line of commandText(document, display)) lines.push(line);
  return lines.join('\n').trimEnd();
}

/** A hint holds a command as a rule, with PATH for the document. */
function hinted(hint: string, path: string): string {
  return words(hint.replaceAll('PATH', () => commandLine([path])));
}

function signOffText(
  { role, by, verdict, state, assurance, changed, doubt }: VerifiedSignOff,
  { verified }: JudgedDocument,
): string {
  if (by === null) return `${words(role)}: pending`;
  const { bound } = verified.opened.review.current;
  const parts = [...new Set(changed.map((part) => partName(part, bound)))];
  const shown = parts.length > 6 ? [...parts.slice(0, 5), `${parts.length - 5} more`] : parts;
  const what = state === 'stale' ? `**stale**, changed since: ${words(listed(shown))}` : 'stands';
  const why = doubt === null ? '' : `; does not count: ${words(doubt)}`;
  return `${words(role)}: ${words(verdict ?? '')} by ${words(by)} (${assurance}), ${what}${why}`;
}

/** The words that changed since somebody signed. Several people signed the same text as a rule: then they stand once. */
function changedWords(signOffs: readonly VerifiedSignOff[]): string[] {
  const stale = signOffs.filter(({ words }) => words.length > 0);
  const byWords = new Map<string, VerifiedSignOff[]>();
  for (const signOff of stale) {
    const key = JSON.stringify(signOff.words);
    byWords.set(key, [...(byWords.get(key) ?? []), signOff]);
  }
  return [...byWords.values()].flatMap((group) => {
    const changes = group[0]?.words ?? [];
    const who = words(listed([...new Set(group.map(({ role }) => role))]));
    return [
      `What changed since ${who} signed:`,
      '',
      ...changes.slice(0, mostWords).flatMap((change) => [`> ${changeText(change)}`, '>']),
      ...leftOut(changes.length - mostWords, 'change').map((line) => `> ${line}`),
      '',
    ];
  });
}

function changeText({ path, section, name, kind, words: segments }: Change): string {
  const where = path.at(-1) ?? (section === '(title)' ? 'Title' : section === '(metadata)' ? name : 'Beginning');
  if (segments.length === 0) return `**${words(where)}** ${kind} ${words(name)}`;
  const shown = firstWords(elidedWords(segments), longest).map(({ kind: sort, text }) => {
    const part = markdownWords(text);
    return sort === 'removed' ? `<del>${part}</del>` : sort === 'added' ? `<ins>${part}</ins>` : part;
  });
  return `**${words(where)}** ${shown.join('')}`;
}

function commandText(document: JudgedDocument, display: ChangeReport['display']): string[] {
  const next = nextCommand(document);
  if (next === null) return [];
  const typed = commandLine(next.command.map((word) => (word === 'PATH' ? display(document.file) : word)));
  return [`Next${next.who === null ? '' : `, for ${words(next.who)}`}: ${codeSpan(clip(typed, longest))}`];
}

function rulesBlock({ judged, display }: ChangeReport): string[] {
  const { rules, base } = judged;
  if (rules.length === 0) return [];
  const lines = rules
    .slice(0, mostFindings)
    .map(
      ({ file, message, weaker }) =>
        `- ${codeSpan(clip(display(file), longest))}: ${words(message)}${weaker ? ' (weaker)' : ''}`,
    );
  const judgedBy = base === null ? '' : `; it was judged by those of ${words(base.name)}`;
  return [
    [
      `#### The change alters the rules${judgedBy}`,
      '',
      'Whoever owns the rules should look at this:',
      '',
      ...lines,
      ...leftOut(rules.length - mostFindings, 'change').map((line) => `- ${line}`),
    ].join('\n'),
  ];
}

/** Findings one by one, so that a limit takes the last ones; errors first. */
function findingBlocks({ findings }: ChangeReport): string[] {
  const counts = { error: 0, warning: 0, info: 0 };
  const shown: Record<'error' | 'warning', string[]> = { error: [], warning: [] };
  for (const { severity, file, start, code, message } of findings) {
    counts[severity] += 1;
    if (severity === 'info' || code === 'DOC908' || shown[severity].length >= mostFindings) continue;
    const where = codeSpan(`${clip(file, longest)}:${start.line}`);
    shown[severity].push(`- ${where} ${severity === 'error' ? '**error**' : severity} ${code}: ${words(message)}`);
  }
  const lines = [...shown.error, ...shown.warning].slice(0, mostFindings);
  if (lines.length === 0) return [];
  const rest = counts.error + counts.warning - lines.length;
  return [['#### Findings', '', ...lines, ...leftOut(rest, 'finding').map((line) => `- ${line}`)].join('\n')];
}

function quietBlock(documents: readonly JudgedDocument[], { display, judged }: ChangeReport): string[] {
  const lines = [
    ...documents.slice(0, mostDocuments).map((document) => {
      const missing = inTheWay(document).length;
      const way =
        document.next === null
          ? ''
          : `; ${missing === 0 ? 'nothing' : counted(missing, 'thing')} in the way of ${words(document.next.move.to)}`;
      return `- ${codeSpan(clip(display(document.file), longest))} ${words(document.title)}: ${words(statusText(document))}${way}`;
    }),
    ...leftOut(documents.length - mostDocuments, 'document').map((line) => `- ${line}`),
    ...judged.removed.slice(0, mostDocuments).map((file) => `- ${codeSpan(clip(display(file), longest))}: removed`),
    ...leftOut(judged.removed.length - mostDocuments, 'document').map((line) => `- ${line}`),
  ];
  return lines.length === 0 ? [] : [['#### Also in this change', '', ...lines].join('\n')];
}

function approvalsBlock({ approvals }: ChangeReport): string[] {
  if (approvals === null || approvals.given.length === 0) return [];
  const lines = approvals.given.slice(0, mostDocuments).map(({ who, verdict, ofHead }) => {
    return `- ${words(who)} ${verdict}${ofHead === false ? ' an earlier state' : ''}`;
  });
  return [
    [
      `#### Claims on ${words(approvals.forge)}`,
      '',
      'A review there names no text and no role, so it proves nothing here. Who holds a role records it with `specwright sign`.',
      '',
      ...lines,
      ...leftOut(approvals.given.length - mostDocuments, 'claim').map((line) => `- ${line}`),
    ].join('\n'),
  ];
}

/** As many blocks as fit, whole; a note of how many do not. */
function fitted(blocks: readonly string[], footer: string, limit: number): string {
  const note = (count: number): string => `… and ${counted(count, 'part')} more, which the log of the check has`;
  const reserve = footer.length + note(blocks.length).length + 4;
  let text = '';
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    if (text.length + block.length + 2 + (isLast ? footer.length : reserve) > limit) {
      return `${text}${note(blocks.length - index)}\n\n${footer}`.slice(0, limit);
    }
    text += `${block}\n\n`;
  }
  return `${text}${footer}`;
}
