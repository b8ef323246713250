import { bindDocument } from '@specwright/core/document/bind.ts';
import { type LineAuthor, lastEdits } from '@specwright/core/lifecycle/authorship.ts';
import { claimedSignOff } from '@specwright/core/lifecycle/claimed-sign-offs.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import { documentOf, type EventOf, type HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { History } from '@specwright/core/lifecycle/fold.ts';
import type { Policy } from '@specwright/core/lifecycle/policy.ts';
import type { PartEdits, Revision } from '@specwright/core/lifecycle/review.ts';
import { signOffClaims } from '@specwright/core/lifecycle/table-claims.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import type { BlamedLine } from '../workspace/git-output.ts';
import { decode } from '../workspace/read-file.ts';

/** What git knows of a document's lines. */
export interface LineHistory {
  readonly edits: PartEdits;
  readonly editsAt: (event: HistoryEvent) => PartEdits;
  /** The sign-off table of a document without a history, as sign-offs of the texts its rows were written in. */
  readonly claims: readonly EventOf<'signed'>[];
  /** Texts that the claims name, by their SHA-256. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LineHistoryInput {
  /** Null outside of a repository. */
  readonly git: FolderGit | null;
  readonly parser: MarkdownParser;
  readonly current: Revision;
  readonly history: History | null;
  readonly policy: Policy;
  /** Folder of all histories, as the workspace names it. */
  readonly folder: string;
  /** Id of who works here: lines that are not committed yet are theirs. */
  readonly here: string;
  readonly today: string;
}

const NOBODY: PartEdits = new Map();

/** Asks git who wrote the lines of a document: now, and when each of its sign-offs was given. */
export async function lineHistoryOf(input: LineHistoryInput): Promise<LineHistory> {
  const { git, history, here, today } = input;
  const { bound } = input.current;
  const lines = git === null ? null : await git.blame(bound.file, null);
  const past = new PastTexts(input);
  const claims: Claims = { events: [], texts: new Map() };
  if (history?.begun !== true) await addClaims(claims, input, lines, past);
  const { texts } = claims;
  if (git === null || lines === null) return { edits: NOBODY, editsAt: () => NOBODY, claims: claims.events, texts };
  const edits = lastEdits(bound, authors(lines, { who: here, at: `${today}T23:59:59.999Z` }));
  const then = history === null ? new Map<string, PartEdits>() : await editsWhenSigned(input, git, history, past);
  return { edits, editsAt: ({ id }) => then.get(id) ?? edits, claims: claims.events, texts };
}

function authors(lines: readonly (BlamedLine | null)[], uncommitted: LineAuthor): (LineAuthor | null)[] {
  return lines.map((line) => (line === null ? uncommitted : { who: line.who, at: line.at }));
}

/** For each sign-off the last edits as of the commit that brought its event; those not committed yet are left out. */
async function editsWhenSigned(
  { current, policy, folder }: LineHistoryInput,
  git: FolderGit,
  history: History,
  past: PastTexts,
): Promise<Map<string, PartEdits>> {
  // Only an approval can be one of somebody's own edit, and only where the policy minds.
  const approvals = policy.separation.editors ? history.signOffs.filter(({ verdict }) => verdict === 'Approved') : [];
  if (approvals.length === 0) return new Map();
  const documents = [...new Set(approvals.map(documentOf))];
  const commits = await git.addedIn(documents.map((id) => `${folder}/${id}`));
  const byCommit = new Map<string, PartEdits>();
  const found = new Map<string, PartEdits>();
  for (const { id } of approvals) {
    const commit = commits.get(`${id}.json`);
    if (commit === undefined) continue;
    let edits = byCommit.get(commit);
    if (edits === undefined) {
      edits = NOBODY;
      for (const file of new Set([current.bound.file, history.created.file])) {
        const then = await past.at(commit, file);
        const lines = then === null ? null : await git.blame(file, commit);
        if (then === null || lines === null) continue;
        edits = lastEdits(then.bound, authors(lines, { who: '', at: '' }));
        break;
      }
      byCommit.set(commit, edits);
    }
    found.set(id, edits);
  }
  return found;
}

/** Texts of a document as of commits, each read once. */
class PastTexts {
  readonly #input: LineHistoryInput;
  readonly #known = new Map<string, Promise<Revision | null>>();

  constructor(input: LineHistoryInput) {
    this.#input = input;
  }

  /** Null where the file did not exist, or is no text. */
  at(commit: string, file: string): Promise<Revision | null> {
    const key = `${commit} ${file}`;
    const known = this.#known.get(key) ?? this.#read(commit, file);
    this.#known.set(key, known);
    return known;
  }

  async #read(commit: string, name: string): Promise<Revision | null> {
    const { git, current, parser } = this.#input;
    const [bytes] = (await git?.textsAt([{ commit, name }])) ?? [];
    const text = bytes == null ? null : decode(bytes);
    if (typeof text !== 'string') return null;
    if (text === current.bound.source.text) return current;
    const { file, schema, companion } = current.bound;
    const bound = bindDocument({ source: readMarkdown(text, parser), file, schema, companion });
    return { bound, digests: digestsOf(bound) };
  }
}

interface Claims {
  readonly events: EventOf<'signed'>[];
  readonly texts: Map<string, string>;
}

/** A row of the table signs the text it was committed with; one that is not committed yet, the text as it is. */
async function addClaims(
  claims: Claims,
  { current, policy, today }: LineHistoryInput,
  lines: readonly (BlamedLine | null)[] | null,
  past: PastTexts,
): Promise<void> {
  const { bound } = current;
  for (const claim of signOffClaims(bound)) {
    const line = lines?.[bound.source.lines.lineAt(claim.row.range.start) - 1] ?? null;
    const revision = (line === null ? null : await past.at(line.commit, line.file)) ?? current;
    const event = claimedSignOff(claim, policy, { revision, at: line?.at ?? `${today}T00:00:00.000Z` });
    if (event === null) continue;
    claims.texts.set(event.revision, revision.bound.source.text);
    claims.events.push(event);
  }
}
