import { counted } from '@specwright/core/diagnostic/summary.ts';
import {
  type DocumentDrift,
  type TemplateDrift,
  templateDriftOperation,
} from '@specwright/core/operations/template-drift.ts';
import { shortDigest } from '@specwright/core/operations/template-version.ts';
import { startProgress } from '../terminal/progress.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet } from './command.ts';
import { openContext, skippedText } from './context.ts';
import { currentTemplates } from './template-inputs.ts';

/** `specwright template drift [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { workspace, operation, versions, display } = await openContext(invocation);
  const { terminal } = invocation;
  const shown = startProgress('Comparing', terminal);
  const drift = await templateDriftOperation.run(operation, {
    versions,
    currentOf: currentTemplates(workspace),
    progress: (done) => shown.update(done, workspace.documents.length),
  });
  shown.end();
  const documents = drift.documents.map((each) => ({
    ...each,
    file: display(each.file),
    template: display(each.template),
  }));
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify({ documents }, null, 2)}\n`);
  else {
    terminal.write(textOf({ ...drift, documents }, invocation));
    terminal.say(skippedText(drift.skipped, display));
  }
  return documents.some(({ behind }) => behind > 0) ? 1 : 0;
}

function textOf({ documents }: TemplateDrift, { terminal }: Invocation): string {
  if (documents.length === 0) return 'No documents here follow a template\n';
  const { palette } = terminal;
  const away = documents.filter(({ follows, current }) => follows !== null && follows !== current);
  const unknown = documents.filter(({ follows }) => follows === null);
  const columns = [
    { title: 'document', least: 16 },
    { title: 'follows' },
    { title: 'current' },
    { title: 'breaking', align: 'right' },
    { title: 'other', align: 'right' },
    { title: 'behind', align: 'right' },
    { title: 'migrates', least: 12 },
  ] as const;
  const table = away.length === 0 ? '' : `${tableText(columns, away.map(rowOf), terminal)}\n`;
  const current = documents.length - away.length - unknown.length;
  const lines = [
    `${counted(documents.length, 'document')}: ${current} on the current version, ${away.length} on an older one, ${unknown.length} without a recorded version`,
  ];
  const movable = away.filter(({ automatic }) => automatic).length;
  if (away.length > 0) lines.push(`${movable} of ${away.length} can be migrated without a person`);
  if (away.length > 0) lines.push(palette.dim('To see how: specwright template migrate --dry-run'));
  if (unknown.length > 0) lines.push(palette.dim('To find and record versions: specwright template adopt'));
  return `${table}${lines.join('\n')}\n`;
}

function rowOf({ file, follows, current, changes, behind, automatic, reason }: DocumentDrift): string[] {
  const { breaking, compatible, editorial } = changes;
  return [
    file,
    follows === null ? '' : shortDigest(follows),
    shortDigest(current),
    String(breaking),
    String(compatible + editorial),
    String(behind),
    automatic ? 'by itself' : (reason ?? ''),
  ];
}
