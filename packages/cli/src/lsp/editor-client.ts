import type { ClientCapabilities, Connection, Diagnostic } from 'vscode-languageserver';
import type { Progress } from '../terminal/progress.ts';

/** The editor at the other end, as far as this server speaks to it by itself. Only what it says it can do is asked of it. */
export class EditorClient {
  readonly #connection: Connection;
  readonly capabilities: ClientCapabilities;

  constructor(connection: Connection, capabilities: ClientCapabilities) {
    this.#connection = connection;
    this.capabilities = capabilities;
  }

  /** `version` is that of the open text that was checked; null for a file. */
  publish(uri: string, version: number | null, diagnostics: Diagnostic[]): void {
    void this.#connection.sendDiagnostics({ uri, ...(version === null ? {} : { version }), diagnostics });
  }

  log(message: string): void {
    this.#connection.console.log(message);
  }

  /** A mistake, ours or in what we were given. It goes to the editor's log; the work goes on. */
  logError(error: unknown): void {
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Shows how far long work is where the editor can. */
  async progress(title: string): Promise<Progress> {
    if (this.capabilities.window?.workDoneProgress !== true) return { update: () => undefined, end: () => undefined };
    const shown = await this.#connection.window.createWorkDoneProgress();
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
