import { bindDocument } from '../../document/bind.ts';
import { digestsOf } from '../../lifecycle/digest.ts';
import { documentOf, type EventOf, type HistoryEvent } from '../../lifecycle/event.ts';
import { readEvent } from '../../lifecycle/event-shape.ts';
import type { MarkdownParser } from '../../markdown/parser.ts';
import { readMarkdown } from '../../markdown/source.ts';
import { compileTemplate } from '../../template/compile.ts';
import type { Schema } from '../../template/schema.ts';
import { templateOfKept } from '../template-version.ts';
import type { LineOf } from './bundle-line.ts';

/** Texts that a bundle holds for all of its documents: templates and policies, by digest. */
export interface SharedTexts {
  readonly texts: ReadonlyMap<string, string>;
  /** Names of the files that templates had, by digest. */
  readonly files: ReadonlyMap<string, string>;
  /** What was compiled of them, by digest; null where the text is not there. */
  readonly schemas: Map<string, Schema | null>;
}

/** One document of a bundle, while its lines are read. */
export class DocumentReading {
  readonly #document: LineOf<'document'>;
  readonly #shared: SharedTexts;
  readonly #say: (message: string) => void;
  readonly #texts = new Map<string, string>();
  readonly #revisions: LineOf<'revision'>[] = [];
  readonly #events = new Map<string, HistoryEvent>();

  constructor(document: LineOf<'document'>, shared: SharedTexts, say: (message: string) => void) {
    this.#document = document;
    this.#shared = shared;
    this.#say = (message) => say(`${document.file}: ${message}`);
  }

  get id(): string {
    return this.#document.id;
  }

  /** Ids of its events. */
  get events(): ReadonlyMap<string, HistoryEvent> {
    return this.#events;
  }

  text(digest: string, text: string): void {
    this.#texts.set(digest, text);
  }

  revision(line: LineOf<'revision'>): void {
    this.#revisions.push(line);
  }

  event(line: LineOf<'event'>): void {
    const reading = readEvent(JSON.stringify(line.event));
    const id = String(line.event.id).slice(0, 64);
    if (reading.kind === 'problem') this.#say(`the event ${id} is not sound: ${reading.message}`);
    else if (documentOf(reading.event) !== this.id)
      this.#say(`the event ${id} is of the document ${documentOf(reading.event)}`);
    else if (this.#events.has(id)) this.#say(`the event ${id} is there twice`);
    else this.#events.set(id, reading.event);
  }

  /** Judges the document once all of its lines were read; gives the number of sign-offs whose parts were compared. */
  finish(parser: MarkdownParser): number {
    const { revision, version } = this.#document;
    if (!this.#texts.has(revision)) this.#say(`its text ${revision} is not there`);
    this.#revisions.forEach((line, place) => {
      if (line.version !== place + 1) this.#say(`the revision ${line.version} stands where ${place + 1} should`);
      if (!this.#texts.has(line.revision))
        this.#say(`the text ${line.revision} of revision ${line.version} is not there`);
    });
    const last = this.#revisions.at(-1);
    if (last?.version !== version || last.revision !== revision)
      this.#say('its newest revision is not the text that it is said to have now');
    if (!this.#events.has(this.id)) this.#say('the event that began its history is not there');
    let compared = 0;
    for (const event of this.#events.values()) {
      this.#namedBy(event);
      if (event.kind === 'signed' && this.#comparesParts(event, parser)) compared += 1;
    }
    return compared;
  }

  #namedBy(event: HistoryEvent): void {
    for (const parent of event.parents)
      if (!this.#events.has(parent)) this.#say(`the event ${event.id} follows ${parent}, which is not there`);
    if (!this.#texts.has(event.revision)) this.#say(`the text ${event.revision} that ${event.id} names is not there`);
    const rules = 'policy' in event ? [event.policy, event.template] : [];
    const version = 'template' in event && typeof event.template === 'object' ? event.template : null;
    for (const digest of version === null ? rules : [version.digest])
      if (!this.#shared.texts.has(digest)) this.#say(`the rules ${digest} that ${event.id} names are not there`);
  }

  /** Reads the text that was signed under the template of that time, and compares what its parts say; false where that cannot be done. */
  #comparesParts(event: EventOf<'signed'>, parser: MarkdownParser): boolean {
    const text = this.#texts.get(event.revision);
    const schema = this.#schemaOf(event.template, parser);
    if (text === undefined || schema === null) return false;
    const companions = new Set(
      this.#revisions.filter(({ revision }) => revision === event.revision).map(({ companion }) => companion),
    );
    const { file } = this.#document.companion ?? { file: `${this.#document.file}.yaml` };
    // The text beside the document is named by no event, so any that it had with this text will do.
    const wrong = [...(companions.size === 0 ? [null] : companions)].map((beside) => {
      const companion = beside === null ? null : { file, text: beside };
      const source = readMarkdown(text, parser);
      const bound = bindDocument({ source, file: this.#document.file, schema, companion });
      const { own } = digestsOf(bound, new Map(Object.entries(event.files ?? {})));
      return Object.keys(event.parts).filter((part) => event.parts[part] !== own.get(part));
    });
    const [least = []] = wrong.toSorted((a, b) => a.length - b.length);
    if (least.length > 0) {
      const who = `the sign-off of ${event.by.name} as ${event.role} (${event.id})`;
      this.#say(`${who} names parts that the text it was given for does not have: ${least.slice(0, 5).join(', ')}`);
    }
    return true;
  }

  #schemaOf(digest: string, parser: MarkdownParser): Schema | null {
    const { schemas, texts, files } = this.#shared;
    const known = schemas.get(digest);
    if (known !== undefined) return known;
    const kept = texts.get(digest);
    const file = files.get(digest) ?? 'template.md';
    const { text, companion } = kept === undefined ? { text: '', companion: null } : templateOfKept(file, kept);
    const schema = kept === undefined ? null : compileTemplate(text, file, parser, companion ?? undefined);
    schemas.set(digest, schema);
    return schema;
  }
}
