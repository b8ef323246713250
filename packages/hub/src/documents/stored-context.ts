import { bindDocument } from '@specwright/core/document/bind.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type { Documents } from '@specwright/core/operations/context.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { Author, Histories, HistoryContext } from '@specwright/core/operations/history-context.ts';
import type { StoredDocument } from './stored-document.ts';

/** How a context reads and writes beyond the document as it is. */
export interface ContextPorts {
  /** A text that the document had, by its SHA-256; null for any other. */
  readonly textHad: (revision: string) => Promise<string | null>;
  readonly record: Histories['record'];
}

/** The context in which core's operations see one document of the hub. `record` keeps what they decide. */
export function contextOf(
  stored: StoredDocument,
  parser: MarkdownParser,
  author: Author,
  { textHad, record }: ContextPorts,
): HistoryContext & EditContext {
  const documents: Documents = {
    recall: async () => null,
    remember: () => undefined,
    check: async () => {
      throw new Error('One document is not checked as a workspace');
    },
    outlines: async () => [outlineOf(stored.bound.source)],
    open: async () => [{ bound: stored.bound, template: stored.use }],
  };
  const histories: Histories = {
    async *open() {
      yield stored.opened;
    },
    asker: async () => author,
    shown: async (_document, revision) => {
      const text = await textHad(revision);
      const { file, schema, companion } = stored.bound;
      return text === null ? null : bindDocument({ source: readMarkdown(text, parser), file, schema, companion });
    },
    record,
  };
  // Links in other documents stay as they are: each of those has rights and revisions of its own.
  return { documents, histories, settings: stored.rules.settings, parser, mentioning: () => [] };
}
