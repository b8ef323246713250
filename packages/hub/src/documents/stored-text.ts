import { checkDocument } from '@specwright/core/check/check-document.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument, Companion } from '@specwright/core/document/document.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import type { FileHashes } from '@specwright/core/lifecycle/digest-context.ts';
import { type Policy, policyOf } from '@specwright/core/lifecycle/policy.ts';
import type { Revision } from '@specwright/core/lifecycle/review.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { type MarkdownSource, readMarkdown } from '@specwright/core/markdown/source.ts';
import type { ChosenTemplate } from '@specwright/core/operations/choose-template.ts';
import { keptText as textOfTemplate } from '@specwright/core/operations/template-version.ts';
import { canonicalJson } from '@specwright/core/text/hash.ts';
import { Problem } from '../rights/problem.ts';
import { once } from './once.ts';
import type { WorkspaceRules } from './workspace-rules.ts';

/** What a document says, as it is written down. */
export interface WrittenText {
  /** Path of the document within its workspace. */
  readonly file: string;
  readonly text: string;
  readonly companion: Companion | null;
}

/**
 * One text of a document under the rules of its workspace. Each thing that is read of it is made when it is first asked for, once, and
 * without asking the database, so whoever wants the words alone pays for no judgement. All but the words throws a `Problem` when no
 * template fits them.
 */
export class StoredText {
  readonly written: WrittenText;
  readonly rules: WorkspaceRules;
  /** SHA-256 of the images that it shows and that the workspace holds, by path. */
  readonly files: FileHashes;
  readonly #source: () => MarkdownSource;
  readonly #parser: MarkdownParser;

  /** `source` reads the text that is written, once. */
  constructor(
    written: WrittenText,
    source: () => MarkdownSource,
    rules: WorkspaceRules,
    { files, parser }: { readonly files: FileHashes; readonly parser: MarkdownParser },
  ) {
    this.written = written;
    this.rules = rules;
    this.files = files;
    this.#source = source;
    this.#parser = parser;
  }

  /** Its template. */
  readonly chosen: () => ChosenTemplate = once(() => {
    const { file } = this.written;
    const chosen = this.rules.chooser.choose({ file, outline: () => outlineOf(this.#source()) });
    if (chosen.schema !== null) return chosen;
    const closest = chosen.closest === null ? '' : `; ${chosen.closest} comes closest`;
    throw new Problem('conflict', `No template of the workspace fits ${file}${closest}`, {
      hint: 'Name the template in the front matter, or say in the configuration which documents follow it',
    });
  });

  /** True when a template fits. */
  isFit(): boolean {
    try {
      this.chosen();
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  readonly bound: () => BoundDocument = once(() => {
    const { file, companion } = this.written;
    return bindDocument({ source: this.#source(), file, schema: this.chosen().schema, companion });
  });

  readonly revision: () => Revision = once(() => ({
    bound: this.bound(),
    digests: digestsOf(this.bound(), this.files),
  }));

  readonly report: () => DocumentReport = once(() => checkDocument(this.bound(), this.rules.settings));

  /** Its errors, if it were under review. */
  readonly errors: () => readonly Diagnostic[] = once(() =>
    checkDocument(this.bound(), this.rules.settings, undefined, 'settled').diagnostics.filter(
      ({ severity }) => severity === 'error',
    ),
  );

  readonly policy: () => Policy = once(() => policyOf(this.chosen().schema, this.rules.choicesFor(this.written.file)));

  /** The text of its policy, for whoever records something that was decided under it. */
  readonly policyText: () => string = once(() => canonicalJson(this.policy()));

  /** The text of its template, likewise. */
  readonly templateText: () => string = once(() => {
    const { schema } = this.chosen();
    const template = this.rules.templates.find(({ file }) => file === schema.file);
    return textOfTemplate(template ?? { text: schema.text, companion: null });
  });

  /** Another text of the document, read by the same template beside the same companion. */
  revisionOf(text: string, files: FileHashes): Revision {
    const { file, companion } = this.written;
    const source = readMarkdown(text, this.#parser);
    const bound = bindDocument({ source, file, schema: this.chosen().schema, companion });
    return { bound, digests: digestsOf(bound, files) };
  }
}
