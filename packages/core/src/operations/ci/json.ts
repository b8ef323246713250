import { jsonDiagnostic } from '../../diagnostic/render/json.ts';
import { commandLine } from '../../text/command-line.ts';
import type { JudgedDocument } from '../ci.ts';
import { type ChangeReport, inTheWay, nextCommand, titleOf } from './report.ts';

/** The judgement for programs, version 1. Keys are only ever added. */
export function changeJson({ judged, findings, notes, approvals, display }: ChangeReport): unknown {
  const { base, failures, known, rules, removed, strangers } = judged;
  return {
    version: 1,
    title: titleOf(judged)[0],
    base,
    failures,
    known,
    documents: judged.documents.map((document) => documentJson(document, display)),
    removed: removed.map(display),
    findings: Array.from(findings, jsonDiagnostic),
    rules: rules.map((change) => ({ ...change, file: display(change.file) })),
    problems: strangers,
    approvals,
    notes,
  };
}

function documentJson(document: JudgedDocument, display: (name: string) => string): unknown {
  const { file, title, change, headline, next, problems, turns, verified } = document;
  const typed = (command: readonly string[]): string =>
    commandLine(command.map((word) => (word === 'PATH' ? display(file) : word)));
  const command = nextCommand(document);
  return {
    file: display(file),
    title,
    change,
    status: verified.status.claimed,
    effectiveStatus: verified.status.state,
    headline,
    signOffs: verified.signOffs.map(({ role, required, by, verdict, state, assurance, changed, doubt }) => {
      return { role, required, by, verdict, state, assurance, changed, doubt };
    }),
    next: next === null ? null : { to: next.move.to, missing: inTheWay(document).map(({ message }) => message) },
    turns: turns.map(({ who, what, why, since, command: own }) => ({ who, what, why, since, command: typed(own) })),
    command: command === null ? null : typed(command.command),
    problems: problems.map(({ kind, message }) => ({ kind, message })),
  };
}
