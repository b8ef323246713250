import type { Code, Diagnostic, Severity } from './diagnostic.ts';

/** All findings of one code. */
export interface CodeCount {
  readonly code: Code;
  readonly name: string;
  /** The worst among them. */
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
  /** How many have a safe fix. */
  readonly fixable: number;
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings by code: the worst severity first, then the rarest, for what one document has is more telling than a habit of all. */
export function countByCode(diagnostics: readonly Diagnostic[]): CodeCount[] {
  const groups = new Map<
    Code,
    { first: Diagnostic; severity: Severity; findings: number; files: Set<string>; fixable: number }
  >();
  for (const diagnostic of diagnostics) {
    const { code, severity, file, fixes } = diagnostic;
    const known = groups.get(code);
    const group = known ?? { first: diagnostic, severity, findings: 0, files: new Set<string>(), fixable: 0 };
    if (known === undefined) groups.set(code, group);
    group.findings += 1;
    group.files.add(file);
    if (fixes.some(({ kind }) => kind === 'safe')) group.fixable += 1;
    if (rank[severity] < rank[group.severity]) group.severity = severity;
  }
  return [...groups.values()]
    .map(({ first, severity, findings, files, fixable }) => ({
      code: first.code,
      name: first.name,
      severity,
      findings,
      files: files.size,
      fixable,
    }))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || a.findings - b.findings || (a.code < b.code ? -1 : 1));
}

/**
 * The findings to show first when there are too many to show all: the worst of every code in turn, so that one habit
 * does not hide everything else. In the order of `countByCode`.
 */
export function mostImportant(diagnostics: readonly Diagnostic[], most: number): Diagnostic[] {
  const byCode = new Map<Code, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const list = byCode.get(diagnostic.code);
    if (list === undefined) byCode.set(diagnostic.code, [diagnostic]);
    else list.push(diagnostic);
  }
  const codes = countByCode(diagnostics).map(({ code, severity }) => ({
    severity,
    queue: otherFilesFirst((byCode.get(code) ?? []).toSorted((a, b) => rank[a.severity] - rank[b.severity])),
  }));
  const chosen = new Set<Diagnostic>();
  for (const severity of ['error', 'warning', 'info'] as const) {
    const queues = codes.filter((code) => code.severity === severity).map((code) => code.queue);
    for (let round = 0; chosen.size < most && queues.some((queue) => round < queue.length); round += 1) {
      for (const queue of queues) {
        const next = queue[round];
        if (next !== undefined && chosen.size < most) chosen.add(next);
      }
    }
  }
  return codes.flatMap(({ queue }) => queue.filter((diagnostic) => chosen.has(diagnostic)));
}

/** The first finding of each file, then the rest: two documents with a fault say more than two faults of one. */
function otherFilesFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const first: Diagnostic[] = [];
  const rest: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    (seen.has(diagnostic.file) ? rest : first).push(diagnostic);
    seen.add(diagnostic.file);
  }
  return [...first, ...rest];
}
