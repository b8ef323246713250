import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { lineEndOf } from '@specwright/core/edit/line-end.ts';
import { technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { parseConfig, type TemplateEntry } from '@specwright/core/workspace/config.ts';
import { firstConfig } from '@specwright/core/workspace/first-config.ts';
import { Failure, reasonOf } from '../failure.ts';
import { hasCommitHook, writeCommitHook } from '../workspace/commit-hook.ts';
import { configName, isFolder } from '../workspace/find-root.ts';
import { knowsMergeDriver, mergeAttribute, setMergeDriver } from '../workspace/merge-driver.ts';
import { isOutside, nameOf } from '../workspace/paths.ts';
import { type FileStamp, readText } from '../workspace/read-file.ts';
import { isMarkdown } from '../workspace/walk.ts';
import { createFile, replaceFiles } from '../workspace/write-file.ts';
import { agentsFile, agentsName, type TaughtTemplate } from './agents-file.ts';
import { type Invocation, isSet, textOption } from './command.ts';

/** One thing that setting up does, unless it is done already. */
interface Step {
  /** As the user is told: a path below the folder, or what git is told. */
  readonly what: string;
  readonly about: string;
  readonly done: boolean;
  readonly make: () => void;
}

const firstDocuments = 'specs/**/*.md';

/** `specwright init [FOLDER]`. What is there already stays as it is, so that it can be run again. */
export async function run(invocation: Invocation): Promise<number> {
  const [named] = invocation.arguments as readonly (string | undefined)[];
  const folder = resolve(invocation.workingFolder, named ?? '.');
  if (existsSync(folder) && !isFolder(folder)) throw new Failure(`${folder} is a file, not a folder`);
  const { steps: own, templates } = planned(folder, invocation);
  const steps = [...own, ...(isSet(invocation, 'agents') ? [await agentsStep(folder, templates)] : [])];
  const dryRun = isSet(invocation, 'dryRun');
  if (!dryRun) for (const step of steps) if (!step.done) step.make();
  present(steps, folder, dryRun, invocation);
  return 0;
}

interface Plan {
  readonly steps: readonly Step[];
  /** The templates as they will be. */
  readonly templates: readonly TaughtTemplate[];
}

async function agentsStep(folder: string, templates: readonly TaughtTemplate[]): Promise<Step> {
  const { done, make } = await agentsFile(folder, templates);
  return { what: agentsName, about: 'how agents are to work with the documents', done, make };
}

function planned(folder: string, invocation: Invocation): Plan {
  const path = join(folder, configName);
  const known = knownTemplates(path);
  const named = textOption(invocation, 'template');
  if (
    known !== null &&
    named !== null &&
    !known.some(({ file }) => resolve(folder, file) === resolve(invocation.workingFolder, named))
  ) {
    throw new Failure(`${configName} is there already and does not name ${named}`, 'Add it under templates: there');
  }
  const config = { what: configName, about: 'which documents follow which template', done: existsSync(path) };
  const globs = known?.flatMap(({ documents }) => documents.filter((glob) => !glob.startsWith('!'))) ?? [
    firstDocuments,
  ];
  const git = [
    ...(isSet(invocation, 'git') ? gitSteps(folder, globs) : []),
    ...(isSet(invocation, 'hooks') ? [hookStep(folder)] : []),
  ];
  // Where the configuration names templates, everything is in its place.
  if (known !== null && known.length > 0) {
    const templates = known.map(({ file, documents }) => ({ file, documents, text: textOf(join(folder, file)) }));
    return { steps: [{ ...config, make: () => undefined }, ...git], templates };
  }
  const template = templateFor(folder, invocation);
  const text = template.text ?? textOf(join(folder, template.name));
  const steps = [
    { ...config, make: () => create(path, firstConfig([{ file: template.name, documents: [firstDocuments] }])) },
    {
      what: template.name,
      about: 'the template; change it to what your team wants',
      done: template.text === null,
      make: () => create(join(folder, template.name), template.text ?? ''),
    },
    {
      what: 'specs/',
      about: 'for the documents',
      done: existsSync(join(folder, 'specs')),
      make: () => makeFolder(join(folder, 'specs')),
    },
    ...git,
  ];
  return { steps, templates: [{ file: template.name, documents: [firstDocuments], text }] };
}

function textOf(path: string): string | null {
  const reading = readText(path);
  return reading.kind === 'text' ? reading.text : null;
}

/** The templates that a configuration names; null without one. */
function knownTemplates(path: string): readonly TemplateEntry[] | null {
  if (!existsSync(path)) return null;
  const reading = readText(path);
  if (reading.kind === 'unreadable') throw new Failure(`${path}: ${reading.reason}`);
  return parseConfig(reading.text, configName).config.templates;
}

interface FirstTemplate {
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  /** Null when the file is there already. */
  readonly text: string | null;
}

/** The template that was named, copied into the folder when it is outside; else the only one there; else the built-in one. */
function templateFor(folder: string, invocation: Invocation): FirstTemplate {
  const named = textOption(invocation, 'template');
  if (named !== null) {
    const path = resolve(invocation.workingFolder, named);
    const reading = readText(path);
    if (reading.kind === 'unreadable') throw new Failure(`The template ${named} cannot be used: ${reading.reason}`);
    const name = nameOf(folder, path);
    return isOutside(name) ? copied(folder, `templates/${basename(path)}`, reading.text) : { name, text: null };
  }
  const own = templatesIn(join(folder, 'templates'));
  const [only] = own;
  if (only === undefined) return { name: 'templates/technical-spec.md', text: technicalSpecText };
  if (own.length === 1 || own.includes('technical-spec.md')) {
    return { name: `templates/${own.length === 1 ? only : 'technical-spec.md'}`, text: null };
  }
  throw new Failure(`There are several templates in templates/: ${own.join(', ')}`, 'Say which with --template FILE');
}

function copied(folder: string, name: string, text: string): FirstTemplate {
  const reading = existsSync(join(folder, name)) ? readText(join(folder, name)) : null;
  if (reading === null) return { name, text };
  if (reading.kind === 'text' && reading.text === text) return { name, text: null };
  throw new Failure(`${name} is there already and is another template`, 'Give one of them another name');
}

function templatesIn(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder).filter(isMarkdown).sort() : [];
}

