import { createInterface } from 'node:readline';
import type { Diagnostic, Fix } from '@specwright/core/diagnostic/diagnostic.ts';
import { printable, printableLines } from '@specwright/core/diagnostic/render/cells.ts';
import { codeFrame } from '@specwright/core/diagnostic/render/code-frame.ts';
import { type Edit, makeEdit } from '@specwright/core/text/edit.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckResult, CheckSession } from './check-session.ts';
import { displayNames } from './display-names.ts';
import type { EditedFiles } from './edited-files.ts';
import { located } from './locate-findings.ts';

interface Applied {
  readonly file: string;
  /** The file's edit before. */
  readonly before: Edit;
  readonly identity: string;
}

/** Goes through the findings that have fixes and asks about each; nothing is written before all is answered. */
export async function askAboutFixes(
  request: CheckRequest,
  session: CheckSession,
  files: EditedFiles,
  first: CheckResult,
  mended: Diagnostic[],
): Promise<CheckResult> {
  const { terminal } = request.invocation;
  const answers = answersOf(terminal);
  const seen = new Set<string>();
  const applied: Applied[] = [];
  let result = first;
  const undoLast = async (): Promise<CheckResult> => {
    const last = applied.pop();
    if (last === undefined) {
      terminal.say('Nothing to undo\n');
      return result;
    }
    files.restore(last.file, last.before);
    seen.delete(last.identity);
    mended.pop();
    return session.run();
  };
  for (;;) {
    const next = firstUnseen(result.diagnostics, seen);
    if (next === null) {
      if (applied.length === 0 || (await answers.ask('\n[enter write, u undo]')) !== 'u') break;
      result = await undoLast();
      continue;
    }
    if (files.open(next.file)) {
      result = await session.run();
      continue;
    }
    if (!files.isOpen(next.file)) {
      seen.add(identityOf(next));
      continue;
    }
    const answer = await answers.ask(questionText(next, result, request));
    if (answer === null || answer === 'q') break;
    if (answer === 'u') {
      result = await undoLast();
      continue;
    }
    seen.add(identityOf(next));
    const fix = chosenFix(fixesOf(next), answer);
    if (fix === null) continue;
    applied.push({ file: next.file, before: files.stateOf(next.file), identity: identityOf(next) });
    files.edit(next.file, makeEdit(fix.edits, Number.POSITIVE_INFINITY));
    mended.push(next);
    result = await session.run();
  }
  answers.close();
  return result;
}

/** The first finding that has a fix and that nobody was asked about. */
function firstUnseen(diagnostics: Iterable<Diagnostic>, seen: ReadonlySet<string>): Diagnostic | null {
  for (const diagnostic of diagnostics) {
    if (fixesOf(diagnostic).length > 0 && !seen.has(identityOf(diagnostic))) return diagnostic;
  }
  return null;
}

function fixesOf(diagnostic: Diagnostic): readonly Fix[] {
  return diagnostic.fixes.filter(({ edits }) => edits.length > 0);
}

/** The same finding after lines moved. */
function identityOf({ file, code, address, message }: Diagnostic): string {
  return JSON.stringify([file, code, address, message]);
}

/** `y` takes the first fix, a number another; anything else none. */
function chosenFix(fixes: readonly Fix[], answer: string): Fix | null {
  if (answer === 'y' || answer === 'yes') return fixes[0] ?? null;
  const number = Number(answer);
  return Number.isInteger(number) ? (fixes[number - 1] ?? null) : null;
}

function questionText(diagnostic: Diagnostic, { checked, workspace }: CheckResult, request: CheckRequest): string {
  const { terminal } = request.invocation;
  const { sayPalette: palette, width } = terminal;
  const display = displayNames(workspace.root, request.invocation);
  const text = checked.textOf(diagnostic.file) ?? '';
  const [shown] = located([{ ...diagnostic, fixes: [] }], checked, display);
  const frame = shown === undefined ? '' : codeFrame(shown, { palette, width, linesOf: () => null });
  const fixes = fixesOf(diagnostic);
  const choices = fixes.map((fix, index) => {
    const number = fixes.length > 1 ? `${index + 1}  ` : '';
    const edit = makeEdit(fix.edits, text.length);
    const lines = unifiedDiff(display(diagnostic.file), text, edit, { palette, show: printableLines }).split('\n');
    const changes = lines.slice(2).filter((line) => line !== '');
    return `${number}${palette.strong(printable(fix.title))}\n${changes.map((line) => `  ${line}`).join('\n')}\n`;
  });
  const pick = fixes.length > 1 ? `1-${fixes.length} apply` : 'y apply';
  return `\n${frame}${choices.join('')}${palette.accent(`[${pick}, n skip, u undo, q write and quit]`)}`;
}

interface Answers {
  /** The next answer, in lower case; null when there are no more. */
  ask(question: string): Promise<string | null>;
  close(): void;
}

/** Answers come line by line from the terminal, or from a program that writes them. */
function answersOf(terminal: Terminal): Answers {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(question) {
      terminal.say(`${question} `);
      const line = await lines.next();
      if (line.done === true) {
        terminal.say('\n');
        return null;
      }
      return line.value.trim().toLowerCase();
    },
    close: () => reader.close(),
  };
}
