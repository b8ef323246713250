import { canonicalJson, sha256Of } from '../../text/hash.ts';
import { type AuditEntry, type AuditHead, chained } from './audit-chain.ts';
import type { LineOf } from './bundle-line.ts';

/** Follows the chain of a bundle's journal, entry by entry. */
export class ChainReading {
  readonly #say: (message: string) => void;
  /** Heads that were published, by position. */
  readonly #published: ReadonlyMap<number, string>;
  #head: AuditHead | null = null;
  #closed = false;
  #told = 0;
  /** Positions of the entries that name an event, by its id. */
  readonly named = new Map<string, { readonly position: number; readonly document: string | null }>();

  constructor(published: readonly AuditHead[], say: (message: string) => void) {
    this.#published = new Map(published.map(({ position, hash }) => [position, hash]));
    this.#say = say;
  }

  /** Where the chain stands after what was read; null before its beginning. */
  get head(): AuditHead | null {
    return this.#head;
  }

  /** Entries whose words the bundle holds. */
  get told(): number {
    return this.#told;
  }

  begin({ position, hash }: LineOf<'chain'>): void {
    if (this.#head !== null) this.#say('The chain of the journal begins twice');
    this.#head = { position, hash };
    this.#compare(this.#head);
  }

  entry({ digest, body }: LineOf<'entry'>): void {
    const position = this.#follow(digest);
    if (body === null) return;
    this.#told += 1;
    if (sha256Of(body) !== digest) this.#say(`Entry ${position} of the journal is not what its digest says`);
    const entry = readEntry(body);
    if (entry === null) this.#say(`Entry ${position} of the journal cannot be read`);
    else if (entry.on.event !== null) this.named.set(entry.on.event, { position, document: entry.on.document });
  }

  others({ digests }: LineOf<'others'>): void {
    for (const digest of digests) this.#follow(digest);
  }

  close({ position, hash }: LineOf<'head'>): void {
    this.#closed = true;
    const head = this.#head;
    if (head === null) this.#say('The journal has a head and no beginning');
    else if (head.position !== position || head.hash !== hash)
      this.#say(`The journal ends at ${shown(head)}, and its head says ${shown({ position, hash })}`);
  }

  /** Says what is missing at the end of the bundle. */
  finish(): void {
    if (!this.#closed) this.#say('The journal has no head');
    const head = this.#head?.position ?? 0;
    for (const position of this.#published.keys())
      if (!this.#seen.has(position))
        this.#say(`The head published at ${position} is not among the entries of the bundle, which end at ${head}`);
  }

  readonly #seen = new Set<number>();

  #follow(digest: string): number {
    if (this.#head === null) {
      this.#say('An entry of the journal stands before its beginning');
      return 0;
    }
    this.#head = chained(this.#head, digest);
    this.#compare(this.#head);
    return this.#head.position;
  }

  #compare({ position, hash }: AuditHead): void {
    const published = this.#published.get(position);
    if (published === undefined) return;
    this.#seen.add(position);
    if (published !== hash)
      this.#say(`The journal was ${shown({ position, hash: published })} when its head was published, and is ${hash}`);
  }
}

/** A head as people write it: `12:9f…`. */
export function shown({ position, hash }: AuditHead): string {
  return `${position}:${hash}`;
}

/** Reads a head that somebody wrote; null when it is none. */
export function readHead(text: string): AuditHead | null {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/u.exec(text) ?? [];
  return position === undefined || hash === undefined ? null : { position: Number(position), hash };
}

function readEntry(body: string): AuditEntry | null {
  try {
    const entry = JSON.parse(body) as AuditEntry;
    return typeof entry?.on === 'object' && entry.on !== null && canonicalJson(entry) === body ? entry : null;
  } catch {
    return null;
  }
}
