import { dirname } from 'node:path/posix';
import type { Import, SourceFile, Violation } from './sources.ts';
import { isTest } from './sources.ts';

/** Folders of core/src in import order: each may import only from those before it and from itself. */
const LAYERS = [
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
];

/** What a package may import of the others. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = { core: [], cli: ['core'], vscode: [] };

/** Rules compare documents through facts, which stand with the workspace that gathers them. */
const SHARED_TYPES = ['packages/core/src/workspace/facts.ts'];

/** Imports that go up in core's order of folders. Tests may look anywhere. */
export function layerViolations(sources: readonly SourceFile[]): Violation[] {
  return importsOf(sources, /^packages\/core\/src\//u).flatMap(({ path, line, target, typeOnly }) => {
    if (target === null || (typeOnly && SHARED_TYPES.includes(target))) return [];
    const from = layerOf(path);
    const to = layerOf(target);
    if (from === null || to === null) return to === null && from !== null ? [outside(path, line, target)] : [];
    return to <= from
      ? []
      : [{ path, line, message: `imports ${target}, but ${LAYERS[from]}/ stands before ${LAYERS[to]}/` }];
  });
}

/** Folders of core/src without a place in the order. */
export function unknownLayers(sources: readonly SourceFile[]): Violation[] {
  const folders = new Set(
    sources.map(({ path }) => /^packages\/core\/src\/([^/]+)\//u.exec(path)?.[1]).filter((name) => name !== undefined),
  );
  return [...folders]
    .filter((name) => !LAYERS.includes(name))
    .map((name) => ({ path: `packages/core/src/${name}`, line: 1, message: 'has no place in the order of layers' }));
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

function layerOf(path: string): number | null {
  const at = LAYERS.indexOf(/^packages\/core\/src\/([^/]+)\//u.exec(path)?.[1] ?? '');
  return at === -1 ? null : at;
}

function outside(path: string, line: number, target: string): Violation {
  return { path, line, message: `imports ${target}, which is no layer of core` };
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
