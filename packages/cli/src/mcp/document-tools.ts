import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { briefing } from '@specwright/core/operations/briefing/briefing.ts';
import { history } from '@specwright/core/operations/history.ts';
import { show } from '@specwright/core/operations/show.ts';
import { threads } from '@specwright/core/operations/threads.ts';
import { z } from 'zod';
import { tokenCounter, toldOrFailure, usualBudget } from '../commands/brief.ts';
import { historyData } from '../commands/history.ts';
import { skippedFailure } from '../commands/outcome.ts';
import { shownData, shownOrFailure } from '../commands/show.ts';
import { Failure } from '../failure.ts';
import type { AgentWorkspace } from './agent-workspace.ts';
import { fits, inputOf, oneDocument, page, pagedOutput, paging, tool } from './tool.ts';

const text = z.string();
const maybe = z.string().nullable();
const asIs = (name: string): string => name;
const json = z.unknown();

/** One document, typed. */
export const showTool = tool({
  about: 'Give an address to read one part. `revision` names the text you read; propose needs it.',
  input: { ...oneDocument, ...inputOf(show) },
  output: {
    file: text,
    revision: text.describe('SHA-256 of the text of the whole document'),
    template: text,
    title: maybe,
    status: maybe.describe('As the document claims; context and gates tell the effective one'),
    address: text.optional(),
    text: text.optional(),
    data: json.describe('Typed by the template; null when it is too long to give as a whole'),
    addresses: z.array(text).describe('What can be asked for and edited; the first 400'),
  },
  async run(workspace, { document, address }) {
    const opened = await workspace.open(document);
    const shown = shownOrFailure(await show.run(opened.operation, { address }), address, {
      display: asIs,
    });
    const { bound } = shown.document;
    const revision = workspace.shown.show(bound.source.text);
    const { addresses, ...rest } = shownData(shown, { display: asIs });
    const whole = fits(rest);
    const { data, text: words, ...head } = rest;
    return {
      data: {
        file: bound.file,
        revision,
        ...head,
        ...(words === undefined || !whole ? {} : { text: words }),
        data: whole ? data : null,
        addresses: Object.keys(addresses).slice(0, 400),
      },
      text: whole
        ? `${bound.file} at revision ${revision}`
        : 'It is too long to give as a whole; ask for one of its addresses',
    };
  },
});

export const contextTool = tool({
  about: 'The best way to read a document: what matters first, within a budget of tokens. The text is in the content.',
  input: {
    ...oneDocument,
    ...inputOf(briefing),
    budget: z.number().int().min(1).max(50_000).default(usualBudget).describe('The most tokens of the text'),
  },
  output: {
    file: text,
    title: text,
    id: maybe,
    status: z.object({ effective: maybe, claimed: maybe }),
    revision: text.describe('SHA-256 of the text of the whole document'),
    template: text,
    budget: z.number().int(),
    tokens: z.number().int(),
    parts: z.array(
      z.object({ address: text, heading: text, kind: text, pieces: z.number().int(), told: z.number().int() }),
    ),
    text,
  },
  async run(workspace, { document, ...input }) {
    const { context } = await workspace.openHistories(document);
    const howToShow = (file: string, address: string): string => `show ${JSON.stringify({ document: file, address })}`;
    const others = () => everyDocument(workspace);
    const output = await briefing.run(
      { ...context, countTokens: await tokenCounter(), others, display: asIs, howToShow },
      input,
    );
    const { kind: _, ...told } = toldOrFailure(output, asIs);
    for (const { bound } of await context.documents.open(() => undefined)) workspace.shown.show(bound.source.text);
    return { data: told, text: told.text };
  },
});

async function everyDocument(workspace: AgentWorkspace): Promise<Iterable<BoundDocument>> {
  const { operation } = await workspace.open(null);
  const opened = await operation.documents.open(() => undefined);
  return (function* bounds() {
    for (const { bound } of opened) yield bound;
  })();
}

export const historyTool = tool({
  about: 'Every move, sign-off and comment, in order. Ids of threads are here.',
  input: { ...oneDocument, ...paging },
  output: {
    file: text,
    document: maybe,
    effectiveStatus: maybe,
    events: z.array(z.record(z.string(), json)),
    problems: z.array(z.object({ kind: text, message: text, hint: text })),
    ...pagedOutput,
  },
  async run(workspace, { document, ...paged }) {
    const { context } = await workspace.openHistories(document);
    const output = await history.run(context, {});
    if (output.kind === 'skipped') throw skippedFailure(output.skipped, asIs);
    const { events, ...rest } = historyData(output, asIs);
    const { entries, ...counts } = page(events, paged);
    return { data: { ...rest, events: entries, ...counts }, text: counted(counts.total, 'event') };
  },
});

const { after: _after, limit: _limit, ...threadsInput } = inputOf(threads);

export const threadsTool = tool({
  about: 'Each stands where its words are today; words that changed since show the quote as it was.',
  input: { ...oneDocument, ...threadsInput, ...paging },
  output: { file: text, revision: text, threads: z.array(z.record(z.string(), json)), ...pagedOutput },
  async run(workspace, { document, limit, cursor, ...wanted }) {
    const { context } = await workspace.openHistories(document);
    const output = await threads.run(context, { ...wanted, after: null, limit: Number.MAX_SAFE_INTEGER });
    if (output.kind === 'skipped') throw skippedFailure(output.skipped, asIs);
    if (output.kind === 'refused') throw new Failure(output.message, output.hint);
    const { file, revision } = output;
    const { entries, ...counts } = page(output.threads, { limit, cursor });
    return { data: { file, revision, threads: entries, ...counts }, text: counted(counts.total, 'thread') };
  },
});
