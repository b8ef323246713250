import type { Candidates } from '@specwright/core/operations/template-adopt.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { versionOfTemplate } from '@specwright/core/operations/template-version.ts';
import type { RecordedTemplate } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';
import type { FolderGit } from './folder-git.ts';
import type { Commit } from './git-output.ts';
import { decode } from './read-file.ts';

/** A template as of a commit. */
export interface PastVersion {
  readonly version: RecordedTemplate;
  readonly commit: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** The commit's place in the log: 0 is the newest. */
  readonly age: number;
}

/** What git knows of the templates of a workspace and of the first days of its documents. */
export class TemplateHistory {
  /** By the template's name today, oldest first. */
  readonly #versions: ReadonlyMap<string, readonly PastVersion[]>;
  /** By the document's name today: the age of the commit that brought it in. */
  readonly #born: ReadonlyMap<string, number>;

  constructor(versions: ReadonlyMap<string, readonly PastVersion[]>, born: ReadonlyMap<string, number>) {
    this.#versions = versions;
    this.#born = born;
  }

  /** Every version of a template, and the one in force on a document's first day; null when git knows one of them not. */
  candidatesOf(document: string, template: string): Candidates | null {
    const versions = this.#versions.get(template);
    const born = this.#born.get(document);
    if (versions === undefined || versions.length === 0 || born === undefined) return null;
    const inForce = versions.findLastIndex(({ age }) => age >= born);
    return { versions: versions.map(({ version }) => version), firstDay: inForce === -1 ? null : inForce };
  }

  /** Where a version came from; null for one that git does not know. */
  originOf(version: RecordedTemplate): PastVersion | null {
    return this.#versions.get(version.file)?.find((past) => past.version.digest === version.digest) ?? null;
  }
}

/** Reads the past of templates and documents from git, renames followed. @throws {Failure} where history is cut off. */
export async function readTemplateHistory(
  git: FolderGit,
  templates: readonly TemplateFile[],
  documents: readonly string[],
): Promise<TemplateHistory> {
  if (await git.isShallow()) {
    throw new Failure(
      'This clone is shallow: its history is cut off, so the versions of templates cannot be told',
      'Fetch the rest with `git fetch --unshallow` (on GitHub Actions: `fetch-depth: 0`)',
    );
  }
  const log = await git.changes();
  const born = new Map<string, number>();
  for (const [name, past] of pastsOf(log, documents)) {
    const first = past.at(-1);
    if (first !== undefined) born.set(name, first.age);
  }
  const versions = new Map<string, readonly PastVersion[]>();
  for (const template of templates) versions.set(template.file, await versionsOf(git, log, template));
  return new TemplateHistory(versions, born);
}

interface PastFile {
  readonly age: number;
  readonly commit: string;
  readonly day: string;
  /** Its name after that commit. */
  readonly name: string;
}

/** The commits that touched each file, newest first, up to the one that brought it in under whatever name. */
function pastsOf(log: readonly Commit[], names: readonly string[]): ReadonlyMap<string, readonly PastFile[]> {
  const pasts = new Map<string, PastFile[]>(names.map((name) => [name, []]));
  const tracked = new Map(names.map((name) => [name, name]));
  for (const [age, { hash, day, changes }] of log.entries()) {
    const moved: [string, string][] = [];
    for (const { kind, name, before } of changes) {
      const today = tracked.get(name);
      if (today === undefined || kind === 'deleted') continue;
      pasts.get(today)?.push({ age, commit: hash, day, name });
      if (kind === 'modified') continue;
      tracked.delete(name);
      if (before !== null) moved.push([before, today]);
    }
    for (const [before, today] of moved) if (!tracked.has(before)) tracked.set(before, today);
  }
  return pasts;
}

/** Each text that a template had, with the file beside it as it was then. */
async function versionsOf(
  git: FolderGit,
  log: readonly Commit[],
  { file, companion }: TemplateFile,
): Promise<readonly PastVersion[]> {
  const names = companion === null ? [file] : [file, companion.file];
  const pasts = pastsOf(log, names);
  const own = await textsOf(git, pasts.get(file) ?? []);
  const beside = companion === null ? [] : await textsOf(git, pasts.get(companion.file) ?? []);
  const ages = [...new Set([...own, ...beside].map(({ past }) => past.age))].sort((a, b) => b - a);
  const versions: PastVersion[] = [];
  for (const age of ages) {
    const text = own.find(({ past }) => past.age >= age);
    if (text === undefined) continue;
    const yaml = beside.find(({ past }) => past.age >= age);
    const shown = companion === null || yaml === undefined ? null : { file: companion.file, text: yaml.text };
    const version = versionOfTemplate({ file, text: text.text, companion: shown });
    const { commit, day } = text.past.age === age ? text.past : (yaml?.past ?? text.past);
    if (versions.at(-1)?.version.digest !== version.digest) versions.push({ version, commit, day, age });
  }
  return versions;
}

async function textsOf(git: FolderGit, past: readonly PastFile[]): Promise<{ past: PastFile; text: string }[]> {
  const blobs = await git.textsAt(past.map(({ commit, name }) => ({ commit, name })));
  return past.flatMap((each, index) => {
    const bytes = blobs[index];
    const text = bytes == null ? null : decode(Buffer.from(bytes));
    return typeof text === 'string' ? [{ past: each, text }] : [];
  });
}
