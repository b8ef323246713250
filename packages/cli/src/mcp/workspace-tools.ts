import { counted } from '@specwright/core/diagnostic/summary.ts';
import { gates } from '@specwright/core/operations/gates.ts';
import { list } from '@specwright/core/operations/list.ts';
import type { Operation } from '@specwright/core/operations/operation.ts';
import {
  glossary,
  metrics,
  openQuestions,
  type RegisterOutput,
  risks,
  tasks,
} from '@specwright/core/operations/read-registers.ts';
import type { RegisterRow } from '@specwright/core/operations/registers/register-rows.ts';
import { search } from '@specwright/core/operations/search.ts';
import { stuck } from '@specwright/core/operations/stuck.ts';
import { turns } from '@specwright/core/operations/turns.ts';
import { z } from 'zod';
import { gatedData } from '../commands/gates.ts';
import { typedCommand } from '../commands/typed-command.ts';
import { Failure } from '../failure.ts';
import { anyDocument, inputOf, page, pagedOutput, paging, type Tool, tool } from './tool.ts';

const text = z.string();
const maybe = z.string().nullable();
const asIs = (name: string): string => name;

/** What many documents say together. */
export const listTool = tool({
  about: 'Title, status and id of each document. Conditions may name any field, by the beginning of its name.',
  input: { ...inputOf(list), ...paging },
  output: {
    documents: z.array(z.object({ file: text, id: maybe, title: maybe, status: maybe, template: text })),
    leftOut: z.array(text).describe('Files that follow no template or cannot be read'),
    ...pagedOutput,
  },
  async run(workspace, input) {
    const { operation } = await workspace.open(null);
    const output = await list.run(operation, input);
    for (const { name, suggestion } of output.unknown) {
      throw new Failure(
        `No document here has a field ${JSON.stringify(name)}`,
        suggestion === null ? 'show gives the fields of a document' : `Did you mean ${suggestion}?`,
      );
    }
    const { entries, ...rest } = page(output.documents, input);
    const documents = entries.map(({ file, id, title, status, template }) => ({ file, id, title, status, template }));
    const leftOut = output.skipped.slice(0, 50).map(({ file }) => file);
    return { data: { documents, leftOut, ...rest }, text: counted(rest.total, 'document') };
  },
});

export const searchTool = tool({
  about: 'A word is found at the beginning of words. Look here before you read whole documents.',
  input: inputOf(search, { limit: 20 }),
  output: {
    documents: z.array(
      z.object({
        file: text,
        id: maybe,
        title: maybe,
        status: maybe,
        score: z.number(),
        places: z.array(z.object({ address: text, line: z.number().int(), text })),
      }),
    ),
    found: z.number().int().describe('How many documents hold the words, those over the limit included'),
  },
  async run(workspace, input) {
    const { operation } = await workspace.open(null);
    const { documents, found, unknownField } = await search.run(operation, input);
    if (unknownField) throw new Failure('No document here has this field', 'show gives the addresses of a document');
    return { data: { documents, found }, text: `${counted(found, 'document')} found` };
  },
});

type RegisterOperation = Operation<Record<string, never>, RegisterOutput<RegisterRow>>;

/** One table over all documents, or over one. */
function registerTool(operation: RegisterOperation, word: string, own: z.ZodRawShape): Tool {
  return tool({
    about: 'Of all documents, or of one. `address` says where each stands, for show and for propose.',
    input: { ...anyDocument, ...paging },
    output: {
      rows: z.array(
        z.object({
          file: text,
          documentTitle: text,
          documentStatus: maybe,
          address: text,
          line: z.number().int(),
          ...own,
        }),
      ),
      documents: z.number().int().describe('How many documents were read'),
      ...pagedOutput,
    },
    async run(workspace, { document, ...paged }) {
      const opened = await workspace.open(document);
      const output = await operation.run(opened.operation, {});
      const { entries, ...rest } = page(output.rows, paged);
      const { documents } = output;
      return {
        data: { rows: entries, documents, ...rest },
        text: `${counted(rest.total, word)} in ${counted(documents, 'document')}`,
      };
    },
  });
}

export const registerTools = {
  risks: registerTool(risks, 'risk', {
    risk: text,
    likelihood: maybe,
    impact: maybe,
    mitigation: maybe,
    weight: z.number().nullable(),
    places: z.object({ likelihood: z.number().nullable(), impact: z.number().nullable() }),
  }),
  metrics: registerTool(metrics, 'metric', { metric: text, current: maybe, target: maybe, method: maybe }),
  tasks: registerTool(tasks, 'task', { task: text, done: z.boolean().nullable(), group: maybe, owner: maybe }),
  'open-questions': registerTool(openQuestions, 'question', {
    question: text,
    answered: z.boolean().nullable(),
    answer: maybe,
  }),
  glossary: registerTool(glossary, 'term', { term: text, definition: text }),
};

export const turnsTool = tool({
  about: 'Only people can do most of it: signing and moving are theirs.',
  input: { ...anyDocument, ...inputOf(turns), ...paging },
  output: {
    turns: z.array(
      z.object({
        who: maybe,
        what: text,
        address: text,
        why: text,
        since: maybe,
        document: text,
        title: text,
        command: text,
      }),
    ),
    ...pagedOutput,
  },
  async run(workspace, { document, who, ...paged }) {
    const { context } = await workspace.openHistories(document);
    const output = await turns.run(context, { who });
    const shown = output.turns.map((turn) => ({ ...turn, command: typedCommand(turn.command, turn.document) }));
    const { entries, ...rest } = page(shown, paged);
    return { data: { turns: entries, ...rest }, text: counted(rest.total, 'turn') };
  },
});

export const stuckTool = tool({
  about: 'Those that wait longest come first.',
  input: { ...anyDocument, ...paging },
  output: {
    documents: z.array(
      z.object({
        file: text,
        title: text,
        state: text,
        owner: maybe,
        team: maybe,
        days: z.number().nullable(),
        decideBy: maybe,
        overdue: z.boolean(),
        heldUntil: maybe,
        gate: maybe,
        missing: maybe,
        who: maybe,
      }),
    ),
    ...pagedOutput,
  },
  async run(workspace, { document, ...paged }) {
    const { context } = await workspace.openHistories(document);
    const { documents } = await stuck.run(context, {});
    const { entries, ...rest } = page(documents, paged);
    return { data: { documents: entries, ...rest }, text: counted(rest.total, 'open document') };
  },
});

const missing = z.object({ message: text, address: text, command: text });

export const gatesTool = tool({
  about: 'What you can mend yourself: open questions, tasks, findings. What needs a sign-off needs a person.',
  input: { ...anyDocument, ...paging },
  output: {
    documents: z.array(
      z.object({
        file: text,
        effectiveStatus: maybe,
        next: z
          .object({
            to: text,
            met: z.boolean(),
            gates: z.array(
              z.object({
                gate: text,
                met: z.boolean(),
                missing: z.array(missing),
                waived: z.array(z.record(z.string(), z.unknown())),
              }),
            ),
          })
          .nullable(),
      }),
    ),
    ...pagedOutput,
  },
  async run(workspace, { document, ...paged }) {
    const { context } = await workspace.openHistories(document);
    const { documents } = await gates.run(context, {});
    const { entries, ...rest } = page(
      documents.map((one) => gatedData(one, asIs)),
      paged,
    );
    return { data: { documents: entries, ...rest }, text: counted(rest.total, 'document') };
  },
});
