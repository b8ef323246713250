import { appendFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { changeMarkdown } from '@specwright/core/operations/ci/markdown.ts';
import type { ChangeReport } from '@specwright/core/operations/ci/report.ts';
import { type JudgedChange, judgeChange } from '@specwright/core/operations/ci.ts';
import { gatherChange, repositoryOf } from '../change/gather-change.ts';
import { cannotWrite, Failure } from '../failure.ts';
import type { Conversation } from '../forge/conversation.ts';
import { findBase } from '../forge/find-base.ts';
import type { Forge } from '../forge/forge.ts';
import { readForge } from '../forge/read-forge.ts';
import { readText } from '../workspace/read-file.ts';
import { writeFile } from '../workspace/write-file.ts';
import { presentChange } from './ci-output.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { displayNames } from './display-names.ts';
import { located } from './locate-findings.ts';

/** A comment on GitHub holds 65,536 characters; GitLab's holds more. */
const commentLimit = 60_000;
/** GitHub takes 1 MiB for the summary of a step; a UTF-16 unit takes at most three bytes. */
const summaryBytes = 1024 * 1024;

/** `specwright ci [PATH…]`: 0 when nothing stands in the way, 1 when something does, 2 when it cannot be told. */
export async function run(invocation: Invocation): Promise<number> {
  const forge = readForge(process.env, readEvent);
  const git = repositoryOf(invocation);
  const found = await findBase(git, textOption(invocation, 'base'), forge);
  const change = await gatherChange(invocation, git, found);
  const { terminal } = invocation;
  const display = displayNames(change.workspace.root, invocation);
  for (const { file, message } of change.workspace.missing) {
    terminal.say(`${printable(`${display(file)}: ${message}`)}\n`);
  }
  const judged = judgeChange(change.facts);
  const findings = located(judged.findings, change.facts.checked.checked, display);
  const conversation = isSet(invocation, 'post') ? await converse(forge, invocation) : null;
  const fork = forge.pullRequest?.fromFork === true ? ['The change comes from a fork'] : [];
  const notes = [...found.notes, ...fork];
  const report: ChangeReport = { judged, findings, notes, approvals: conversation?.approvals ?? null, display };
  const marker = `<!-- specwright ci ${encodeURIComponent(change.fromTop(''))} -->`;
  const comment = changeMarkdown(report, commentLimit);
  const said = (await conversation?.say(marker, comment, isWorthAComment(judged))) ?? null;
  const told = said === null || said.isThere ? report : { ...report, notes: [...notes, said.message] };
  writeReports(told, `${marker}\n${comment}`, invocation);
  presentChange(told, change, invocation);
  if (said?.isThere === true) terminal.say(`${printable(said.message)}\n`);
  if (change.failed) return 2;
  return judged.failures > 0 ? 1 : 0;
}

function isWorthAComment({ documents, removed, rules, strangers, failures }: JudgedChange): boolean {
  return documents.length + removed.length + rules.length + strangers.length + failures > 0;
}

/** The reader and writer of comments is loaded only where it is asked for. */
async function converse(forge: Forge, { version }: Invocation): Promise<Conversation> {
  const { conversationWith, forgeManners } = await import('../forge/conversation.ts');
  return conversationWith(forge, forgeManners(version));
}

/** The file of the event that started a run. Its text may be anything. */
function readEvent(path: string): unknown {
  const reading = readText(path);
  if (reading.kind === 'unreadable') return {};
  try {
    return JSON.parse(reading.text);
  } catch {
    throw new Failure(`The event of this run is not JSON: ${path}`, 'Name the branch that the change goes to: --base');
  }
}

/** Writes the files that were asked for, and the summary that GitHub shows. */
function writeReports(report: ChangeReport, comment: string, invocation: Invocation): void {
  const { workingFolder } = invocation;
  const asked = textOption(invocation, 'comment');
  if (asked !== null) writeFile(resolve(workingFolder, asked), `${comment}\n`);
  const summary = textOption(invocation, 'summary') ?? process.env.GITHUB_STEP_SUMMARY ?? '';
  if (summary === '') return;
  const path = resolve(workingFolder, summary);
  const taken = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const room = Math.floor((summaryBytes - taken) / 3) - 2;
  if (room < 200) return;
  try {
    appendFileSync(path, `${changeMarkdown(report, room)}\n`);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
