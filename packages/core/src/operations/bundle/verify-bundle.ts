import type { MarkdownParser } from '../../markdown/parser.ts';
import type { Schema } from '../../template/schema.ts';
import { RunningHash, sha256Of } from '../../text/hash.ts';
import type { AuditHead } from './audit-chain.ts';
import { type BundleLine, type LineOf, readLine } from './bundle-line.ts';
import { ChainReading } from './verify-chain.ts';
import { DocumentReading } from './verify-document.ts';

/** What a bundle is worth. */
export interface VerifiedBundle {
  /** What does not hold, each a sentence without a full stop; the first hundred. */
  readonly findings: readonly string[];
  /** All of them. */
  readonly found: number;
  /** What it says it is of; null when it does not begin as a bundle. */
  readonly of: LineOf<'bundle'> | null;
  readonly documents: number;
  readonly texts: number;
  readonly events: number;
  /** Sign-offs whose parts were compared with the text they were given for. */
  readonly signOffs: number;
  /** Entries of the journal whose words it holds. */
  readonly entries: number;
  /** Where the chain of the journal ends; null without a journal. */
  readonly head: AuditHead | null;
}

const shownFindings = 100;

/** UTF-16 units of texts that are held at once: of all documents, and of one. */
const mostHeld = 200_000_000;

/**
 * Verifies a bundle, line by line and offline: every hash, the chain of the journal, the ids of events and what they name,
 * and that each sign-off's parts are those of the text it names. Holds the shared texts and those of one document in memory, both bounded,
 * and the ids of all events.
 * `published` are heads of the journal that somebody kept elsewhere. Never throws for what a bundle says.
 */
export async function verifyBundle(
  lines: AsyncIterable<string>,
  parser: MarkdownParser,
  published: readonly AuditHead[] = [],
): Promise<VerifiedBundle> {
  const reading = new BundleReading(parser, published);
  for await (const line of lines) reading.line(line);
  return reading.finish();
}

class BundleReading {
  readonly #parser: MarkdownParser;
  readonly #findings: string[] = [];
  #found = 0;
  readonly #all = new RunningHash();
  #lines = 0;
  #of: LineOf<'bundle'> | null = null;
  #ended = false;
  readonly #shared = new Map<string, string>();
  #held = 0;
  #heldOfDocument = 0;
  readonly #files = new Map<string, string>();
  readonly #schemas = new Map<string, Schema | null>();
  #document: DocumentReading | null = null;
  readonly #counts = { documents: 0, texts: 0, events: 0, signOffs: 0 };
  /** The events of each document. */
  readonly #events = new Map<string, ReadonlySet<string>>();
  readonly #chain: ChainReading;

  constructor(parser: MarkdownParser, published: readonly AuditHead[]) {
    this.#parser = parser;
    this.#chain = new ChainReading(published, (message) => this.#say(message));
  }

  line(text: string): void {
    this.#lines += 1;
    const line = readLine(text);
    if (typeof line === 'string') this.#say(`Line ${this.#lines} ${line}`);
    else if (this.#ended) this.#say(`Line ${this.#lines} stands behind the end`);
    else if (this.#lines === 1 && line.kind !== 'bundle') this.#say('It does not begin as a bundle does');
    else this.#take(line);
    this.#all.add(`${text}\n`);
  }

  finish(): VerifiedBundle {
    if (this.#lines === 0) this.#say('It is empty');
    this.#endDocument();
    this.#chain.finish();
    if (!this.#ended) this.#say('It is cut off: its last line is not there');
    for (const [event, { position, document }] of this.#chain.named) {
      const known = document === null ? undefined : this.#events.get(document);
      if (known?.has(event) === false)
        this.#say(`The event ${event} is not there, and entry ${position} of the journal names it`);
    }
    return {
      findings: this.#findings,
      found: this.#found,
      of: this.#of,
      ...this.#counts,
      entries: this.#chain.told,
      head: this.#chain.head,
    };
  }

  #take(line: BundleLine): void {
    if (line.kind === 'bundle') this.#begin(line);
    else if (line.kind === 'text') this.#text(line);
    else if (line.kind === 'template') this.#template(line);
    else if (line.kind === 'document') this.#beginDocument(line);
    else if (line.kind === 'revision' || line.kind === 'event') this.#ofDocument(line);
    else if (line.kind === 'end') this.#end(line);
    else {
      this.#endDocument();
      if (line.kind === 'chain') this.#chain.begin(line);
      else if (line.kind === 'entry') this.#chain.entry(line);
      else if (line.kind === 'others') this.#chain.others(line);
      else this.#chain.close(line);
    }
  }

  #begin(line: LineOf<'bundle'>): void {
    if (this.#lines === 1) this.#of = line;
    else this.#say(`Line ${this.#lines} begins a second bundle`);
  }

  #template({ digest, file }: LineOf<'template'>): void {
    this.#files.set(digest, file);
    if (!this.#shared.has(digest)) this.#say(`The text ${digest} of the template ${file} is not there`);
  }

  #beginDocument(line: LineOf<'document'>): void {
    this.#endDocument();
    if (this.#events.has(line.id)) this.#say(`The document ${line.id} is there twice`);
    this.#counts.documents += 1;
    const shared = { texts: this.#shared, files: this.#files, schemas: this.#schemas };
    this.#document = new DocumentReading(line, shared, (message) => this.#say(message));
  }

  #ofDocument(line: LineOf<'revision'> | LineOf<'event'>): void {
    if (this.#document === null) this.#say(`Line ${this.#lines} belongs to no document`);
    else if (line.kind === 'revision') this.#document.revision(line);
    else {
      this.#counts.events += 1;
      this.#document.event(line);
    }
  }

  #text({ digest, text }: LineOf<'text'>): void {
    this.#counts.texts += 1;
    const held = this.#document === null ? this.#held : this.#heldOfDocument;
    if (held + text.length > mostHeld) this.#say(`The text ${digest} is one more than can be held at once`);
    else if (sha256Of(text) !== digest) this.#say(`The text ${digest} is not what its digest says`);
    else if (this.#document === null) {
      this.#shared.set(digest, text);
      this.#held += text.length;
    } else {
      this.#document.text(digest, text);
      this.#heldOfDocument += text.length;
    }
  }

  #endDocument(): void {
    if (this.#document === null) return;
    this.#counts.signOffs += this.#document.finish(this.#parser);
    this.#events.set(this.#document.id, new Set(this.#document.events.keys()));
    this.#document = null;
    this.#heldOfDocument = 0;
  }

  #end({ lines, digest }: LineOf<'end'>): void {
    this.#ended = true;
    if (lines !== this.#lines - 1) this.#say(`It has ${this.#lines - 1} lines before its last, which says ${lines}`);
    else if (digest !== this.#all.hex()) this.#say('Its lines are not those that its last line was written for');
  }

  #say(message: string): void {
    this.#found += 1;
    if (this.#findings.length < shownFindings) this.#findings.push(message);
  }
}
