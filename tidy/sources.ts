import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, parseSync, Visitor } from 'oxc-parser';

/** The checkout's folder. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** One text file of the repository. Paths are from the root, with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript or JavaScript file, parsed. */
export interface SourceFile extends TextFile {
  readonly program: Program;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The file of this repository that it names; null for packages and Node's modules. */
  readonly target: string | null;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Folders that no one writes by hand. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.specwright']);

/** Every text file of the repository. */
export function textFiles(): TextFile[] {
  const found: TextFile[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name) || entry.name.startsWith('.setup.lock')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) found.push({ path: slashed(relative(root, path)), text: readFileSync(path, 'utf8') });
    }
  }
  return found.filter(({ text }) => !text.includes('\0')).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The files among `files` that hold code, parsed. */
export function sourceFiles(files: readonly TextFile[]): SourceFile[] {
  return files.filter(({ path }) => /\.(?:ts|tsx|mjs|js)$/u.test(path) && !path.includes('/fixtures/')).map(parse);
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/test/') || path.startsWith('tidy');
}

/** One line per violation, `file:line message`, for an assertion that shows all of them at once. */
export function report(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function parse(file: TextFile): SourceFile {
  const { program, module, errors } = parseSync(file.path, file.text);
  const first = errors[0];
  if (first !== undefined) throw new Error(`${file.path}: ${first.message}`);
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, offset: number): void => {
    const target = resolve(file.path, specifier);
    imports.push({ specifier, target, typeOnly, line: lineAt(file.text, offset) });
  };
  for (const { moduleRequest, entries, start } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType), start);
  for (const { entries, start } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest)?.moduleRequest?.value;
    if (from !== undefined)
      add(
        from,
        entries.every((entry) => entry.isType),
        start,
      );
  }
  new Visitor({
    ImportExpression: ({ source, start }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false, start);
    },
    TSImportType: ({ source, start }) => add(source.value, true, start),
  }).visit(program);
  return { ...file, program, imports };
}

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return slashed(join(dirname(from), specifier));
  const [, name, inside] = /^@specwright\/(core|hub)(?:\/(.+))?$/u.exec(specifier) ?? [];
  return name === undefined ? null : `packages/${name}/src/${inside ?? 'index.ts'}`;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
