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

/**
 * Findings by code: the worst severity first, then the rarest, for what one document has is more telling than a habit of
 * all. They come file by file.
 */
export function countByCode(diagnostics: Iterable<Diagnostic>): CodeCount[] {
  const groups = new Map<
    Code,
    { name: string; severity: Severity; findings: number; file: string | null; files: number; fixable: number }
  >();
  for (const { code, name, severity, file, fixes } of diagnostics) {
    const known = groups.get(code);
    const group = known ?? { name, severity, findings: 0, file: null, files: 0, fixable: 0 };
    if (known === undefined) groups.set(code, group);
    group.findings += 1;
    if (file !== group.file) group.files += 1;
    group.file = file;
    if (fixes.some(({ kind }) => kind === 'safe')) group.fixable += 1;
    if (rank[severity] < rank[group.severity]) group.severity = severity;
  }
  return [...groups]
    .map(([code, { name, severity, findings, files, fixable }]) => ({
      code,
      name,
      severity,
      findings,
      files,
      fixable,
    }))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || a.findings - b.findings || (a.code < b.code ? -1 : 1));
}

/**
 * The findings to show first when there are too many to show all: the worst of every code in turn, so that one habit
 * does not hide everything else. In the order of `counts`, which are those of the same findings.
 */
export function mostImportant(
  diagnostics: Iterable<Diagnostic>,
  counts: readonly CodeCount[],
  most: number,
): Diagnostic[] {
  const queues = queuesByCode(diagnostics, most);
  const codes = counts.map(({ code, severity }) => ({ severity, queue: queues.get(code) ?? [] }));
  const chosen = new Set<Diagnostic>();
  for (const severity of ['error', 'warning', 'info'] as const) {
    const turns = codes.filter((code) => code.severity === severity).map((code) => code.queue);
    for (let round = 0; chosen.size < most && turns.some((queue) => round < queue.length); round += 1) {
      for (const queue of turns) {
        const next = queue[round];
        if (next !== undefined && chosen.size < most) chosen.add(next);
      }
    }
  }
  return codes.flatMap(({ queue }) => queue.filter((diagnostic) => chosen.has(diagnostic)));
}

/**
 * The findings of each code in the order in which they would be shown, at most so many: first the worst finding of each
 * file, then the rest, for two documents with a fault say more than two faults of one; among these the worst first.
 */
function queuesByCode(diagnostics: Iterable<Diagnostic>, most: number): Map<Code, Diagnostic[]> {
  const queues = new Map<Code, Queue>();
  for (const diagnostic of diagnostics) {
    let queue = queues.get(diagnostic.code);
    if (queue === undefined) {
      queue = new Queue(most);
      queues.set(diagnostic.code, queue);
    }
    queue.add(diagnostic);
  }
  return new Map([...queues].map(([code, queue]) => [code, queue.all()]));
}

/** The findings of one code as they come, file by file. */
class Queue {
  readonly #most: number;
  /** The worst of each file and the others, by severity. */
  readonly #firsts: readonly Diagnostic[][] = [[], [], []];
  readonly #others: readonly Diagnostic[][] = [[], [], []];
  /** Those of the file that is being read. */
  #ofFile: Diagnostic[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(diagnostic: Diagnostic): void {
    if (this.#ofFile[0]?.file !== diagnostic.file) this.#endFile();
    this.#ofFile.push(diagnostic);
  }

  all(): Diagnostic[] {
    this.#endFile();
    return [...this.#firsts.flat(), ...this.#others.flat()];
  }

  #endFile(): void {
    const [first, ...others] = this.#ofFile.sort((a, b) => rank[a.severity] - rank[b.severity]);
    if (first !== undefined) this.#keep(this.#firsts, first);
    for (const other of others) this.#keep(this.#others, other);
    this.#ofFile = [];
  }

  #keep(bySeverity: readonly Diagnostic[][], diagnostic: Diagnostic): void {
    const list = bySeverity[rank[diagnostic.severity]] as Diagnostic[];
    if (list.length < this.#most) list.push(diagnostic);
  }
}
