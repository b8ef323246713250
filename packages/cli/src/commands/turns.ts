import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { linkTarget, markdownWords } from '@specwright/core/diagnostic/render/markdown-words.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { type DocumentTurn, turns } from '@specwright/core/operations/turns.ts';
import { type Block, blocksText, isNarrow } from '../terminal/blocks.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { skippedText } from './context.ts';
import { openHistories } from './history-context.ts';
import { typedCommand } from './typed-command.ts';

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
    command: typedCommand(turn.command, display(turn.document)),
  }));
  if (isSet(invocation, 'json') || invocation.options.format === 'json') {
    terminal.write(`${JSON.stringify(shown, null, 2)}\n`);
  } else {
    terminal.say(skippedText(output.skipped, display));
    terminal.write(invocation.options.format === 'markdown' ? markdownOf(shown) : textOf(shown, invocation));
  }
  return workspace.missing.length > 0 ? 2 : 0;
}

/** A turn with its command as it is typed. */
type ShownTurn = Omit<DocumentTurn, 'command'> & { readonly command: string };

function textOf(shown: readonly ShownTurn[], { terminal }: Invocation): string {
  if (shown.length === 0) return 'Nobody has to act\n';
  const columns = [
    { title: 'who', least: 8 },
    { title: 'what', least: 8 },
    { title: 'why', least: 12 },
    { title: 'since' },
    { title: 'document', least: 12 },
  ];
  const rows = shown.map(({ who, what, why, since, document }) => [
    who ?? '–',
    what,
    why,
    since?.slice(0, 10) ?? '',
    document,
  ]);
  const next = shown.length === 1 ? `\nNext: ${printable(shown[0]?.command ?? '')}\n` : '';
  const list = isNarrow(terminal) ? blocksText(shown.map(blockOf), terminal) : tableText(columns, rows, terminal);
  return `${list}\n${counted(shown.length, 'turn')}\n${next}`;
}

function blockOf({ who, what, why, since, document }: ShownTurn): Block {
  const when = since === null ? '' : `, since ${since.slice(0, 10)}`;
  return { head: `${who ?? 'Nobody yet'}: ${what}`, lines: [why, `${document}${when}`] };
}

/** A list for an issue, a chat or a status page, one heading for each person. */
function markdownOf(shown: readonly ShownTurn[]): string {
  if (shown.length === 0) return 'Nobody has to act.\n';
  const byPerson = new Map<string, ShownTurn[]>();
  for (const turn of shown)
    byPerson.set(turn.who ?? 'Nobody yet', [...(byPerson.get(turn.who ?? 'Nobody yet') ?? []), turn]);
  const parts = [...byPerson].map(([who, own]) => {
    const items = own.map(({ what, why, since, document, title }) => {
      const when = since === null ? '' : ` (since ${since.slice(0, 10)})`;
      return `- [${markdownWords(title)}](${linkTarget(document)}): ${markdownWords(what)}. ${markdownWords(why)}${when}`;
    });
    return `### ${markdownWords(who)}\n\n${items.join('\n')}\n`;
  });
  return parts.join('\n');
}
