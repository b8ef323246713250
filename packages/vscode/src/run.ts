import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import type { Program } from './program.ts';

/** In bytes and milliseconds; the answer for one document is far below both. */
const mostOutput = 64 * 1024 * 1024;
const mostTime = 60_000;

/** Runs `specwright` in the terminal panel, as a task and without a shell, so a file's name is never read as anything else. */
export async function showRun(
  program: Program,
  words: readonly string[],
  title: string,
  uri?: vscode.Uri,
): Promise<void> {
  const folder = folderOf(uri);
  const task = new vscode.Task(
    { type: 'specwright' },
    folder ?? vscode.TaskScope.Workspace,
    title,
    'Specwright',
    new vscode.ProcessExecution(program.command, [...program.arguments, ...words], {
      env: { ...program.environment },
      ...(folder === undefined ? {} : { cwd: folder.uri.fsPath }),
    }),
  );
  task.presentationOptions = { clear: true, echo: false, reveal: vscode.TaskRevealKind.Always };
  await vscode.tasks.executeTask(task);
}

/** Runs `specwright` unseen; gives what it printed, findings included. Throws an error with its words when it could not do it. */
export function answerOf(program: Program, words: readonly string[], folder: vscode.WorkspaceFolder): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder.uri.fsPath,
      env: { ...process.env, ...program.environment, NO_COLOR: '1' },
      windowsHide: true,
      maxBuffer: mostOutput,
      timeout: mostTime,
    };
    execFile(program.command, [...program.arguments, ...words], options, (error, stdout, stderr) => {
      if (error === null || error.code === 1) resolve(stdout);
      else reject(new Error(stderr.trim() === '' ? error.message : stderr.trim().replace(/^error: /u, '')));
    });
  });
}

/** The workspace's folder that holds a file; the first one for none. */
export function folderOf(uri: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  return own ?? vscode.workspace.workspaceFolders?.[0];
}
