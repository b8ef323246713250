import type { Paragraph, RootContent } from 'mdast';
import { plainText } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { joinAddress } from './fields.ts';
import { pluralOf } from './heading.ts';
import { camelName, foldName, kebabName, splitOrdinal } from './names.ts';
import { placeholdersIn, stripBrackets } from './placeholder.ts';
import type { GroupSchema } from './schema.ts';

/** Groups of a section's body and the blocks that they take up. */
export interface GroupsReading {
  readonly groups: readonly GroupSchema[];
  readonly taken: ReadonlySet<RootContent>;
}

interface Lead {
  readonly at: number;
  readonly stem: string;
  readonly numbered: boolean;
  readonly named: boolean;
  readonly described: boolean;
}

/** Finds runs such as `**Phase 1**: [Description]` and the list after it, one sample after the other. */
export function readGroups(
  text: string,
  blocks: readonly RootContent[],
  parent: string,
  required: boolean,
): GroupsReading {
  const leads = blocks.flatMap((block, at) => {
    const lead = block.type === 'paragraph' ? leadOf(text, block, at) : null;
    return lead === null ? [] : [lead];
  });
  const first = leads[0];
  if (first === undefined) return { groups: [], taken: new Set() };
  const samples = leads.filter((lead) => foldName(lead.stem) === foldName(first.stem));
  const listed = samples.some((lead) => blocks[lead.at + 1]?.type === 'list');
  if (samples.length < 2 && !listed) return { groups: [], taken: new Set() };
  const taken = takenBy(blocks, samples);
  return { groups: [groupSchema(text, blocks, samples, [...taken], parent, required)], taken: new Set(taken) };
}

/** A paragraph that begins with a bold name which carries an ordinal or is a placeholder. */
function leadOf(text: string, paragraph: Paragraph, at: number): Lead | null {
  const strong = paragraph.children[0];
  if (strong?.type !== 'strong') return null;
  const range = rangeOf(strong);
  const name = text
    .slice(range.start + 2, range.end - 2)
    .replace(/\s*[:：]\s*$/u, '')
    .trim();
  const rest = text.slice(range.end, rangeOf(paragraph).end).replace(/^\s*[:：]?\s*/u, '');
  const bare = stripBrackets(name);
  const ordinal = splitOrdinal(bare);
  const isPlaceholder = bare !== name;
  if (ordinal === null && !isPlaceholder) return null;
  return {
    at,
    stem: ordinal?.stem ?? bare,
    numbered: ordinal !== null,
    named: isPlaceholder || (ordinal !== null && ordinal.rest !== ''),
    described: rest !== '',
  };
}

/** From each sample's lead to the block before the next one; a single trailing list or paragraph belongs to the last. */
function takenBy(blocks: readonly RootContent[], samples: readonly Lead[]): RootContent[] {
  const taken: RootContent[] = [];
  samples.forEach((lead, index) => {
    const next = samples[index + 1]?.at ?? blocks.length;
    for (let at = lead.at; at < next; at += 1) {
      const block = blocks[at] as RootContent;
      if (at > lead.at && block.type !== 'list' && index === samples.length - 1 && block.type !== 'paragraph') break;
      taken.push(block);
    }
  });
  return taken;
}

function groupSchema(
  text: string,
  blocks: readonly RootContent[],
  samples: readonly Lead[],
  taken: readonly RootContent[],
  parent: string,
  required: boolean,
): GroupSchema {
  const first = samples[0] as Lead;
  const lists = taken.filter((block) => block.type === 'list');
  const list = lists[0];
  const item = list?.children[0];
  const itemName = item === undefined ? '' : itemStem(text, item.children[0]);
  const described = samples.some((lead) => lead.described);
  const type =
    item !== undefined && typeof item.checked === 'boolean' ? 'checklist' : list?.ordered === true ? 'steps' : 'items';
  const range: Range = {
    start: rangeOf(blocks[first.at] as RootContent).start,
    end: rangeOf(taken[taken.length - 1] as RootContent).end,
  };
  const key = list === undefined ? null : camelName(pluralOf(itemName === '' ? 'item' : itemName));
  return {
    kind: 'group',
    key: camelName(pluralOf(first.stem)),
    name: first.stem,
    address: joinAddress(parent, kebabName(pluralOf(first.stem))),
    range,
    required,
    why: 'bold names that differ by number, each with what belongs to it',
    confidence: samples.length > 1 ? 0.9 : 0.75,
    repeat: {
      min: required ? 1 : 0,
      named: samples.some((lead) => lead.named),
      numbered: samples.some((lead) => lead.numbered),
    },
    list: key === null ? null : { key, type },
    parts: [...(described ? ['description'] : []), ...(key === null ? [] : [key])],
  };
}

/** `Task` of `[Task]` or `[Task 1]`; empty when an item's words are not one short placeholder. */
function itemStem(text: string, block: RootContent | undefined): string {
  if (block === undefined) return '';
  const only = placeholdersIn(text, block)[0];
  const words = only?.inner ?? plainText(block);
  const stem = splitOrdinal(words)?.stem ?? words;
  return /^[\p{L}\p{N}-]+(?: [\p{L}\p{N}-]+)?$/u.test(stem) ? stem : '';
}
