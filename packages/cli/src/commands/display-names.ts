import { isAbsolute } from 'node:path';
import { technicalSpecFile } from '@specwright/core/template/builtin/technical-spec.ts';
import { isOutside, nameOf, pathOf } from '../workspace/paths.ts';
import { type Invocation, pathsOf } from './command.ts';

/**
 * Turns names of the workspace into paths as the user would type them: relative to the working folder; absolute for
 * files outside of it when the user wrote absolute paths.
 */
export function displayNames(root: string, invocation: Invocation): (name: string) => string {
  const absolute = pathsOf(invocation).some((path) => isAbsolute(path));
  if (root === invocation.workingFolder) return (name) => name;
  return (name) => {
    if (name === technicalSpecFile) return name;
    const path = pathOf(root, name);
    const relative = nameOf(invocation.workingFolder, path);
    return absolute && isOutside(relative) ? path.replaceAll('\\', '/') : relative;
  };
}