function gitSteps(folder: string, globs: readonly string[]): Step[] {
  const path = join(folder, '.gitattributes');
  const wanted = globs.map(mergeAttribute);
  const reading = existsSync(path) ? readText(path) : null;
  if (reading?.kind === 'unreadable') throw new Failure(`.gitattributes: ${reading.reason}`);
  const text = reading?.text ?? '';
  const about = 'documents are merged by their structure';
  const lines = text.split(/\r?\n/u);
  const missing = wanted.filter((line) => !lines.includes(line));
  return [
    {
      what: '.gitattributes',
      about,
      done: missing.length === 0,
      make: () => {
        const end = lineEndOf(text);
        const apart = text === '' || /\n$/u.test(text) ? '' : end;
        const whole = `${text}${apart}${missing.map((line) => line + end).join('')}`;
        if (reading === null) create(path, whole);
        else replaceFiles([{ path, text: whole, expected: reading.stamp as FileStamp }]);
      },
    },
    {
      what: 'git config',
      about,
      done: existsSync(folder) && knowsMergeDriver(folder),
      make: () => setMergeDriver(folder),
    },
  ];
}

function hookStep(folder: string): Step {
  return {
    what: 'pre-commit hook',
    about: 'each commit is judged before it is made; a hook that is there already stays',
    done: existsSync(folder) && hasCommitHook(folder),
    make: () => writeCommitHook(folder),
  };
}

function create(path: string, text: string): void {
  makeFolder(dirname(path));
  if (!createFile(path, text))
    throw new Failure(`${path} is there already; it was left alone`, 'Run the command again');
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new Failure(`Cannot make the folder ${path}: ${reasonOf(error)}`);
  }
}

function present(steps: readonly Step[], folder: string, dryRun: boolean, invocation: Invocation): void {
  const { terminal, workingFolder } = invocation;
  if (isSet(invocation, 'json')) {
    const names = (done: boolean): string[] => steps.filter((step) => step.done === done).map(({ what }) => what);
    terminal.write(`${JSON.stringify({ folder, dryRun, written: names(false), kept: names(true) }, null, 2)}\n`);
    return;
  }
  const width = Math.max(...steps.map(({ what }) => what.length));
  for (const { what, about, done } of steps) {
    const verb = done ? 'kept       ' : dryRun ? 'would write' : 'wrote      ';
    terminal.write(`${verb}  ${printable(what.padEnd(width))}  ${terminal.palette.dim(about)}\n`);
  }
  const enter = folder === workingFolder ? '' : `cd ${printable(nameOf(workingFolder, folder))} && `;
  terminal.say(`\nNext:\n  ${enter}specwright new "The title of your first specification"\n`);
}
