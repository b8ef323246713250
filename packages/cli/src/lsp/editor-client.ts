import type { ClientCapabilities, Connection, Diagnostic } from 'vscode-languageserver';
import { Failure } from '../failure.ts';
import { type Progress, silentProgress } from '../terminal/progress.ts';

/** What an editor may settle when it starts the server. */
export interface EditorSettings {
  /** Whether findings are told of all documents of a folder, or of open ones alone. */
  readonly findings: 'folder' | 'open';
}

/** The editor at the other end, as far as this server speaks to it by itself. Only what it says it can do is asked of it. */
export class EditorClient {
  readonly #connection: Connection;
  readonly capabilities: ClientCapabilities;
  readonly settings: EditorSettings;

  /** `options` are whatever the editor sends when it starts the server; what is not understood counts as not said. */
  constructor(connection: Connection, capabilities: ClientCapabilities, options: unknown = null) {
    this.#connection = connection;
    this.capabilities = capabilities;
    const said = typeof options === 'object' && options !== null ? (options as Partial<Record<string, unknown>>) : {};
    this.settings = { findings: said.findings === 'open' ? 'open' : 'folder' };
  }

  /** `version` is that of the open text that was checked; null for a file. */
  publish(uri: string, version: number | null, diagnostics: Diagnostic[]): void {
    void this.#connection.sendDiagnostics({ uri, ...(version === null ? {} : { version }), diagnostics });
  }

  log(message: string): void {
    this.#connection.console.log(message);
  }

  /** What went wrong, by us or in what we were given. It goes to the editor's log; the work goes on. */
  logError(error: unknown): void {
    this.#connection.console.error(errorText(error));
  }

  /** Shows how far long work is where the editor can. */
  async progress(title: string): Promise<Progress> {
    if (this.capabilities.window?.workDoneProgress !== true) return silentProgress;
    const shown = await this.#connection.window.createWorkDoneProgress().catch(() => null);
    if (shown === null) return silentProgress;
    shown.begin(title, 0);
    let last = -1;
    return {
      update(done, total) {
        const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
        if (percent === last) return;
        last = percent;
        shown.report(percent, `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`);
      },
      end: () => shown.done(),
    };
  }

  /** Lets the editor ask again for what it draws beside the text. */
  refreshLenses(): void {
    if (this.capabilities.workspace?.codeLens?.refreshSupport === true) {
      void this.#connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    }
  }
}

function errorText(error: unknown): string {
  if (error instanceof Failure) return error.hint === null ? error.message : `${error.message}. ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
