import { checkDocument } from '@specwright/core/check/check-document.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { migrateDocument } from '@specwright/core/operations/migration/migrate-document.ts';
import { type MigrationPlan, planMigration } from '@specwright/core/operations/migration/plan.ts';
import { brokenBy, compiled } from '@specwright/core/operations/template-diff.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { readCursor, writeCursor } from '../search/cursor.ts';
import type { StoredDocument } from './stored-document.ts';
import type { WritePath } from './write-path.ts';

/** What a document would be under another text of its template. */
export interface TriedDocument {
  readonly id: string;
  readonly file: string;
  readonly before: Counted;
  readonly after: Counted;
  /** Findings that it does not have now. */
  readonly added: readonly Pick<Diagnostic, 'code' | 'severity' | 'message' | 'address'>[];
  /** Which of the changes it would have to follow, by their places. */
  readonly breaks: readonly number[];
  /** Why it cannot be brought to the new text without a person; null when it can. */
  readonly conflict: string | null;
}

interface Counted {
  readonly errors: number;
  readonly warnings: number;
}

export interface TriedTemplate {
  readonly changes: MigrationPlan['changes'];
  readonly documents: readonly TriedDocument[];
  readonly next: string | null;
}

/** Added findings of one document that are told. */
const mostFindings = 20;
/** After so long the rest is left to the next page, ms. */
const longest = 5_000;

/** Tries a new text of a template on a page of the documents that follow it and that the caller may read. Changes nothing. Throws `BadCursor`. */
export async function tryTemplate(
  { queries, path, parser }: { readonly queries: Queries; readonly path: WritePath; readonly parser: MarkdownParser },
  caller: Caller,
  workspace: string,
  { old, current }: { readonly old: TemplateFile; readonly current: TemplateFile },
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<TriedTemplate> {
  const plan = planMigration(compiled({ parser }, old), compiled({ parser }, current), new Map());
  const [after = ''] = cursor === null ? [] : readCursor('tried', cursor, ['']);
  const rows = await queries
    .select({ id: document.id })
    .from(document)
    .innerJoin(projection, eq(projection.document, document.id))
    .where(
      and(
        ...[eq(document.workspace, workspace), eq(projection.template, old.file), readableDocuments(caller)],
        gt(document.id, String(after)),
      ),
    )
    .orderBy(asc(document.id))
    .limit(limit + 1);
  const end = Date.now() + longest;
  const documents: TriedDocument[] = [];
  let last: string | null = null;
  for (const { id } of rows.slice(0, limit)) {
    const stored = await path.read(caller, id);
    if (stored.read.isFit()) documents.push(tried(stored, plan, parser));
    last = id;
    if (Date.now() > end) break;
  }
  const isAll = last === null || last === rows.at(-1)?.id;
  return { changes: plan.changes, documents, next: isAll ? null : writeCursor('tried', [last ?? '']) };
}

function tried(stored: StoredDocument, plan: MigrationPlan, parser: MarkdownParser): TriedDocument {
  const { row, bound, report, rules } = stored;
  const { file, source, companion } = bound;
  const { settings } = rules;
  const then = checkDocument(bindDocument({ source, file, schema: plan.current, companion }), settings).diagnostics;
  const has = new Set(report.diagnostics.map(({ code, message }) => `${code} ${message}`));
  const added = then.filter(({ code, message }) => !has.has(`${code} ${message}`)).slice(0, mostFindings);
  return {
    ...{ id: row.id, file, before: counted(report.diagnostics), after: counted(then) },
    added: added.map(({ code, severity, message, address }) => ({ code, severity, message, address })),
    breaks: brokenBy(plan, bound, { parser, settings }),
    conflict: migrateDocument(plan, { file, text: source.text, companion, parser, only: null }).conflict,
  };
}

function counted(diagnostics: readonly Diagnostic[]): Counted {
  const count = (wanted: string): number => diagnostics.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning') };
}
