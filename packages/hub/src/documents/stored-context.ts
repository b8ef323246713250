import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { Documents } from '@specwright/core/operations/context.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { Author, Histories, HistoryContext } from '@specwright/core/operations/history-context.ts';
import type { StoredDocument } from './stored-document.ts';

/** The context in which core's operations see one document of the hub. `record` keeps what they decide. */
export function contextOf(
  stored: StoredDocument,
  parser: MarkdownParser,
  author: Author,
  record: Histories['record'],
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
    record,
  };
  // Links in other documents stay as they are: each of those has rights and revisions of its own.
  return { documents, histories, settings: stored.rules.settings, parser, mentioning: () => [] };
}
