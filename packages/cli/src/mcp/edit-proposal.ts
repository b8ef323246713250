import { applyBaseline, type Baseline, createBaseline } from '@specwright/core/check/baseline.ts';
import { jsonDiagnostic } from '@specwright/core/diagnostic/render/json.ts';
import { structuralDiff } from '@specwright/core/diff/structural-diff.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { sectionsWithRole, tablesWithRole } from '@specwright/core/document/walk-document.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { check } from '@specwright/core/operations/check.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { EditedFiles } from '../commands/edited-files.ts';
import { located } from '../commands/locate-findings.ts';
import { skippedFailure } from '../commands/outcome.ts';
import { Failure } from '../failure.ts';
import { FolderSource } from '../history/folder-source.ts';
import { keptText } from '../history/text-files.ts';
import { historyFolder } from '../review/history-folder.ts';
import { filesMentioning } from '../workspace/files-mentioning.ts';
import { nameOf } from '../workspace/paths.ts';
import type { AgentWorkspace, OpenedCall } from './agent-workspace.ts';
import { findingData } from './check-tool.ts';
import { type ProposedEdit, runEdit } from './proposed-edits.ts';
import { silent } from './silent-terminal.ts';

const asIs = (name: string): string => name;

/** Findings that are told; all are counted. */
const mostFindings = 50;

/** Edits of one document on the revision that an agent read, made in memory one after the other. */
export class EditProposal {
  readonly #workspace: AgentWorkspace;
  readonly #call: OpenedCall;
  readonly #file: string;
  readonly #base: string;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #files: EditedFiles;
  /** The findings before any edit. */
  readonly #before: Baseline;
  /** What the document claimed of itself before any edit. */
  readonly #claims: string;
  readonly #changed = new Set<string>();
  readonly #addresses: string[] = [];
  readonly #notes: string[] = [];

  private constructor(
    workspace: AgentWorkspace,
    call: OpenedCall,
    opened: { file: string; texts: ReadonlyMap<string, string>; files: EditedFiles; before: Baseline; claims: string },
  ) {
    this.#workspace = workspace;
    this.#call = call;
    this.#file = opened.file;
    this.#texts = opened.texts;
    this.#files = opened.files;
    this.#before = opened.before;
    this.#claims = opened.claims;
    this.#base = sha256Of(opened.texts.get(opened.file) ?? '');
  }

  /** @throws {Failure} when there is no such document, or when its text is not the revision any more. */
  static async open(workspace: AgentWorkspace, document: string, revision: string): Promise<EditProposal> {
    const texts = new Map<string, string>();
    const call = await workspace.open(document, texts);
    const [own] = call.workspace.documents;
    if (own === undefined) throw new Failure(`There is no document ${JSON.stringify(document)} here`);
    // Read before anything is decided, so that a file that changes meanwhile is noticed.
    const files = new EditedFiles(call.workspace.root, texts);
    files.open(own.name);
    if (own.companion !== null) files.open(own.companion.name);
    const bound = await boundOf(call);
    const text = texts.get(own.name) ?? '';
    if (!sha256Of(text).startsWith(revision)) throw movedOn(workspace, call, bound, revision);
    const { diagnostics, checked } = await findings(call, own.name);
    const before = createBaseline(diagnostics, checked.textOf);
    return new EditProposal(workspace, call, { file: own.name, texts, files, before, claims: claimsOf(bound) });
  }

