import type { HistorySeeker } from '../history/find-history.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { walkFolder } from '../workspace/walk.ts';

/**
 * Every Markdown file of a workspace, read when it is first asked for: a history belongs to one file at most, so all must
 * be seen to know to which, whatever a command is about.
 */
export function seekersIn({ root, documents }: OpenWorkspace): () => readonly HistorySeeker[] {
  return () => {
    const paths = new Set([...walkFolder(root).markdown, ...documents.map(({ path }) => path)]);
    return [...paths].sort().flatMap((path) => {
      const reading = readText(path);
      return reading.kind === 'text'
        ? [{ file: nameOf(root, path), text: reading.text, title: titleOf(reading.text) }]
        : [];
    });
  };
}

const HEADING = /^#[ \t]+(\S.{0,500}?)[ \t]*#*$/mu;

/** The first heading of the first level; a likeness is all it is for. */
function titleOf(text: string): string | null {
  return HEADING.exec(text.slice(0, 20_000))?.[1] ?? null;
}
