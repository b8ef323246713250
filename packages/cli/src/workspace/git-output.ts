/** What one commit did. */
export interface Commit {
  readonly hash: string;
  /** When it was committed, `YYYY-MM-DD`. */
  readonly day: string;
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly kind: 'added' | 'deleted' | 'modified' | 'renamed';
  /** The name after the commit; before it for a file that was deleted. */
  readonly name: string;
  /** The name before, for a renamed file; null for others. */
  readonly before: string | null;
}

const kinds: Readonly<Record<string, FileChange['kind']>> = { A: 'added', D: 'deleted', M: 'modified', R: 'renamed' };

/** Reads `git log -z --name-status --format=%x01%H %cs` (git-log(1)): fields are divided by NUL. */
export function readLog(log: string, nameOf: (path: string) => string): Commit[] {
  const commits: { hash: string; day: string; changes: FileChange[] }[] = [];
  const fields = log.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const field = (fields[at] as string).replace(/^\n/, '');
    if (field.startsWith('\x01')) {
      const [hash = '', day = ''] = field.slice(1).trim().split(' ');
      commits.push({ hash, day, changes: [] });
      continue;
    }
    const kind = kinds[field.charAt(0)];
    const commit = commits.at(-1);
    if (kind === undefined || commit === undefined) continue;
    const first = nameOf(fields[at + 1] ?? '');
    if (kind === 'renamed') commit.changes.push({ kind, before: first, name: nameOf(fields[at + 2] ?? '') });
    else commit.changes.push({ kind, before: null, name: first });
    at += kind === 'renamed' ? 2 : 1;
  }
  return commits;
}

const lineFeed = 10;

/** Reads `git cat-file --batch`: a line `<hash> <type> <bytes>`, the bytes, a line feed; `<name> missing` for none. */
export function readBatch(output: Buffer, count: number): (Buffer | null)[] {
  const found: (Buffer | null)[] = [];
  for (let at = 0; found.length < count && at < output.length; ) {
    const end = output.indexOf(lineFeed, at);
    const head = output.toString('utf8', at, end === -1 ? output.length : end);
    const size = /^[0-9a-f]{40,64} blob (\d+)$/.exec(head)?.[1];
    at = (end === -1 ? output.length : end) + 1;
    if (size === undefined) {
      found.push(null);
      continue;
    }
    found.push(output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  while (found.length < count) found.push(null);
  return found;
}
