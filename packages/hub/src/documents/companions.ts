import type { Companion } from '@specwright/core/document/document.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { Problem } from '../rights/problem.ts';
import { isSafePath } from './file-names.ts';
import type { DocumentRow } from './stored-document.ts';

/** The longest YAML file beside a document, UTF-16 units. */
const longest = 200_000;

/** What of a document's row is about the file beside it. */
export type Beside = Pick<DocumentRow, 'companionFile' | 'companionText'>;

export function beside(companion: Companion | null): Beside {
  return { companionFile: companion?.file ?? null, companionText: companion?.text ?? null };
}

/** Throws a `Problem` for a file that cannot stand beside the document of that name. */
export function demandCompanion({ file, text, document }: Companion & { readonly document: string }): void {
  const folder = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
  if (!isSafePath(file) || !/\.ya?ml$/iu.test(file) || folder(file) !== folder(document))
    throw new Problem('invalid-body', `${JSON.stringify(file)} cannot stand beside ${document}`, {
      hint: 'A YAML file in the folder of the document, such as metadata.yaml',
      fields: [{ field: 'file', message: 'must be the path of a YAML file in the folder of the document' }],
    });
  if (text.length > longest || text.includes('\0') || !text.isWellFormed())
    throw new Problem('invalid-body', `${file} cannot be kept as it is`, {
      hint: `At most ${longest} characters, none of them NUL`,
      fields: [{ field: 'text', message: 'must be text that can be kept' }],
    });
}

/** Throws a `Problem` unless `base` is the SHA-256 of the file that stands beside a document; null when there is none. */
export function demandCompanionBase({ companionFile, companionText }: Beside, base: string | null): void {
  const digest = companionText === null ? null : sha256Of(companionText);
  if (digest === base) return;
  throw new Problem('stale-base', 'The file beside the document is not the one that this takes the place of', {
    hint: 'Look at what changed, then send If-Match with its entity tag; leave that out where there is no file yet',
    members: { digest, file: companionFile, current: companionText },
  });
}
