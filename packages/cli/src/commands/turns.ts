import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { type DocumentTurn, turns } from '@specwright/core/operations/turns.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { skippedText } from './context.ts';
import { openHistories } from './history-context.ts';

/** `specwright turns [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const { context, display, workspace, actors } = await openHistories(invocation);
  const said = textOption(invocation, 'who');
  const who = isSet(invocation, 'mine') ? (await actors.here()).id : said;
  const output = await turns.run(context, { who });
  const shown = output.turns.map((turn) => ({
    ...turn,
    document: display(turn.document),
    command: turn.command.replaceAll('PATH', display(turn.document)),
  }));
  if (isSet(invocation, 'json') || invocation.options.format === 'json') {
    terminal.write(`${JSON.stringify(shown, null, 2)}\n`);
  } else {
    terminal.say(skippedText(output.skipped, display));
    terminal.write(invocation.options.format === 'markdown' ? markdownOf(shown) : textOf(shown, invocation));
  }
  return workspace.missing.length > 0 ? 2 : 0;
}

function textOf(shown: readonly DocumentTurn[], { terminal }: Invocation): string {
  if (shown.length === 0) return 'Nobody has to act\n';
  const columns = [
    { title: 'who' },
    { title: 'what', least: 12 },
    { title: 'why', least: 24 },
    { title: 'since' },
    { title: 'document', least: 16 },
  ];
  const rows = shown.map(({ who, what, why, since, document }) => [
    who ?? '–',
    what,
    why,
    since?.slice(0, 10) ?? '',
    document,
  ]);
  const next = shown.length === 1 ? `\nNext: ${printable(shown[0]?.command ?? '')}\n` : '';
  return `${tableText(columns, rows, terminal)}\n${counted(shown.length, 'turn')}\n${next}`;
}

/** A list for an issue, a chat or a status page, one heading for each person. */
function markdownOf(shown: readonly DocumentTurn[]): string {
  if (shown.length === 0) return 'Nobody has to act.\n';
  const byPerson = new Map<string, DocumentTurn[]>();
  for (const turn of shown)
    byPerson.set(turn.who ?? 'Nobody yet', [...(byPerson.get(turn.who ?? 'Nobody yet') ?? []), turn]);
  const parts = [...byPerson].map(([who, own]) => {
    const items = own.map(({ what, why, since, document, title }) => {
      const when = since === null ? '' : ` (since ${since.slice(0, 10)})`;
      return `- [${escaped(title)}](${encodeURI(document)}): ${escaped(what)}. ${escaped(why)}${when}`;
    });
    return `### ${escaped(who)}\n\n${items.join('\n')}\n`;
  });
  return parts.join('\n');
}

/** Words of documents as words of Markdown: nothing in them is a link, an image, HTML or a mention of somebody. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]<>|#!~]/gu, '\\$&')
    .replaceAll('@', '@\u2060');
}
