import type { OpenWorkspace } from './open-workspace.ts';
import { pathOf } from './paths.ts';

/** The file of a workspace's baseline, absolute, whether it is there or not: the one the configuration names, else the usual one. */
export function baselineFile({ root, config }: OpenWorkspace): string {
  return pathOf(root, config?.baseline ?? 'specwright-baseline.json');
}
