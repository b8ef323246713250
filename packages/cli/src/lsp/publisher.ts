import { hash } from 'node:crypto';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Diagnostic as ShownDiagnostic } from 'vscode-languageserver';
import type { CheckedFolder } from './checked-folder.ts';
import type { EditorClient } from './editor-client.ts';
import type { OpenBuffer } from './open-buffer.ts';
import type { Places } from './positions.ts';
import { shownFinding } from './shown-findings.ts';
import { templateLocation } from './template-texts.ts';
import { uriOfPath } from './uris.ts';

/** Editors keep every finding of every file in memory; beyond so many in files that are not open, nobody reads them there. */
const mostInClosedFiles = 10_000;

/** Sends findings to the editor, each file's when they differ from what the editor has. */
export class Publisher {
  readonly #client: EditorClient;
  /** What the editor has of files that are not open, by path: a fingerprint and how many. */
  readonly #sent = new Map<string, { readonly digest: string; readonly count: number }>();
  #count = 0;
  #full = false;

  constructor(client: EditorClient) {
    this.#client = client;
  }

  /** Findings of an open text, under the version that was checked. */
  publishOpen(buffer: OpenBuffer, lines: LineIndex, folder: CheckedFolder): void {
    this.#forget(buffer.path);
    const { uri, document, diagnostics } = buffer;
    this.#client.publish(uri, document.version, this.#shown(diagnostics, lines, folder));
  }

  /** Findings that are no finding of a rule. */
  publishNote(buffer: OpenBuffer, note: ShownDiagnostic): void {
    this.#forget(buffer.path);
    this.#client.publish(buffer.uri, buffer.document.version, [note]);
  }

  /** Findings of a file that is not open. */
  publishFile(path: string, diagnostics: readonly Diagnostic[], places: Places | null, folder: CheckedFolder): void {
    if (this.#client.settings.findings === 'open') return;
    const known = this.#sent.get(path);
    if (known === undefined && diagnostics.length === 0) return;
    const room = mostInClosedFiles - this.#count + (known?.count ?? 0);
    if (diagnostics.length > room) this.#sayFull();
    const within = diagnostics.length > room ? [] : diagnostics;
    const shown = this.#shown(within, places ?? new LineIndex(''), folder);
    const digest = hash('sha256', JSON.stringify(shown), 'base64');
    if (known?.digest === digest) return;
    this.#forget(path);
    if (shown.length > 0) {
      this.#sent.set(path, { digest, count: shown.length });
      this.#count += shown.length;
    }
    this.#client.publish(uriOfPath(path), null, shown);
  }

  /** Takes back what was said of an open text, under the name that the editor has for it. */
  clear({ uri }: OpenBuffer): void {
    this.#client.publish(uri, null, []);
  }

  /** Takes back what was said of files that are not open. */
  clearFiles(paths: Iterable<string>): void {
    for (const path of paths) {
      this.#forget(path);
      this.#client.publish(uriOfPath(path), null, []);
    }
  }

  /** Paths of the files that are not open and of which the editor has findings. */
  get sentFiles(): string[] {
    return [...this.#sent.keys()];
  }

  #forget(path: string): void {
    this.#count -= this.#sent.get(path)?.count ?? 0;
    this.#sent.delete(path);
  }

  #shown(diagnostics: readonly Diagnostic[], places: Places, folder: CheckedFolder): ShownDiagnostic[] {
    const related = this.#client.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true;
    const locate = related
      ? (place: NonNullable<Diagnostic['template']>) => templateLocation(place, folder, this.#client)
      : () => null;
    return diagnostics.map((diagnostic) => shownFinding(diagnostic, places, locate));
  }

  #sayFull(): void {
    if (this.#full) return;
    this.#full = true;
    const all = mostInClosedFiles.toLocaleString('en-US');
    this.#client.log(`Only ${all} findings of files that are not open are shown; specwright check lists all of them`);
  }
}
