import type { List, ListItem, Nodes, Paragraph, RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import { cleanName } from '../template/names.ts';
import type { GroupSchema } from '../template/schema.ts';
import type { Range } from '../text/range.ts';
import type { AddressPool } from './address-pool.ts';
import { lastSegment } from './address-pool.ts';
import type { BoundGroup } from './document.ts';
import { readValue } from './fields/read-value.ts';
import { listsInRow } from './list.ts';
import { plainOfRange } from './plain-range.ts';
import type { MatchedSection } from './sections.ts';
import { readOwnName } from './stem.ts';
import { trimValue } from './written-fields.ts';

/** Where the groups of a body stand and what they are bound with. */
export interface GroupSurroundings {
  readonly text: string;
  readonly pool: AddressPool;
  /** The address before a group's `[n]`, for each group schema. */
  base(schema: GroupSchema): string;
}

interface Lead {
  readonly schema: GroupSchema;
  readonly number: number | null;
  readonly ownName: string;
  readonly start: number;
  /** Offset just after the name and its colon. */
  readonly valueStart: number;
}

interface OpenGroup {
  readonly lead: Lead;
  descriptionEnd: number;
  end: number;
  readonly blocks: Nodes[];
  readonly lists: List[];
}

/** Groups that a body writes, and the blocks they take up. */
export interface GroupsReading {
  readonly groups: readonly BoundGroup[];
  readonly taken: ReadonlySet<RootContent>;
}

/**
 * Reads groups as the template writes them (a bold line and what follows it), as bullets, or as subsections that the
 * template does not know; the first way that gives any wins.
 */
export function bindGroups(
  blocks: readonly RootContent[],
  schemas: readonly GroupSchema[],
  unknown: readonly MatchedSection[],
  around: GroupSurroundings,
): GroupsReading {
  const taken = new Set<RootContent>();
  const byLine = groupsByLine(blocks, schemas, around.text, taken);
  if (byLine.length > 0) return { groups: numberGroups(byLine, around), taken };
  const byBullet = blocks.flatMap((block) =>
    block.type === 'list' ? groupsOfList(block, schemas, around.text, taken) : [],
  );
  if (byBullet.length > 0) return { groups: numberGroups(byBullet, around), taken };
  const byHeading = unknown.flatMap((section) => groupOfSection(section, schemas));
  return { groups: numberGroups(byHeading, around), taken };
}

function groupsByLine(
  blocks: readonly RootContent[],
  schemas: readonly GroupSchema[],
  text: string,
  taken: Set<RootContent>,
): OpenGroup[] {
  const groups: OpenGroup[] = [];
  let open: OpenGroup | null = null;
  for (const block of blocks) {
    const leads: Lead[] = block.type === 'paragraph' ? leadsOf(text, block, schemas) : [];
    if (leads.length === 0 && (open === null || endsGroup(block))) {
      open = null;
      continue;
    }
    taken.add(block);
    if (open !== null && (leads[0]?.start ?? Number.POSITIVE_INFINITY) > rangeOf(block).start)
      extend(open, block, leads[0]?.start);
    for (const [index, lead] of leads.entries()) {
      const end = leads[index + 1]?.start ?? rangeOf(block).end;
      open = { lead, descriptionEnd: end, end, blocks: [block], lists: [] };
      groups.push(open);
    }
  }
  return groups;
}

function endsGroup(block: RootContent): boolean {
  return (
    block.type === 'table' || block.type === 'thematicBreak' || block.type === 'html' || block.type === 'definition'
  );
}

function extend(open: OpenGroup, block: RootContent, until: number | undefined): void {
  const range = rangeOf(block);
  open.end = Math.min(range.end, until ?? range.end);
  open.blocks.push(block);
  if (block.type === 'list') open.lists.push(block);
  else if (open.lists.length === 0 && block.type === 'paragraph') open.descriptionEnd = open.end;
}

const BOLD_LEAD = /[ \t>]{0,8}(\*{2,3}|_{2,3})([^*\n]{1,120}?)\1[ \t]{0,3}(?:[:：]|[-–—](?=\s))?[ \t]{0,3}/uy;
const PLAIN_LEAD = /([^:：\n*]{1,60}?)[ \t]{0,2}[:：][ \t]{0,3}/uy;

/** The lines of a paragraph that begin a group. */
function leadsOf(text: string, paragraph: Paragraph, schemas: readonly GroupSchema[]): Lead[] {
  const range = rangeOf(paragraph);
  const leads: Lead[] = [];
  for (let line = range.start; line < range.end; ) {
    const newline = text.indexOf('\n', line);
    const end = newline === -1 || newline > range.end ? range.end : newline;
    const lead = leadAt(text, line, end, schemas);
    if (lead !== null) leads.push(lead);
    line = end + 1;
  }
  return leads;
}

function leadAt(text: string, at: number, end: number, schemas: readonly GroupSchema[]): Lead | null {
  BOLD_LEAD.lastIndex = at;
  const bold = BOLD_LEAD.exec(text);
  const boldEnd = BOLD_LEAD.lastIndex;
  if (bold !== null && boldEnd <= end) return leadOf(cleanName(bold[2] as string), at, boldEnd, schemas, true);
  PLAIN_LEAD.lastIndex = at;
  const plain = PLAIN_LEAD.exec(text);
  const plainEnd = PLAIN_LEAD.lastIndex;
  return plain !== null && plainEnd <= end ? leadOf(cleanName(plain[1] as string), at, plainEnd, schemas, false) : null;
}

/** A bold name may be a group's own where the template's is a placeholder; a plain one must carry the group's name. */
function leadOf(
  name: string,
  start: number,
  valueStart: number,
  schemas: readonly GroupSchema[],
  bold: boolean,
): Lead | null {
  for (const schema of schemas) {
    const own = readOwnName(name, schema.name);
    const fits = own.isStemmed ? bold || own.number !== null : bold && schema.repeat.named && !schema.repeat.numbered;
    if (fits) return { schema, number: own.number, ownName: own.ownName, start, valueStart };
  }
  return null;
}

/** Bullets that are groups: at least two, and more than half of the list. */
function groupsOfList(list: List, schemas: readonly GroupSchema[], text: string, taken: Set<RootContent>): OpenGroup[] {
  const groups = list.children.flatMap((item) => groupOfItem(item, schemas, text));
  if (groups.length < 2 || groups.length * 2 <= list.children.length) return [];
  taken.add(list);
  return groups;
}

function groupOfItem(item: ListItem, schemas: readonly GroupSchema[], text: string): OpenGroup[] {
  const first = item.children[0];
  if (first?.type !== 'paragraph') return [];
  const range = rangeOf(first);
  const lead = leadAt(text, range.start, range.end, schemas);
  if (lead === null) return [];
  const lists = item.children.filter((child) => child.type === 'list');
  return [{ lead, descriptionEnd: range.end, end: rangeOf(item).end, blocks: [...item.children], lists }];
}

function groupOfSection(section: MatchedSection, schemas: readonly GroupSchema[]): OpenGroup[] {
  if (section.schema !== null) return [];
  const { outline } = section;
  for (const schema of schemas) {
    const own = readOwnName(section.name, schema.name);
    if (!own.isStemmed) continue;
    const start = outline.headingRange.start;
    const lead = { schema, number: own.number, ownName: own.ownName, start, valueStart: outline.headingRange.end };
    const first = outline.blocks[0];
    const lists = outline.blocks.filter((block) => block.type === 'list');
    const descriptionEnd = first?.type === 'paragraph' ? rangeOf(first).end : outline.headingRange.end;
    const last = outline.blocks.at(-1);
    const end = last === undefined ? outline.headingRange.end : rangeOf(last).end;
    return [{ lead, descriptionEnd, end, blocks: [...outline.blocks], lists }];
  }
  return [];
}

function numberGroups(open: readonly OpenGroup[], around: GroupSurroundings): BoundGroup[] {
  const counts = new Map<GroupSchema, number>();
  return open.map((group) => {
    const { schema } = group.lead;
    const count = (counts.get(schema) ?? 0) + 1;
    counts.set(schema, count);
    return bindGroup(group, `${around.base(schema)}[${count}]`, around);
  });
}

function bindGroup(open: OpenGroup, address: string, around: GroupSurroundings): BoundGroup {
  const { text } = around;
  const { schema, number, ownName, start, valueStart } = open.lead;
  const range: Range = trimValue(text, { start: valueStart, end: Math.max(valueStart, open.descriptionEnd) });
  const raw = text.slice(range.start, range.end);
  const description = readValue({ raw, plain: plainOfRange(text, range, open.blocks), data: undefined }, range, null);
  const lists = listsInRow(open.lists, { text, base: `${address}.${listSegment(schema)}` }, () => null);
  return {
    schema,
    address,
    range: { start, end: Math.max(open.end, valueStart) },
    number,
    ownName,
    description,
    lists,
  };
}

function listSegment(schema: GroupSchema): string {
  return schema.list === null ? 'items' : schema.list.key;
}

/** The segment under which a body's groups stand when other things stand beside them. */
export function groupSegment(schema: GroupSchema): string {
  return lastSegment(schema.address);
}
