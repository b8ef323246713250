import * as vscode from 'vscode';
import { codeOf, findingsOf } from './findings.ts';
import { type Mark, type Markdown, showMarks } from './marks.ts';

/** What the built-in preview gives to markdown-it with each document; with other texts, less or nothing. */
type PreviewEnvironment = { readonly currentDocument?: vscode.Uri } | undefined;

/** How long findings rest before previews are drawn again. */
const pause = 300;

/** The plugin for the built-in preview's markdown-it: blocks with findings are marked, and listed above the text. */
export function extendMarkdownIt<M extends Markdown<PreviewEnvironment>>(markdown: M): M {
  return showMarks<PreviewEnvironment, M>(markdown, (environment) => {
    const uri = environment?.currentDocument;
    return uri === undefined ? [] : findingsOf(uri).map(markOf);
  });
}

/** Draws open previews again when the findings of a document change; the preview itself looks at texts alone. */
export function refreshPreviews(): vscode.Disposable {
  const shown = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const changes = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    let differs = false;
    for (const uri of uris) {
      const words = JSON.stringify(findingsOf(uri).map(markOf));
      differs ||= words !== (shown.get(uri.toString()) ?? '[]');
      if (words === '[]') shown.delete(uri.toString());
      else shown.set(uri.toString(), words);
    }
    if (!differs) return;
    clearTimeout(timer);
    timer = setTimeout(() => void vscode.commands.executeCommand('markdown.preview.refresh'), pause);
  });
  return vscode.Disposable.from(changes, { dispose: () => clearTimeout(timer) });
}

function markOf(finding: vscode.Diagnostic): Mark {
  const code = codeOf(finding);
  return {
    line: finding.range.start.line,
    severity: severityOf(finding.severity),
    placeholder: code.startsWith('PLH'),
    words: `${code} ${finding.message}`.trim(),
  };
}

function severityOf(severity: vscode.DiagnosticSeverity): Mark['severity'] {
  if (severity === vscode.DiagnosticSeverity.Error) return 'error';
  return severity === vscode.DiagnosticSeverity.Warning ? 'warning' : 'info';
}
