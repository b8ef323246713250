import { refuse } from '@specwright/core/lifecycle/decide.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { type ActOutput, act } from '@specwright/core/operations/act.ts';
import { lineEdit } from '@specwright/core/operations/migration/line-edit.ts';
import { migrateDocument } from '@specwright/core/operations/migration/migrate-document.ts';
import { planMigration } from '@specwright/core/operations/migration/plan.ts';
import { compiled } from '@specwright/core/operations/template-diff.ts';
import { isPresent, templateOfKept, versionOfTemplate } from '@specwright/core/operations/template-version.ts';
import type { Queries } from '../database/database.ts';
import type { Caller } from '../rights/right.ts';
import { textsOf } from './kept-texts.ts';
import type { StoredDocument } from './stored-document.ts';
import type { WritePath } from './write-path.ts';

/**
 * Brings a document from the version of its template that it is recorded to follow to the one of now, and records that. No word of an author's
 * is lost; where a step needs a person, nothing is done and the answer says why.
 */
export async function bringToTemplate(
  { queries, path, parser }: { readonly queries: Queries; readonly path: WritePath; readonly parser: MarkdownParser },
  caller: Caller,
  id: string,
  base: string,
): Promise<{ readonly output: ActOutput; readonly document: StoredDocument }> {
  const { history, read } = await path.read(caller, id);
  const followed = history?.template ?? null;
  const texts = await textsOf(queries, followed === null ? [] : [followed.digest]);
  return path.act(caller, id, { action: 'migrate to template', base }, async (context) => {
    const kept = texts.get(followed?.digest ?? '');
    if (followed === null || kept === undefined)
      return refuse('It is not known which version of its template the document follows');
    const old = versionOfTemplate(templateOfKept(followed.file, kept));
    const now = versionOfTemplate(templateOfKept(read.chosen().use.file, read.templateText()));
    if (isPresent(old, now)) return refuse('The document follows the newest version of its template already');
    const plan = planMigration(compiled({ parser }, old), compiled({ parser }, now), new Map());
    const { file, text, companion } = read.written;
    const migrated = migrateDocument(plan, { file, text, companion, parser, only: null });
    if (migrated.conflict !== null) return refuse(`A person has to do this: ${migrated.conflict}`);
    const { digest } = now;
    const change = {
      own: lineEdit(text, migrated.text),
      beside: lineEdit(companion?.text ?? '', migrated.companion ?? ''),
    };
    const template = { file: now.file, digest };
    return act(context, {
      decide: () => ({ kind: 'granted', data: { kind: 'adopted', file, template }, change }),
      dryRun: false,
    });
  });
}