  /** @throws {Failure} when the edit is refused; `place` counts from 1. */
  async add(edit: ProposedEdit, place: number): Promise<void> {
    const { operation, workspace } = this.#call;
    const output = await runEdit({ ...operation, mentioning: filesMentioning(workspace.root) }, edit);
    if (output.kind === 'skipped') throw skippedFailure(output.skipped, asIs);
    const which = `Edit ${place} (${edit.do})`;
    if (output.kind === 'refused') throw new Failure(`${which}: ${output.message}`, output.hint);
    for (const { file, before, edit: change } of output.changed) {
      if (!this.#workspace.holds(file))
        throw new Failure(`${which} would change ${file}, which leads out of the workspace`);
      this.#files.open(file);
      if (this.#texts.get(file) !== before)
        throw new Failure(`${file} changed meanwhile; nothing was written`, 'Try again');
      this.#files.edit(file, change);
      this.#changed.add(file);
    }
    if (claimsOf(await boundOf(this.#call)) !== this.#claims) {
      throw new Failure(
        `${which} would change what the document says of its status or its sign-offs`,
        'Moving and signing are done by people: specwright move, specwright sign',
      );
    }
    for (const address of output.addresses) this.#addresses.push(address);
    for (const note of output.notes) this.#notes.push(note);
  }

  /** What the edits come to. */
  async outcome() {
    const { diagnostics, checked } = await findings(this.#call, this.#file);
    const { fresh, stale } = applyBaseline(diagnostics, this.#before, checked.textOf);
    const causes = [...located(fresh.slice(0, mostFindings), checked, asIs)].map((one) =>
      findingData(jsonDiagnostic(one)),
    );
    return {
      file: this.#file,
      base: this.#base,
      revision: this.#workspace.shown.show(this.#texts.get(this.#file) ?? ''),
      changed: [...this.#changed].sort(),
      addresses: this.#addresses,
      diff: this.#files.diff(asIs, silent),
      causes,
      mends: stale.reduce((sum, { count }) => sum + count, 0),
      notes: this.#notes,
    };
  }

  /** Writes every changed file, or none. @throws {Failure} when one of them changed meanwhile or cannot be written. */
  write(): void {
    this.#files.write();
  }
}

async function boundOf({ operation }: OpenedCall): Promise<BoundDocument> {
  let failure = new Failure('There is no document here');
  const opened = await operation.documents.open((skipped) => {
    failure = skippedFailure(skipped, asIs);
  });
  for (const { bound } of opened) return bound;
  throw failure;
}

function findings({ operation }: OpenedCall, file: string) {
  const input = { onlyFiles: [file], onlyCodes: null, baseline: null, templateBases: new Map(), askWeb: null };
  return check.run(operation, input);
}

/** What a document says of its status and of who signed it. */
function claimsOf(bound: BoundDocument): string {
  const { text } = bound.source;
  const ranges = [
    ...tablesWithRole(bound, 'sign-offs').map(({ range }) => range),
    ...sectionsWithRole(bound, 'sign-offs').map(({ content }) => content.range),
  ];
  return JSON.stringify([bound.status?.raw ?? null, ranges.map(({ start, end }) => text.slice(start, end))]);
}

/** The refusal of edits on an old text, with the sections that changed where the old text is known. */
function movedOn(workspace: AgentWorkspace, call: OpenedCall, bound: BoundDocument, revision: string): Failure {
  const before = workspace.shown.textOf(revision) ?? textInHistory(call, revision);
  const now = workspace.shown.show(bound.source.text);
  const hint = `Read it anew, then propose on the revision ${now}`;
  const message = `${bound.file} is not at the revision ${revision.slice(0, 12)} any more`;
  if (before === null) return new Failure(message, hint);
  const { file, schema, companion } = bound;
  const source = readMarkdown(before, call.operation.parser);
  const changes = structuralDiff(bindDocument({ source, file, schema, companion }), bound);
  const sections = [...new Set(changes.map(({ section }) => section))];
  if (sections.length === 0) return new Failure(`${message}, though it says the same`, hint);
  const more = sections.length > 10 ? ` and ${sections.length - 10} more` : '';
  return new Failure(`${message}; these parts changed since: ${sections.slice(0, 10).join(', ')}${more}`, hint);
}

/** A text that an event names is kept under its whole digest. */
function textInHistory({ workspace }: OpenedCall, revision: string): string | null {
  if (revision.length !== 64) return null;
  const folder = historyFolder(workspace);
  const kept = keptText(new FolderSource(folder, nameOf(workspace.root, folder)), revision);
  return kept.kind === 'text' ? kept.text : null;
}
