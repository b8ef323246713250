import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { type LineAuthor, lastEdits } from '@specwright/core/lifecycle/authorship.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import { documentOf, type EventOf, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import type { History } from '@specwright/core/lifecycle/fold.ts';
import { partsByRole } from '@specwright/core/lifecycle/parts.ts';
import { type Policy, sameState } from '@specwright/core/lifecycle/policy.ts';
import type { PartEdits, Revision } from '@specwright/core/lifecycle/review.ts';
import { signOffClaims } from '@specwright/core/lifecycle/table-claims.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
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
  readonly bound: BoundDocument;
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
  const { git, bound, history, here, today } = input;
  const lines = git === null ? null : await git.blame(bound.file, null);
  const claims =
    history?.begun !== true ? await claimsOf(input, lines) : { events: [], texts: new Map<string, string>() };
  const { texts } = claims;
  if (git === null || lines === null) return { edits: NOBODY, editsAt: () => NOBODY, claims: claims.events, texts };
  const edits = lastEdits(bound, authors(lines, { who: here, at: `${today}T23:59:59.999Z` }));
  const then = history === null ? new Map<string, PartEdits>() : await editsWhenSigned(input, git, history);
  return { edits, editsAt: ({ id }) => then.get(id) ?? edits, claims: claims.events, texts };
}

function authors(lines: readonly (BlamedLine | null)[], uncommitted: LineAuthor): (LineAuthor | null)[] {
  return lines.map((line) => (line === null ? uncommitted : { who: line.who, at: line.at }));
}

/** For each sign-off the last edits as of the commit that brought its event; those not committed yet are left out. */
async function editsWhenSigned(
  { bound, parser, folder }: LineHistoryInput,
  git: FolderGit,
  history: History,
): Promise<Map<string, PartEdits>> {
  const documents = [...new Set(history.signOffs.map(documentOf))];
  const commits =
    history.signOffs.length === 0
      ? new Map<string, string>()
      : await git.addedIn(documents.map((id) => `${folder}/${id}`));
  const byCommit = new Map<string, PartEdits>();
  const found = new Map<string, PartEdits>();
  for (const { id } of history.signOffs) {
    const commit = commits.get(`${id}.json`);
    if (commit === undefined) continue;
    let edits = byCommit.get(commit);
    if (edits === undefined) {
      edits = NOBODY;
      for (const file of new Set([bound.file, history.created.file])) {
        const text = await textAt(git, commit, file);
        const lines = text === null ? null : await git.blame(file, commit);
        if (text === null || lines === null) continue;
        edits = lastEdits(bindAgain(bound, text, parser), authors(lines, { who: '', at: '' }));
        break;
      }
      byCommit.set(commit, edits);
    }
    found.set(id, edits);
  }
  return found;
}

async function textAt(git: FolderGit, commit: string, file: string): Promise<string | null> {
  const bytes = await git.readAt(commit, file);
  const text = bytes === null ? null : decode(Buffer.from(bytes));
  return typeof text === 'string' ? text : null;
}

function bindAgain({ file, schema, companion }: BoundDocument, text: string, parser: MarkdownParser): BoundDocument {
  return bindDocument({ source: readMarkdown(text, parser), file, schema, companion });
}

interface Claims {
  readonly events: EventOf<'signed'>[];
  readonly texts: Map<string, string>;
}

/** A row of the table signs the text it was committed with; one that is not committed yet, the text as it is. */
async function claimsOf(input: LineHistoryInput, lines: readonly (BlamedLine | null)[] | null): Promise<Claims> {
  const { bound, policy } = input;
  const revisions = new Revisions(input);
  const claims: Claims = { events: [], texts: new Map() };
  const required = policy.roles.flatMap(({ name, required: must }) => (must ? [name] : [])).sort();
  for (const { role: name, name: who, verdict, date, row } of signOffClaims(bound)) {
    const role = policy.roles.find((one) => sameState(one.name, name));
    if (role === undefined || verdict === null) continue;
    const line = lines?.[bound.source.lines.lineAt(row.range.start) - 1] ?? null;
    const revision = await revisions.of(line);
    const text = revision.bound.source.text;
    const parts = partsByRole(revision, policy).get(role) ?? [];
    claims.texts.set(sha256Of(text), text);
    const named = who === '' ? name : who;
    const event = makeEvent({
      kind: 'signed',
      document: null,
      parents: [],
      at: dayOf(date) ?? line?.at ?? `${input.today}T00:00:00.000Z`,
      by: { kind: 'person', id: named, name: named },
      revision: sha256Of(text),
      role: role.name,
      verdict,
      reason: null,
      parts: Object.fromEntries(parts.map((part) => [part, revision.digests.own.get(part) ?? ''])),
      required,
      origin: 'table',
      policy: '',
      template: '',
    });
    claims.events.push(event as EventOf<'signed'>);
  }
  return claims;
}

/** The texts of a document by commit, each read once: rows of a table often come together. */
class Revisions {
  readonly #input: LineHistoryInput;
  readonly #known = new Map<string, Revision>();

  constructor(input: LineHistoryInput) {
    this.#input = input;
  }

  /** The text that a line was committed with, under the name of that time; the text as it is for a line of no commit. */
  async of(line: BlamedLine | null): Promise<Revision> {
    const { bound, git, parser } = this.#input;
    const key = line === null ? '' : `${line.commit} ${line.file}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const text = line === null || git === null ? null : await textAt(git, line.commit, line.file);
    const read = text === null || text === bound.source.text ? bound : bindAgain(bound, text, parser);
    const revision = { bound: read, digests: digestsOf(read) };
    this.#known.set(key, revision);
    return revision;
  }
}

function dayOf(date: string | null): string | null {
  return date !== null && /^\d{4}-\d{2}-\d{2}$/u.test(date) ? `${date}T00:00:00.000Z` : null;
}
