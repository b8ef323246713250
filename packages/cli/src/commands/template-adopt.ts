import { counted } from '@specwright/core/diagnostic/summary.ts';
import {
  type InferredVersion,
  type TemplateAdoption,
  templateAdoptOperation,
} from '@specwright/core/operations/template-adopt.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { shortDigest } from '@specwright/core/operations/template-version.ts';
import { startProgress } from '../terminal/progress.ts';
import { tableText } from '../terminal/table.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import { readTemplateHistory, type TemplateHistory } from '../workspace/template-history.ts';
import { type Invocation, isSet } from './command.ts';
import { type CommandContext, openContext, skippedText } from './context.ts';

/** `specwright template adopt [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const context = await openContext(invocation);
  const { workspace, operation, versions } = context;
  const { terminal } = invocation;
  const templates = templatesOf(workspace.templates).filter((each) => each !== workspace.templates.builtIn);
  const names = workspace.documents.map(({ name }) => name);
  const history = await readTemplateHistory(new FolderGit(workspace.root), templates, names);
  const shown = startProgress('Fitting', terminal);
  const adoption = await templateAdoptOperation.run(operation, {
    candidatesOf: ({ bound, template }) => history.candidatesOf(bound.file, template.file),
    progress: (done) => shown.update(done, workspace.documents.length),
  });
  shown.end();
  const isRecorded = isSet(invocation, 'yes') && adoption.inferred.length > 0;
  if (isRecorded) {
    await versions.record(adoption.inferred.map(({ file, template }) => ({ document: file, template })));
  }
  present(adoption, history, isRecorded, context, invocation);
  return 0;
}

function present(
  adoption: TemplateAdoption,
  history: TemplateHistory,
  recorded: boolean,
  { display }: CommandContext,
  invocation: Invocation,
): void {
  const { terminal } = invocation;
  if (isSet(invocation, 'json')) {
    const documents = adoption.inferred.map((each) => ({ ...jsonOf(each, history), file: display(each.file) }));
    const unknown = adoption.unknown.map(display);
    terminal.write(`${JSON.stringify({ recorded, documents, unknown }, null, 2)}\n`);
    return;
  }
  terminal.write(textOf(adoption, history, display, invocation));
  if (adoption.unknown.length > 0) {
    const [first] = adoption.unknown;
    const count = counted(adoption.unknown.length, 'document');
    terminal.say(`${count} left out, such as ${display(first ?? '')}: git knows no past of it or of its template\n`);
  }
  terminal.say(skippedText(adoption.skipped, display));
  if (recorded) terminal.write(`Recorded for ${counted(adoption.inferred.length, 'document')}\n`);
  else if (adoption.inferred.length > 0) terminal.say('Nothing is recorded yet; to record it: --yes\n');
}

function jsonOf(inferred: InferredVersion, history: TemplateHistory): object {
  const { template, findings, findingsNow, why } = inferred;
  const origin = history.originOf(template);
  return {
    file: inferred.file,
    template: template.file,
    digest: template.digest,
    commit: origin?.commit ?? null,
    day: origin?.day ?? null,
    why,
    findings,
    findingsWithCurrent: findingsNow,
  };
}

function textOf(
  { inferred }: TemplateAdoption,
  history: TemplateHistory,
  display: (name: string) => string,
  { terminal }: Invocation,
): string {
  if (inferred.length === 0) return 'No document here has a version of a template in git\n';
  const columns = [
    { title: 'document', least: 16 },
    { title: 'template', least: 12 },
    { title: 'version' },
    { title: 'of' },
    { title: 'why', least: 12 },
    { title: 'findings', align: 'right' },
    { title: 'with today’s', align: 'right' },
  ] as const;
  const rows = inferred.map((each) => {
    const origin = history.originOf(each.template);
    return [
      display(each.file),
      display(each.template.file),
      shortDigest(each.template.digest),
      origin?.day ?? '',
      reasons[each.why],
      String(each.findings),
      String(each.findingsNow),
    ];
  });
  const versions = new Set(inferred.map(({ template }) => template.digest)).size;
  return `${tableText(columns, rows, terminal)}\n${counted(inferred.length, 'document')}, ${counted(versions, 'version')}\n`;
}

const reasons: Readonly<Record<InferredVersion['why'], string>> = {
  'first-day': 'of its first day',
  oldest: 'oldest there is',
  'fits-better': 'fits better',
};
