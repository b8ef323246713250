import * as vscode from 'vscode';
import { findingsOf } from './findings.ts';
import { answerOf, folderOf } from './run.ts';
import type { Server } from './server.ts';
import { nextLine, readStanding, type Standing, statusLine } from './standing.ts';

/** How long a history rests before it is asked again. */
const pause = 500;

/** Shows where the active document stands and how many findings it has; a click shows its gates. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('specwright.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Specwright';
  const standings = new Standings(server, () => draw());
  const draw = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (server.client === null || document?.languageId !== 'markdown' || document.uri.scheme !== 'file') {
      item.hide();
      return;
    }
    if (server.runs) showDocument(item, findingsOf(document.uri).length, standings.of(document.uri));
    else showAbsence(item);
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    standings,
    server.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.languages.onDidChangeDiagnostics(draw),
  );
}

function showDocument(item: vscode.StatusBarItem, findings: number, standing: Standing | null): void {
  item.text = `$(${findings === 0 ? 'check' : 'warning'}) ${statusLine(standing, findings)}`;
  item.tooltip = nextLine(standing);
  item.command = 'specwright.showGates';
}

function showAbsence(item: vscode.StatusBarItem): void {
  item.text = '$(circle-slash) Specwright';
  item.tooltip = 'The server is starting, or has ended: show its output';
  item.command = 'specwright.showOutput';
}

/** Where documents stand, asked once each, and again when a document is saved or something happens to a history. */
class Standings {
  readonly #known = new Map<string, Standing | null>();
  readonly #server: Server;
  readonly #changed: () => void;
  readonly #watched: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server, changed: () => void) {
    this.#server = server;
    this.#changed = changed;
    const histories = vscode.workspace.createFileSystemWatcher('**/.history/**/*.json');
    this.#watched = vscode.Disposable.from(
      histories,
      histories.onDidCreate(() => this.#forgetSoon()),
      server.onDidChange(() => this.#known.clear()),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#known.has(uri.toString())) void this.#ask(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    );
  }

  /** Null as long as it is not known, and where there is none. */
  of(uri: vscode.Uri): Standing | null {
    if (!this.#known.has(uri.toString())) void this.#ask(uri);
    return this.#known.get(uri.toString()) ?? null;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watched.dispose();
  }

  /** It rests on git, which is left alone until the user trusts the folder. */
  async #ask(uri: vscode.Uri): Promise<void> {
    const folder = folderOf(uri);
    const before = this.#known.get(uri.toString()) ?? null;
    this.#known.set(uri.toString(), before);
    if (!vscode.workspace.isTrusted || folder === undefined || uri.scheme !== 'file') return;
    try {
      const answer = await answerOf(this.#server.program, ['gates', '--json', '--', uri.fsPath], folder);
      this.#known.set(uri.toString(), readStanding(answer));
    } catch (error) {
      this.#server.output.debug(`${uri.fsPath}: ${error}`);
    }
    this.#changed();
  }

  #forgetSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#known.clear();
      this.#changed();
    }, pause);
  }
}
