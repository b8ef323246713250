import { imagesOf } from '@specwright/core/lifecycle/digest-context.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { type MarkdownSource, readMarkdown } from '@specwright/core/markdown/source.ts';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, event, keptText, revision, turn, workspace } from '../database/tables/documents.ts';
import { room } from '../database/tables/rooms.ts';
import { digestsFor } from './attachments.ts';
import { once } from './once.ts';
import {
  type DocumentRow,
  type ProvedEvent,
  StoredDocument,
  type StoredPast,
  type WrittenLines,
} from './stored-document.ts';
import { StoredText, type WrittenText } from './stored-text.ts';
import type { RulesReader, WorkspaceRules } from './workspace-rules.ts';

/** A text that took the place of another. */
export interface NewText {
  readonly text: string;
  readonly newest: WrittenLines;
}

/** What a write did with a document. */
export interface Changed {
  /** As it is after the write. */
  readonly row: DocumentRow;
  /** Null when the text and the file beside it are as they were. */
  readonly text: NewText | null;
  readonly events: readonly ProvedEvent[];
}

/** Reads documents as core's operations want them. */
export class DocumentReader {
  readonly #parser: MarkdownParser;
  readonly #rules: RulesReader;

  constructor(parser: MarkdownParser, rules: RulesReader) {
    this.#parser = parser;
    this.#rules = rules;
  }

  /** A document as it is at one moment, `today` being its day (`YYYY-MM-DD`); null when there is none. */
  async open(queries: Queries, id: string, today: string): Promise<StoredDocument | null> {
    const [found] = await queries
      .select({
        ...{ row: document, text: keptText.text, lines: revision.lines, at: revision.at, rules: workspace.version },
        ...{ events: eventsOfDocument, approved: approvedLines, texts: decidedTexts, turns: turnsOfDocument, hasRoom },
      })
      .from(document)
      .innerJoin(workspace, eq(workspace.id, document.workspace))
      .innerJoin(keptText, eq(keptText.digest, document.revision))
      .leftJoin(revision, and(eq(revision.document, document.id), eq(revision.version, document.version)))
      .where(eq(document.id, id));
    if (found === undefined) return null;
    const { row, text, lines, at, events, approved, texts, turns } = found;
    const rules = await this.#rules.at(queries, { id: row.workspace, version: found.rules }, today);
    const past: StoredPast = {
      events,
      hasRoom: found.hasRoom,
      newest: { revision: row.revision, lines: lines ?? [], at: at ?? row.createdAt },
      approved: approved.map((one) => ({ ...one, at: new Date(one.at) })),
      texts: new Map(Object.entries(texts)),
      turns: turns.map((one) => ({ ...one, since: one.since && new Date(one.since).toISOString(), command: [] })),
    };
    return new StoredDocument(row, await this.read(queries, row, text, rules), past);
  }

  /** The document after a write: what that left as it was is not read again. */
  async after(queries: Queries, before: StoredDocument, { row, text, events }: Changed): Promise<StoredDocument> {
    const { past } = before;
    const read = text === null ? before.read : await this.read(queries, row, text.text, before.rules);
    const isDecided = events.length > 0;
    // What a table claims is judged on the first text.
    const isNamed = isDecided || before.row.version === 1;
    return new StoredDocument(row, read, {
      ...past,
      events: [...past.events, ...events],
      newest: text?.newest ?? past.newest,
      approved: isDecided ? [past.newest, ...past.approved] : past.approved,
      texts: isNamed ? new Map([...past.texts, [before.row.revision, before.text]]) : past.texts,
    });
  }

  /** A text of a document, to be judged by the rules of its workspace; one that is not begun yet has no id. */
  async read(
    queries: Queries,
    row: Pick<DocumentRow, 'id' | 'workspace' | 'file' | 'companionFile' | 'companionText'>,
    text: string,
    rules: WorkspaceRules,
  ): Promise<StoredText> {
    const { id, workspace, file, companionFile, companionText } = row;
    const companion =
      companionFile === null || companionText === null ? null : { file: companionFile, text: companionText };
    const source = once(() => readMarkdown(text, this.#parser));
    const written: WrittenText = { file, text, companion };
    const files = await digestsFor(queries, { workspace, document: id }, imagesShown(written, source));
    return new StoredText(written, source, rules, { files, parser: this.#parser });
  }
}

const eventsOfDocument = sql<ProvedEvent[]>`(
  select coalesce(json_agg(json_build_object('event', ${event.body}, 'assurance', ${event.assurance})
    order by ${event.sequence}), '[]')
  from ${event} where ${event.document} = ${document.id})`;

const approvedLines = sql<(Omit<WrittenLines, 'at'> & { readonly at: string })[]>`(
  select coalesce(json_agg(json_build_object('revision', ${revision.revision}, 'lines', ${revision.lines}, 'at', ${revision.at})
    order by ${revision.version} desc), '[]')
  from ${revision} where ${revision.document} = ${document.id} and ${revision.revision} in ${revisionsNamed(
    sql`${event.kind} = 'signed' and ${event.body}->>'verdict' = 'Approved'`,
  )})`;

/** Each move and sign-off is decided again, on the text that it was made on; what a table claims, on the one it came with. */
const decidedTexts = sql<Record<string, string>>`(
  select coalesce(json_object_agg(decided.digest, decided.text), '{}') from ${keptText} as decided
  where decided.digest <> ${document.revision} and decided.digest in ${revisionsNamed(
    sql`${event.kind} in ('created', 'signed', 'moved', 'overridden')`,
  )})`;

const hasRoom = sql<boolean>`exists (select 1 from ${room} where ${room.document} = ${document.id})`;

const turnsOfDocument = sql<Omit<Turn, 'command'>[]>`(
  select coalesce(json_agg(json_build_object('who', nullif(${turn.who}, ''), 'what', ${turn.what},
    'address', ${turn.address}, 'why', ${turn.why}, 'since', ${turn.since})), '[]')
  from ${turn} where ${turn.document} = ${document.id})`;

function revisionsNamed(by: SQL): SQL {
  return sql`(select ${event.body}->>'revision' from ${event} where ${event.document} = ${document.id} and ${by})`;
}

/** Paths of the images that a text shows. Most texts show none, which is seen without reading them. */
function imagesShown({ file, text }: WrittenText, source: () => MarkdownSource): readonly string[] {
  return /!\[|<img/iu.test(text) ? [...imagesOf({ file, source: source(), allSections: [] })] : [];
}
