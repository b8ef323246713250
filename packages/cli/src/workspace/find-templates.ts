import { type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMarkdown } from './walk.ts';

/** How many templates are compared with each document at most; a folder with more holds something else. */
export const mostTemplates = 200;

export interface FoundTemplates {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** How many there are, those beyond the bound included. */
  readonly count: number;
}

/**
 * Files that are templates by their name: `adr-template.md`, `0000-template.md`, `NNNN-title.md`, whatever stands in a
 * folder `template` or `templates`, and the README.md of a folder that is called a template. Looks among `files` and
 * in the folders above `folders`, as far as `top`.
 */
export function findTemplates(files: readonly string[], folders: readonly string[], top: string): FoundTemplates {
  const found = new Set(files.filter((file) => isTemplateName(file)));
  for (const folder of new Set(folders.flatMap((start) => foldersAbove(start, top)))) {
    for (const file of templatesNear(folder)) found.add(file);
  }
  return { files: [...found].sort().slice(0, mostTemplates), count: found.size };
}

/** The folder itself and those above it up to `top`, three at most. */
function foldersAbove(start: string, top: string): string[] {
  const folders = [start];
  for (let folder = start; folder !== top && folder !== dirname(folder) && folders.length < 3; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

const templateFolder = /^templates?$/i;
/** A word that says "template", in several languages, and no number of a real document before it. */
const templateWord =
  /(?:^|[^\p{L}])(?:templates?|tmpl|skeleton|vorlage|plantilla|modele|modèle|szablon|шаблон)(?:$|[^\p{L}])|模板|模版|テンプレート|템플릿/iu;
const realNumber = /^\D{0,8}0*[1-9]\d*(?:\D|$)/;
const unsetNumber = /^(?:[a-z]{2,6}[-_])?(?:N{3,}|X{3,})(?:[-_. ]|$)/;

function isTemplateName(path: string): boolean {
  const name = basename(path).replace(/\.(?:md|markdown)$/i, '');
  const folder = basename(dirname(path));
  if (/^(?:readme|index)$/i.test(name)) return isTemplateFolder(folder);
  return isTemplateWord(name) || unsetNumber.test(name) || (templateFolder.test(folder) && !namesDocument(name));
}

function isTemplateFolder(name: string): boolean {
  return !templateFolder.test(name) && (isTemplateWord(name) || unsetNumber.test(name));
}

function isTemplateWord(name: string): boolean {
  return templateWord.test(name) && !realNumber.test(name);
}

/** In a folder of templates stand other files too: notes, and examples with a number. */
function namesDocument(name: string): boolean {
  return /^(?:contributing|changelog|license|licence|code_of_conduct)$/i.test(name) || /^\d{3,}[-_. ]/.test(name);
}

function templatesNear(folder: string): string[] {
  const found: string[] = [];
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && isMarkdown(entry.name) && isTemplateName(path)) found.push(path);
    if (!entry.isDirectory()) continue;
    if (templateFolder.test(entry.name) || isTemplateFolder(entry.name)) {
      for (const inner of entriesOf(path)) {
        const file = join(path, inner.name);
        if (inner.isFile() && isMarkdown(inner.name) && isTemplateName(file)) found.push(file);
      }
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/**
 * The YAML file beside a template that shows its documents' metadata: the only one in a folder that is made for one
 * document (`NNNN-kep-template/README.md` with `kep.yaml`). Null when there is none.
 */
export function companionOf(template: string): string | null {
  if (!/^(?:readme|index)\.(?:md|markdown)$/i.test(basename(template))) return null;
  const folder = dirname(template);
  const yaml = entriesOf(folder).filter((entry) => entry.isFile() && /^[^.].*\.ya?ml$/i.test(entry.name));
  return yaml.length === 1 && yaml[0] !== undefined ? join(folder, yaml[0].name) : null;
}
