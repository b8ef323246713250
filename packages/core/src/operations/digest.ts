import { type DocumentDigests, digestsOf } from '../lifecycle/digest.ts';
import { imagesOf } from '../lifecycle/digest-context.ts';
import type { OperationContext, Skipped } from './context.ts';

export interface DigestOutput {
  /** In order of their names. */
  readonly documents: readonly DigestedDocument[];
  readonly skipped: readonly Skipped[];
}

export interface DigestedDocument {
  readonly file: string;
  readonly digests: DocumentDigests;
}

/** The SHA-256 of a file's bytes, 64 hex digits; null for one that cannot be read. Paths are those of the workspace. */
export type HashFile = (path: string) => string | null;

/** The digests of documents, with the images that they show. */
export async function digestDocuments(context: OperationContext, hash: HashFile): Promise<DigestOutput> {
  const skipped: Skipped[] = [];
  const documents: DigestedDocument[] = [];
  for (const { bound } of await context.documents.open((file) => skipped.push(file))) {
    const files = new Map<string, string>();
    for (const path of imagesOf(bound)) {
      const found = hash(path);
      if (found !== null) files.set(path, found);
    }
    documents.push({ file: bound.file, digests: digestsOf(bound, files) });
  }
  return { documents, skipped };
}
