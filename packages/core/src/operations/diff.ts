import type { Change } from '../diff/change.ts';
import { structuralDiff } from '../diff/structural-diff.ts';
import { bindDocument } from '../document/bind.ts';
import type { BoundDocument, Companion } from '../document/document.ts';
import { outlineOf } from '../markdown/outline.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { type MarkdownSource, readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { Schema } from '../template/schema.ts';
import type { TemplateChooser } from './choose-template.ts';

/** One saved text of a document with the YAML beside it. */
export interface DocumentText {
  /** As the workspace names it. */
  readonly file: string;
  readonly text: string;
  readonly companion: Companion | null;
}

/** The same document twice, or two documents; null where there is none. */
export interface DocumentPair {
  readonly before: DocumentText | null;
  readonly after: DocumentText | null;
}

export interface DocumentDiff {
  readonly file: string;
  /** The name before, when it was another; else null. */
  readonly from: string | null;
  readonly state: 'added' | 'removed' | 'changed' | 'same';
  /** The template that the document after follows; null when none fits and only headings are known. */
  readonly template: string | null;
  /** Empty for a document that was added or removed as a whole. */
  readonly changes: readonly Change[];
}

/** Compares texts of documents by what they say; each is read by the template that the chooser finds for it. */
export class DocumentComparer {
  readonly #chooser: TemplateChooser;
  readonly #parser: MarkdownParser;
  #plain: Schema | null = null;

  constructor(chooser: TemplateChooser, parser: MarkdownParser) {
    this.#chooser = chooser;
    this.#parser = parser;
  }

  /** `shared`: both texts follow the template of the one after, as two revisions of one document do. */
  compare({ before, after }: DocumentPair, shared: boolean): DocumentDiff {
    const [one, other] = [this.#read(before), this.#read(after)];
    const last = other ?? one;
    const file = last?.file ?? '';
    const from = one === null || other === null || one.file === other.file ? null : one.file;
    const known = { file, from, template: last?.schema?.file ?? null };
    if (one === null || other === null) return { ...known, state: one === null ? 'added' : 'removed', changes: [] };
    const changes = structuralDiff(
      this.#bind(one, (shared ? (other.schema ?? one.schema) : one.schema) ?? this.#plainSchema()),
      this.#bind(other, other.schema ?? (shared ? one.schema : null) ?? this.#plainSchema()),
    );
    return { ...known, state: changes.length === 0 ? 'same' : 'changed', changes };
  }

  #read(document: DocumentText | null): ReadDocument | null {
    if (document === null) return null;
    const source = readMarkdown(document.text, this.#parser);
    const { schema } = this.#chooser.choose({ file: document.file, outline: () => outlineOf(source) });
    return { ...document, source, schema };
  }

  #bind({ file, source, companion }: ReadDocument, schema: Schema): BoundDocument {
    return bindDocument({ file, source, schema, companion });
  }

  /** Without a template headings, tables and lists are known by what they are. */
  #plainSchema(): Schema {
    this.#plain ??= compileTemplate('', 'no template', this.#parser);
    return this.#plain;
  }
}

interface ReadDocument extends DocumentText {
  readonly source: MarkdownSource;
  /** Null when no template fits. */
  readonly schema: Schema | null;
}
