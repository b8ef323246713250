import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstEntry } from '@specwright/core/workspace/first-config.ts';
import { isFolder } from '../workspace/find-root.ts';
import { openSpecTemplates } from './openspec-templates.ts';

/** How another tool keeps specifications in a folder, said in templates and documents. Paths are relative to the folder. */
export interface ProjectForm {
  /** As people call the tool. */
  readonly name: string;
  readonly entries: readonly FirstEntry[];
  /** Templates that the tool does not have as files, by path. */
  readonly written: ReadonlyMap<string, string>;
  /** Folders with everything that the documents and templates need. */
  readonly folders: readonly string[];
}

/** The forms that a folder has; none, one or both. */
export function formsOf(folder: string): ProjectForm[] {
  return [specKitForm(folder), openSpecForm(folder)].filter((form) => form !== null);
}

/** Which documents are written from which template of spec-kit. */
const specKitDocuments: Readonly<Record<string, readonly string[]>> = {
  'spec-template.md': ['specs/*/spec.md'],
  'plan-template.md': ['specs/*/plan.md'],
  'tasks-template.md': ['specs/*/tasks.md'],
  'checklist-template.md': ['specs/*/checklists/*.md'],
};

/** Its templates are used where they lie, as they are. Early versions kept them in `templates`. */
function specKitForm(folder: string): ProjectForm | null {
  const home = ['.specify/templates', 'templates'].find((one) => existsSync(join(folder, one, 'spec-template.md')));
  if (home === undefined) return null;
  const entries = Object.entries(specKitDocuments)
    .filter(([name]) => existsSync(join(folder, home, name)))
    .map(([name, documents]) => ({ file: `${home}/${name}`, documents }));
  return { name: 'spec-kit', entries, written: new Map(), folders: [home, 'specs'] };
}

const openSpecHome = 'templates/openspec';

/** Which documents have which form of OpenSpec; what is archived keeps it. */
const openSpecDocuments: Readonly<Record<string, readonly string[]>> = {
  'capability.md': ['openspec/specs/*/spec.md'],
  'change.md': ['openspec/changes/**/specs/*/spec.md'],
  'proposal.md': ['openspec/changes/**/proposal.md'],
  'design.md': ['openspec/changes/**/design.md', 'openspec/specs/*/design.md'],
  'tasks.md': ['openspec/changes/**/tasks.md'],
  'project.md': ['openspec/project.md'],
};

function openSpecForm(folder: string): ProjectForm | null {
  const home = join(folder, 'openspec');
  const isIts = isFolder(home) && readdirSync(home).some((name) => ['specs', 'changes', 'project.md'].includes(name));
  if (!isIts) return null;
  return {
    name: 'OpenSpec',
    entries: Object.entries(openSpecDocuments).map(([name, documents]) => ({
      file: `${openSpecHome}/${name}`,
      documents,
    })),
    written: new Map(Object.entries(openSpecTemplates).map(([name, text]) => [`${openSpecHome}/${name}`, text])),
    folders: ['openspec'],
  };
}
