import { randomBytes } from 'node:crypto';
import { checkDocument } from '@specwright/core/check/check-document.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { authorsOf } from '@specwright/core/lifecycle/authorship.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import { type FileHashes, imagesOf } from '@specwright/core/lifecycle/digest-context.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { unknownScopes } from '@specwright/core/lifecycle/parts.ts';
import { everySection, policyOf } from '@specwright/core/lifecycle/policy.ts';
import type { Review, Revision } from '@specwright/core/lifecycle/review.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type { Skipped } from '@specwright/core/operations/context.ts';
import type {
  Author,
  DocumentEdits,
  Histories,
  HistoryProblem,
  OpenReview,
} from '@specwright/core/operations/history-context.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { keptText } from '@specwright/core/operations/template-version.ts';
import { applyEdit } from '@specwright/core/text/edit.ts';
import { canonicalJson, sha256Of } from '@specwright/core/text/hash.ts';
import { nearest } from '@specwright/core/text/nearest.ts';
import { Checker, type Job, type Opened } from '../engine/check-one.ts';
import { fileHash } from '../history/file-hash.ts';
import type { HistoryStore } from '../history/history-store.ts';
import type { SshSignatures } from '../history/ssh-signatures.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { assertUnchanged, type FileChange, replaceFiles } from '../workspace/write-file.ts';
import type { Actors } from './actors.ts';
import { type LineHistory, lineHistoryOf } from './line-history.ts';
import type { RulesInForce } from './rules-in-force.ts';

/** What the histories of a folder are read and written with. */
export interface FolderHistoriesInput {
  readonly workspace: OpenWorkspace;
  readonly parser: MarkdownParser;
  readonly rules: RulesInForce;
  readonly store: HistoryStore;
  readonly signatures: SshSignatures;
  /** Null outside of a repository: then nobody is known to have edited anything. */
  readonly git: FolderGit | null;
  readonly actors: Actors;
}

type OpenFile = Extract<Opened, { kind: 'open' }>;

/** The histories of the documents in a folder. */
export class FolderHistories implements Histories {
  readonly #input: FolderHistoriesInput;
  /** What was read of a document, for writing it back. */
  readonly #files = new WeakMap<
    OpenReview,
    { readonly job: Job; readonly opened: OpenFile; readonly texts: readonly string[] }
  >();

  constructor(input: FolderHistoriesInput) {
    this.#input = input;
  }

  /** `wanted` leaves documents out by their names. */
  async *open(
    skipped: (file: Skipped) => void,
    wanted: (name: string) => boolean = () => true,
  ): AsyncIterable<OpenReview> {
    const { workspace, rules, parser } = this.#input;
    const checker = new Checker(
      { root: workspace.root, templates: rules.templates, check: workspace.settings, kept: false },
      parser,
    );
    // Git is asked about a few documents at once, for most of the time goes by waiting for it.
    const ahead: Promise<OpenReview>[] = [];
    for (const { name, path, companion } of workspace.documents) {
      if (!wanted(name)) continue;
      const beside = companion === null ? null : { ...companion, text: null };
      const job = { name, path, companion: beside, text: null, base: null, history: null };
      const opened = checker.open(job);
      if (opened.kind === 'open') {
        const review = this.#reviewOf(job, opened);
        // A failure is told when its turn comes, not before.
        review.catch(() => undefined);
        ahead.push(review);
      } else skipped(opened.skipped);
      if (ahead.length < atOnce) continue;
      yield* settled(ahead.splice(0, 1));
    }
    yield* settled(ahead);
  }

  async asker(): Promise<Author> {
    const by = await this.#input.actors.here();
    return {
      by,
      at: new Date().toISOString(),
      assurance: this.#input.signatures.ownAssurance,
      nonce: randomBytes(8).toString('hex'),
    };
  }

  async shown({ review }: OpenReview, revision: string): Promise<BoundDocument | null> {
    const { store, parser } = this.#input;
    const text = store.textOf(revision);
    const { file, schema, companion } = review.current.bound;
    return text === null ? null : bindDocument({ source: readMarkdown(text, parser), file, schema, companion });
  }

  async record(
    document: OpenReview,
    events: readonly HistoryEvent[],
    edits: DocumentEdits,
    texts: readonly string[] = [],
  ): Promise<void> {
    const file = this.#files.get(document);
    if (file === undefined) throw new Error('A review of another folder');
    const { store, signatures } = this.#input;
    const signed: HistoryEvent[] = [];
    for (const event of events) signed.push(isClaim(event) ? event : await signatures.sign(event));
    const changes = changesOf(file.job, file.opened, edits);
    // Nothing is said of a text that is not there any more.
    for (const { path, expected } of changes) assertUnchanged(path, expected);
    if (signed.length > 0) store.append(signed, [...file.texts, ...texts]);
    replaceFiles(changes);
  }

