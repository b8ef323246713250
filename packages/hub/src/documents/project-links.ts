import type { BoundDocument } from '@specwright/core/document/document.ts';
import { linksOf } from '@specwright/core/document/links.ts';
import { resolvePath } from '@specwright/core/text/paths.ts';
import type { DocumentReference } from '@specwright/core/workspace/facts.ts';
import { documentLink } from '../database/tables/attachments.ts';
import type { DerivedRows } from './derived-rows.ts';

/** The most links of one document that are followed. */
const mostLinks = 10_000;
/** The longest path that a file can have, and a little more. */
const longestPath = 500;

type Row = Omit<typeof documentLink.$inferInsert, 'document' | 'position'>;

/** Where links, images and fields of a document lead within its workspace. */
export function linkRowsOf(
  bound: BoundDocument,
  references: readonly DocumentReference[],
): DerivedRows<typeof documentLink> {
  const rows = [...linkRows(bound), ...references.flatMap((one) => referenceRow(bound.file, one))].slice(0, mostLinks);
  return { table: documentLink, rows: rows.map((row, position) => ({ position, ...row })) };
}

function linkRows(bound: BoundDocument): Row[] {
  return linksOf(bound).flatMap(({ path, fragment, image, address }) => {
    const leads = pathOf(bound.file, path);
    if (leads === null) return [];
    const kind = image ? ('image' as const) : ('link' as const);
    return [{ path: leads, fragment: fragment === null ? null : fragment, kind, address: address }];
  });
}

/** A number without its prefix, as lists know it, or a path. */
function referenceRow(file: string, { kind, target, address }: DocumentReference): Row[] {
  const number = /^(?:[a-z]+-)?(\d{1,15})$/u.exec(target)?.[1];
  const row = { fragment: null, kind, address: address };
  if (number !== undefined) return [{ ...row, number }];
  const path = pathOf(file, target);
  return path === null ? [] : [{ ...row, path }];
}

function pathOf(file: string, path: string): string | null {
  const leads = path === '' ? null : resolvePath(file, path);
  return leads === null || leads === file || leads.length > longestPath ? null : leads;
}
