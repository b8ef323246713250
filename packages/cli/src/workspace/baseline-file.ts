import type { OpenWorkspace } from './open-workspace.ts';
import { pathOf } from './paths.ts';

/** Where the baseline is unless the configuration says otherwise. */
export const baselineName = 'specwright-baseline.json';

/** The file of a workspace's baseline, absolute, whether it is there or not: the one the configuration names, else the usual one. */
export function baselineFile({ root, config }: OpenWorkspace): string {
  return pathOf(root, config?.baseline ?? baselineName);
}
