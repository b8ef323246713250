import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A fenced block of a manual page that is run or written. Lines are numbered from 0. */
export type Block =
  /** Commands after `$ ` with their output below. */
  | { readonly kind: 'console'; readonly steps: readonly Step[] }
  /** A file that later commands find, from ```` ```markdown file=PATH ````. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

export interface Step {
  readonly command: string;
  readonly expected: readonly string[];
  /** Line of the command, and the first line after its expected output. */
  readonly line: number;
  readonly end: number;
}

/** The blocks of a page, in order. Fences of three or more backticks; a longer fence may hold shorter ones. */
export function blocksOf(page: string): Block[] {
  const lines = page.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, fence, info] = /^(`{3,})(.*)$/u.exec(lines[at] as string) ?? [];
    if (fence === undefined || info === undefined) continue;
    const start = at + 1;
    at = lines.indexOf(fence, start);
    if (at === -1) throw new Error(`line ${start}: the fence is never closed`);
    const body = lines.slice(start, at);
    const path = /\bfile=(\S+)/u.exec(info)?.[1];
    if (info.trim() === 'console') blocks.push({ kind: 'console', steps: stepsOf(body, start) });
    else if (path !== undefined) blocks.push({ kind: 'file', path, text: `${body.join('\n')}\n` });
  }
  return blocks;
}

function stepsOf(body: readonly string[], start: number): Step[] {
  const commands = body.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []));
  return commands.map((index, nth) => {
    const end = commands[nth + 1] ?? body.length;
    const expected = body.slice(index + 1, end);
    return { command: (body[index] as string).slice(2), expected, line: start + index, end: start + end };
  });
}

/** A folder like a reader's: a copy of `examples/`, and `specwright` on the path. */
export class Playground {
  readonly folder = mkdtempSync(join(tmpdir(), 'specwright-docs-'));
  readonly #bin = mkdtempSync(join(tmpdir(), 'specwright-bin-'));

  constructor() {
    cpSync(join(root, 'examples'), join(this.folder, 'examples'), { recursive: true });
    const script = join(root, 'packages', 'cli', 'bin', 'specwright.js');
    writeFileSync(join(this.#bin, 'specwright'), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, {
      mode: 0o755,
    });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** What a terminal of 100 columns without colour shows, as lines without the white space at their ends. */
  run(command: string): string[] {
    const { CI: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, GITLAB_CI: ____, ...env } = process.env;
    const { stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: this.folder,
      encoding: 'utf8',
      input: '',
      env: {
        ...env,
        PATH: `${this.#bin}${delimiter}${process.env.PATH}`,
        NO_COLOR: '1',
        COLUMNS: '100',
        SPECWRIGHT_CACHE: this.#bin,
      },
    });
    const lines = stdout
      .replaceAll(this.folder, '/specs')
      .split('\n')
      .map((line) => line.trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  remove(): void {
    for (const folder of [this.folder, this.#bin]) rmSync(folder, { recursive: true, force: true });
  }
}

/** True when `actual` is `expected`, where a line `…` stands for any number of lines, and `…` within a line for any words. */
export function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const wanted = expected.map((line) => line.trimEnd());
  while (wanted.at(-1) === '') wanted.pop();
  // reached[n]: the expected lines so far can stand for the first n actual lines.
  let reached = new Set([0]);
  for (const line of wanted) {
    const next = new Set<number>();
    for (const at of reached) {
      if (line.trim() === '…') for (let to = at; to <= actual.length; to += 1) next.add(to);
      else if (at < actual.length && isLine(line, actual[at] as string)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(actual.length);
}

/** True when a line is as expected; what stands between the parts around `…` is taken as short as it can be. */
export function isLine(expected: string, actual: string): boolean {
  const [first = '', ...parts] = expected.split('…');
  const last = parts.pop();
  if (last === undefined) return actual === expected;
  if (!actual.startsWith(first) || !actual.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = actual.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= actual.length - last.length;
}
