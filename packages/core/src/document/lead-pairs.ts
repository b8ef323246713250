import type { Outline } from '../markdown/outline.ts';
import type { FieldNotation } from '../template/schema.ts';

/** A pair before the first section as it looks in the tree: good enough to compare documents, not to edit them. */
export interface LeadPair {
  readonly name: string;
  readonly value: string;
  readonly where: FieldNotation;
}

type Block = Outline['lead'][number];
type Inline = { readonly type: string; readonly value?: string; readonly children?: readonly Inline[] };

/** Blocks after these are not looked at. */
const MAX_BLOCKS = 20;

/** Pairs of front matter, lines, bullets and two-column tables before the first section, in order. */
export function leadPairs(outline: Outline): LeadPair[] {
  const [only] = outline.sections;
  const holdsLead = outline.sections.length === 1 && only?.depth === 1;
  const blocks = holdsLead ? [...outline.lead, ...(only?.blocks ?? [])] : outline.lead;
  return [...frontMatterPairs(outline), ...blocks.slice(0, MAX_BLOCKS).flatMap(pairsOfBlock)];
}

const YAML_LINE = /^([\p{L}_][\p{L}\p{N}_ -]{0,60})[ \t]*:[ \t]*(.*)$/gmu;

function frontMatterPairs(outline: Outline): LeadPair[] {
  const yaml = (outline.frontMatter?.value ?? '').slice(0, 10_000);
  return [...yaml.matchAll(YAML_LINE)].map((line) => ({
    name: line[1] as string,
    value: (line[2] as string).trim(),
    where: 'frontmatter',
  }));
}

function pairsOfBlock(block: Block): LeadPair[] {
  switch (block.type) {
    case 'paragraph': {
      const where = block.children[0]?.type === 'strong' ? 'bold' : 'line';
      return wordsOf(block.children)
        .split('\n')
        .flatMap((line) => pairOf(line, where));
    }
    case 'list':
      return block.children.flatMap((item) => {
        const first = item.children[0];
        return first?.type === 'paragraph' ? pairOf(wordsOf(first.children), 'bullet') : [];
      });
    case 'table':
      return block.children.flatMap((row) => {
        const [name, value] = row.children;
        if (row.children.length !== 2 || name === undefined || value === undefined) return [];
        return pairOf(`${wordsOf(name.children)}: ${wordsOf(value.children)}`, 'table');
      });
    default:
      return [];
  }
}

const PAIR = /^\s*([^:：\n]{1,60}?)\s*[:：]\s*(.*)/u;

function pairOf(line: string, where: FieldNotation): LeadPair[] {
  const found = PAIR.exec(line);
  return found === null ? [] : [{ name: found[1] as string, value: (found[2] as string).trim(), where }];
}

/** Text of the first two levels of inline nodes, line ends kept. */
function wordsOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'break') return '\n';
      return node.value ?? node.children?.map((child) => child.value ?? '').join('') ?? '';
    })
    .join('');
}
