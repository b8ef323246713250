/**
 * Where the files of histories are read from: the folder as it is, or as it was at a git revision.
 *
 * Layout: `<document id>/<event id>.json` is an event, `texts/<sha256>` a text that events name.
 */
export interface HistorySource {
  /** Every file of events, or those of one document; in order of documents and names. */
  eventFiles(document: string | null): readonly EventFile[];
  /** The bytes of a kept text as UTF-8; null when there is none. */
  text(digest: string): string | null;
}

/** One file that is, or claims to be, an event. */
export interface EventFile {
  /** The id that its folder says. */
  readonly document: string;
  /** Without folder, with `.json`. */
  readonly name: string;
  /** As messages name it. */
  readonly path: string;
  readonly read: () => EventText;
}

export type EventText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

const ID = /^[0-9a-f]{64}$/u;

/** True for the name of a document's folder or of a text. */
export function isDigest(name: string): boolean {
  return ID.test(name);
}
