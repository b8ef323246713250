import { type JsonDiagnostic, jsonDiagnostic } from '@specwright/core/diagnostic/render/json.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { z } from 'zod';
import { readRequest } from '../commands/check-request.ts';
import { CheckSession } from '../commands/check-session.ts';
import type { Invocation } from '../commands/command.ts';
import { located } from '../commands/locate-findings.ts';
import { Failure } from '../failure.ts';
import { today } from '../today.ts';
import type { AgentWorkspace } from './agent-workspace.ts';
import { silent } from './silent-terminal.ts';
import { anyDocument, page, pagedOutput, paging, tool } from './tool.ts';

const text = z.string();
const place = z.object({ line: z.number().int(), column: z.number().int(), offset: z.number().int() });

/** A finding, without the template's place and the texts of fixes. */
export const findingOutput = z.object({
  code: text,
  name: text,
  severity: z.enum(['error', 'warning', 'info']),
  message: text,
  file: text,
  address: text,
  start: place,
  fixes: z.array(z.object({ title: text, kind: z.enum(['safe', 'suggested']) })),
});

export function findingData({ code, name, severity, message, file, address, start, fixes }: JsonDiagnostic) {
  return {
    code,
    name,
    severity,
    message,
    file,
    address,
    start,
    fixes: fixes.map(({ title, kind }) => ({ title, kind })),
  };
}

export const checkTool = tool({
  about:
    'All documents, or one: then without what only a comparison with the others shows. explain tells what a code means.',
  input: {
    ...anyDocument,
    rules: z.array(text.max(100)).max(100).default([]).describe('Only these rules, by code or name; all when left out'),
    ...paging,
  },
  output: {
    documents: z.number().int(),
    summary: z.object({ error: z.number().int(), warning: z.number().int(), info: z.number().int() }),
    findings: z.array(findingOutput),
    ...pagedOutput,
  },
  async run(workspace, { document, rules, ...paged }) {
    const { workspace: opened } = await workspace.open(document);
    const request = await readRequest(
      quietly(workspace, document === null ? [] : opened.documents.map(({ path }) => path), { rule: rules }),
      () => Promise.reject(new Failure('The network is not asked here')),
    );
    const session = new CheckSession({ ...request, workspace: { ...request.workspace, documents: opened.documents } });
    const { files, diagnostics, checked } = await session.run();
    const { error, warning, info } = diagnostics.summary;
    const found = [...located(diagnostics, checked, (name) => name)].map((one) => findingData(jsonDiagnostic(one)));
    const { entries, ...rest } = page(found, paged);
    return {
      data: { documents: files.length, summary: { error, warning, info }, findings: entries, ...rest },
      text: `${counted(error, 'error')}, ${counted(warning, 'warning')} and ${info} info in ${counted(files.length, 'document')}`,
    };
  },
});

/** What a command would be told on the terminal, for the parts of it that are used here; nothing is printed. */
function quietly(
  { root, worker, version }: AgentWorkspace,
  paths: readonly string[],
  options: Invocation['options'],
): Invocation {
  return {
    arguments: [paths.length === 0 ? [root] : paths],
    options,
    terminal: silent,
    workingFolder: root,
    today: today(),
    version,
    worker,
  };
}
