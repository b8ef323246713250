import type { LinkedText } from '../../document/links.ts';
import { linksOf } from '../../document/links.ts';
import { type Edit, makeEdit } from '../../text/edit.ts';
import { resolvePath } from '../../text/paths.ts';

/** By document: the anchors of its headings that are called otherwise now, and what they are. */
export type MigratedAnchors = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Lets the links of a text that lead into other documents follow the headings there. */
export function followMigrated(text: LinkedText, file: string, anchors: MigratedAnchors): Edit {
  const replacements = linksOf(text).flatMap(({ path, fragment, fragmentRange }) => {
    if (path === '' || fragment === null || fragmentRange === null) return [];
    const target = resolvePath(file, path);
    const next = target === null || target === file ? undefined : anchors.get(target)?.get(fragment);
    return next === undefined ? [] : [{ ...fragmentRange, text: next }];
  });
  return makeEdit(replacements, text.source.text.length);
}