  async #reviewOf(job: Job, opened: OpenFile): Promise<OpenReview> {
    const { workspace, rules, store, signatures, git, parser, actors } = this.#input;
    const { bound } = opened;
    const { schema } = bound;
    const text = bound.source.text;
    const kept = store.historyOf(job.name);
    const { history } = kept;
    const policy = policyOf(schema, rules.choicesFor(job.name));
    const policyText = canonicalJson(policy);
    const template = keptText(
      templatesOf(rules.templates).find(({ file }) => file === schema.file) ?? { ...schema, companion: null },
    );
    const files = this.#imagesOf(bound);
    const { today } = workspace.settings.options;
    const folder = nameOf(workspace.root, store.folder);
    const here = (await actors.here()).id;
    const current = { bound, digests: digestsOf(bound, files) };
    const lines = await lineHistoryOf({ git, parser, current, history, policy, folder, here, today });
    const review: Review = {
      history,
      claims: lines.claims,
      policy,
      current,
      revisionOf: this.#revisions(bound, lines),
      assuranceOf: await signatures.assurances(kept.events),
      authorship: { authors: authorsOf(bound, history), edits: lines.edits, editsAt: lines.editsAt },
      errors: checkDocument(bound, workspace.settings, undefined, 'settled').diagnostics.filter(
        ({ severity }) => severity === 'error',
      ),
      today,
      sees: () => true,
    };
    const result: OpenReview = {
      file: job.name,
      review,
      revision: sha256Of(text),
      files,
      events: kept.events,
      policy: sha256Of(policyText),
      template: sha256Of(template),
      problems: [...kept.problems, ...policyProblems(review)],
    };
    this.#files.set(result, { job, opened, texts: [text, policyText, template, ...lines.texts.values()] });
    return result;
  }

  /** Reads each text that events name once. */
  #revisions(current: BoundDocument, lines: LineHistory): Review['revisionOf'] {
    const { store } = this.#input;
    const known = new Map<string, Revision | null>();
    return ({ revision, files }) => {
      const key = `${revision} ${JSON.stringify(files ?? null)}`;
      const read = known.get(key);
      if (read !== undefined) return read;
      const text = store.textOf(revision) ?? lines.texts.get(revision) ?? null;
      const found = text === null ? null : this.#read(text, current, files);
      known.set(key, found);
      return found;
    };
  }

  #read(text: string, { file, schema, companion }: BoundDocument, files: HistoryEvent['files']): Revision {
    const bound = bindDocument({ source: readMarkdown(text, this.#input.parser), file, schema, companion });
    const hashes: FileHashes = files === undefined ? this.#imagesOf(bound) : new Map(Object.entries(files));
    return { bound, digests: digestsOf(bound, hashes) };
  }

  /** SHA-256 of the local images that a document shows, as they are now. */
  #imagesOf(bound: BoundDocument): FileHashes {
    const { root } = this.#input.workspace;
    return new Map(
      [...imagesOf(bound)].flatMap((path) => {
        const hash = fileHash(root, path);
        return hash === null ? [] : [[path, hash] as const];
      }),
    );
  }
}

/** True for what a table said of others when the history began: nobody vouches for that with a key of their own. */
function isClaim(event: HistoryEvent): boolean {
  return event.kind === 'signed' && event.origin === 'table';
}

/** Documents that git is asked about at once. */
const atOnce = 6;

async function* settled(reviews: readonly Promise<OpenReview>[]): AsyncIterable<OpenReview> {
  for (const review of reviews) yield await review;
}

/** A scope that names nothing leaves its role without what it was meant to read. */
function policyProblems({ current, policy }: Review): HistoryProblem[] {
  const known = [...everySection(current.bound.schema.sections)].map(({ address }) => address);
  return unknownScopes(current, policy).map(({ role, address }) => {
    const meant = nearest(
      address,
      known.flatMap((one) => [one, one.slice(one.lastIndexOf('.') + 1)]),
    );
    return {
      kind: 'policy',
      message: `The scope of the role ${role} names ${JSON.stringify(address)}, which neither template nor document has`,
      hint: meant === null ? 'specwright digest PATH lists the addresses of a document' : `Did you mean ${meant}?`,
    };
  });
}

/** What edits make of the files of a document. */
function changesOf({ path, companion }: Job, { bound, read }: OpenFile, { own, beside }: DocumentEdits): FileChange[] {
  const changes: FileChange[] = [];
  if (own.length > 0 && read.document.stamp !== null) {
    changes.push({ path, text: applyEdit(bound.source.text, own), expected: read.document.stamp });
  }
  if (beside.length > 0 && companion !== null && read.companion?.kind === 'text' && read.companion.stamp !== null) {
    changes.push({
      path: companion.path,
      text: applyEdit(read.companion.text, beside),
      expected: read.companion.stamp,
    });
  }
  return changes;
}
