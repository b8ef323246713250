import { dirname } from 'node:path/posix';
import type { Import, SourceFile, Violation } from './sources.ts';
import { isTest } from './sources.ts';

/** Folders of a package's src in import order: each may import only from those before it and from itself. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [
    'text',
    'markdown',
    'diagnostic',
    'template',
    'document',
    'edit',
    'check',
    'diff',
    'lifecycle',
    'workspace',
    'editor',
    'operations',
  ],
  hub: [
    'postgres',
    'database',
    'rights',
    'people',
    'search',
    'documents',
    'review',
    'rooms',
    'mirror',
    'telling',
    'audit',
    'backup',
    'api',
  ],
};

/** What a package may import of the others. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  hub: ['core'],
  cli: ['core', 'hub'],
  vscode: [],
};

/** Rules compare documents through facts, which stand with the workspace that gathers them. */
const SHARED_TYPES = ['packages/core/src/workspace/facts.ts'];

/** Imports that go up in a package's order of folders. Tests may look anywhere. */
export function layerViolations(sources: readonly SourceFile[]): Violation[] {
  return importsOf(sources, /^packages\//u).flatMap(({ path, line, target, typeOnly }) => {
    const from = layerOf(path);
    if (from === null || target === null || (typeOnly && SHARED_TYPES.includes(target))) return [];
    if (packageOf(target) !== packageOf(path)) return [];
    const to = layerOf(target);
    if (to === null) return [{ path, line, message: `imports ${target}, which is no layer of ${packageOf(path)}` }];
    return to.at <= from.at
      ? []
      : [{ path, line, message: `imports ${target}, but ${from.name}/ stands before ${to.name}/` }];
  });
}

/** Folders of src without a place in their package's order. */
export function unknownLayers(sources: readonly SourceFile[]): Violation[] {
  const folders = new Set(
    sources.map(({ path }) => /^packages\/[^/]+\/src\/[^/]+(?=\/)/u.exec(path)?.[0]).filter((one) => one !== undefined),
  );
  return [...folders]
    .filter((path) => LAYERS[packageOf(`${path}/`) ?? ''] !== undefined && layerOf(`${path}/`) === null)
    .map((path) => ({ path, line: 1, message: 'has no place in the order of layers' }));
}

/** Imports of one package into another that may not know it, and relative imports that leave a package. */
export function packageViolations(sources: readonly SourceFile[]): Violation[] {
  return importsOf(sources, /^packages\//u).flatMap(({ path, line, target, specifier }) => {
    const from = packageOf(path);
    const to = target === null ? null : packageOf(target);
    if (from === null || to === from || target === null) return [];
    if (to === null) return [{ path, line, message: `imports ${target}, which is outside every package` }];
    if (specifier.startsWith('.')) return [{ path, line, message: `reaches into package ${to} by a relative path` }];
    return PACKAGES[from]?.includes(to)
      ? []
      : [{ path, line, message: `package ${from} may not import package ${to}` }];
  });
}

/** Every group of files that import each other in a ring, type-only imports included. */
export function cycles(sources: readonly SourceFile[]): Violation[] {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports] as const));
  return strongComponents(graph).map((ring) => {
    const first = [...ring].sort()[0] as string;
    const next = graph.get(first)?.find(({ target }) => target !== null && ring.includes(target));
    return { path: first, line: next?.line ?? 1, message: `imports itself through ${[...ring].sort().join(', ')}` };
  });
}

interface ImportOf extends Import {
  readonly path: string;
}

function importsOf(sources: readonly SourceFile[], paths: RegExp): ImportOf[] {
  return sources
    .filter(({ path }) => paths.test(path) && !isTest(path))
    .flatMap(({ path, imports }) => imports.map((one) => ({ ...one, path })));
}

/** The folder of its package's order that a file lies in, and its place there; null for files outside the order. */
function layerOf(path: string): { readonly name: string; readonly at: number } | null {
  const [, name = '', folder = ''] = /^packages\/([^/]+)\/src\/([^/]+)\//u.exec(path) ?? [];
  const at = LAYERS[name]?.indexOf(folder) ?? -1;
  return at === -1 ? null : { name: folder, at };
}

function packageOf(path: string): string | null {
  const folder = dirname(path);
  return /^packages\/([^/]+)/u.exec(folder)?.[1] ?? null;
}

/** Tarjan's strongly connected components of more than one file, or of one that imports itself; without recursion. */
function strongComponents(graph: ReadonlyMap<string, readonly Import[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const next = (path: string): string[] =>
    (graph.get(path) ?? []).flatMap(({ target }) => (target !== null && graph.has(target) ? [target] : []));
  const open = (path: string): { path: string; targets: string[] } => {
    order.set(path, order.size);
    low.set(path, order.get(path) as number);
    stack.push(path);
    onStack.add(path);
    return { path, targets: next(path) };
  };
  const close = (path: string): void => {
    if (low.get(path) !== order.get(path)) return;
    const ring = stack.splice(stack.indexOf(path));
    for (const member of ring) onStack.delete(member);
    if (ring.length > 1 || next(path).includes(path)) found.push(ring);
  };
  const lower = (path: string, value: number): void => {
    low.set(path, Math.min(low.get(path) as number, value));
  };
  for (const start of graph.keys()) {
    const frames = order.has(start) ? [] : [open(start)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const target = frame.targets.pop();
      if (target === undefined) {
        frames.pop();
        close(frame.path);
        const parent = frames.at(-1);
        if (parent !== undefined) lower(parent.path, low.get(frame.path) as number);
      } else if (!order.has(target)) frames.push(open(target));
      else if (onStack.has(target)) lower(frame.path, order.get(target) as number);
    }
  }
  return found;
}
