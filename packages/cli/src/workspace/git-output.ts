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

/** A file's name on either side; null where it is not. */
export interface ChangedFile {
  readonly before: string | null;
  readonly after: string | null;
}

/** What `git diff --name-status -z` says: a letter, then one name, or two for files renamed or copied. */
export function readNameStatus(said: string): ChangedFile[] {
  const words = said.split('\0');
  const changes: ChangedFile[] = [];
  for (let at = 0; at + 1 < words.length; ) {
    const letter = (words[at] as string)[0];
    const first = words[at + 1] as string;
    if (letter === 'R' || letter === 'C') {
      changes.push({ before: first, after: words[at + 2] as string });
      at += 3;
      continue;
    }
    changes.push({ before: letter === 'A' ? null : first, after: letter === 'D' ? null : first });
    at += 2;
  }
  return changes;
}

/** Who wrote a line last: the commit, the author's address in lower case, when (RFC 3339), and the file's name there. */
export interface BlamedLine {
  readonly commit: string;
  readonly who: string;
  readonly name: string;
  readonly at: string;
  readonly file: string;
}

/** Reads `git blame --porcelain`: a commit is described where it is first named. */
export function readBlame(text: string): (BlamedLine | null)[] {
  const commits = new Map<string, Map<string, string>>();
  const lines: (BlamedLine | null)[] = [];
  let commit = '';
  for (const row of text.split('\n')) {
    const head = /^([0-9a-f]{40,64}) \d+ \d+(?: \d+)?$/u.exec(row);
    if (head !== null) {
      commit = head[1] as string;
      if (!commits.has(commit)) commits.set(commit, new Map());
    } else if (row.startsWith('\t')) lines.push(blamed(commit, commits.get(commit) ?? new Map()));
    else {
      const space = row.indexOf(' ');
      if (space > 0) commits.get(commit)?.set(row.slice(0, space), row.slice(space + 1));
    }
  }
  return lines;
}

function blamed(commit: string, about: ReadonlyMap<string, string>): BlamedLine | null {
  if (/^0+$/u.test(commit)) return null;
  return {
    commit,
    who: (about.get('author-mail') ?? '').replace(/^<|>$/gu, '').toLowerCase(),
    name: about.get('author') ?? '',
    at: new Date(Number(about.get('author-time') ?? 0) * 1000).toISOString(),
    file: about.get('filename') ?? '',
  };
}
