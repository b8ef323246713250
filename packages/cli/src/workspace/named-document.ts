import type { OperationContext } from '@specwright/core/operations/context.ts';
import { type DocumentMeaning, documentByFile, documentBySelf } from '@specwright/core/operations/find-document.ts';
import { list } from '@specwright/core/operations/list.ts';
import { Failure } from '../failure.ts';
import type { OpenWorkspace } from './open-workspace.ts';

/**
 * The document of a workspace that a word means: its path, file name, number, id or title. Documents are read only when no
 * file's name answers.
 * @throws {Failure} when it means none or several.
 */
export async function namedDocument(
  word: string,
  { documents }: OpenWorkspace,
  operation: OperationContext,
): Promise<string> {
  const byFile = documentByFile(
    word,
    documents.map(({ name }) => name),
  );
  const found = byFile.kind === 'none' ? await bySelf(word, byFile, operation) : byFile;
  switch (found.kind) {
    case 'found':
      return found.file;
    case 'ambiguous': {
      const { files } = found;
      const more = files.length > 6 ? ', …' : '';
      throw new Failure(
        `${JSON.stringify(word)} may mean ${files.length} documents`,
        `Say which: ${files.slice(0, 6).join(', ')}${more}`,
      );
    }
    case 'none':
      throw new Failure(
        `There is no document ${JSON.stringify(word)} here`,
        found.suggestion === null ? 'specwright list shows what there is' : `Did you mean ${found.suggestion}?`,
      );
  }
}

async function bySelf(word: string, byFile: DocumentMeaning, operation: OperationContext): Promise<DocumentMeaning> {
  const { documents } = await list.run(operation, { where: [], sort: null });
  const found = documentBySelf(word, documents);
  return found.kind === 'none' ? byFile : found;
}
