import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as users start it. */
export const program = fileURLToPath(new URL('../bin/specwright.js', import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder for one test, with the real program run in it. Caches stay inside. */
export class Playground {
  readonly folder: string;

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    if (!existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)))) {
      throw new Error('The command line is not built: run `npm run build` first');
    }
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'plans-')));
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Buffer): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  get env(): NodeJS.ProcessEnv {
    const { FORCE_COLOR: _, ...rest } = process.env;
    return { ...rest, NO_COLOR: '1', COLUMNS: '100', SPECWRIGHT_CACHE: this.path('.cache'), HOME: this.folder };
  }

  run(words: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Run {
    const result = spawnSync(process.execPath, [program, ...words], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      input,
      encoding: 'utf8',
      maxBuffer: 1024 * 1024 * 1024,
    });
    return { status: result.status, stdout: result.stdout, stderr: result.stderr };
  }

  shell(command: string): SpawnSyncReturns<string> {
    const script = `specwright() { '${process.execPath}' '${program}' "$@"; }\n${command}`;
    return spawnSync('bash', ['-c', script], { cwd: this.folder, env: this.env, encoding: 'utf8' });
  }

  git(...words: string[]): void {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main'];
    const { status, stderr } = spawnSync('git', [...identity, ...words], { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A small template and documents for it. */
export const template = `# Plan: [Name]

**Status**: Draft | Agreed | Done
**Owner**: [Name]

## Goal

[What for?]

## Steps

- [Step]

## Risks

| Risk | Impact |
|------|--------|
| [Risk] | High/Med/Low |
`;

export const cleanPlan = `# Plan: Quiet nights

**Status**: Agreed
**Owner**: Ada Park

## Goal

Nobody is called at night for a full disk.

## Steps

- Watch the disks

## Risks

| Risk | Impact |
|------|--------|
| The watcher fails | Med |
`;

/** The status in the wrong case (a safe fix), an unchosen cell (no fix), a missing section (a suggested one). */
export const faultyPlan = `# Plan: Loud days

**Status**: agreed
**Owner**: Ada Park

## Goal

Somebody is called by day.

## Risks

| Risk | Impact |
|------|--------|
| The phone is off | High/Med/Low |
`;

/** A workspace with a template, a plan without findings, and the faulty one. */
export function playgroundOfPlans(): Playground {
  return new Playground({
    'plans/template.md': template,
    'plans/clean.md': cleanPlan,
    'plans/faulty.md': faultyPlan,
  });
}
