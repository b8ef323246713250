import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Program } from './program.ts';
import { answerOf, folderOf } from './run.ts';

/** Asks for template and title, lets `specwright new` write the document, and opens it. */
export async function newDocument(program: Program): Promise<void> {
  const folder = folderOf(vscode.window.activeTextEditor?.document.uri);
  if (folder === undefined) throw new Error('A new document needs an open folder to stand in');
  const template = await askTemplate(JSON.parse(await answerOf(program, ['template', 'list', '--json'], folder)));
  if (template === undefined) return;
  const title = await vscode.window.showInputBox({ prompt: 'Title of the document', placeHolder: 'Safe Retries' });
  if (title === undefined || title.trim() === '') return;
  const words = ['new', '--json', '--template', template, '--', title.trim()];
  const { file }: { file: string } = JSON.parse(await answerOf(program, words, folder));
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder.uri.fsPath, file)));
  await vscode.window.showTextDocument(document);
}

/** What `specwright template list --json` prints. */
interface TemplateList {
  readonly templates: readonly { readonly file: string; readonly name: string; readonly origin: string }[];
}

/** The file of the template to use: no question when there is but one; undefined when the question was put away. */
async function askTemplate({ templates }: TemplateList): Promise<string | undefined> {
  if (templates.length === 1) return templates[0]?.file;
  const items = templates.map(({ file, name, origin }) => ({ label: name, description: `${file} (${origin})`, file }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Template of the new document' }))?.file;
}
