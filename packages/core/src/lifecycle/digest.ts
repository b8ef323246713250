import type { Heading } from 'mdast';
import type { BoundDocument, BoundSection } from '../document/document.ts';
import type { OutlineSection } from '../markdown/outline.ts';
import { plainText } from '../markdown/plain.ts';
import { stripNumbering } from '../template/names.ts';
import { digestContext, digestOf, type FileHashes } from './digest-context.ts';
import { canonicalMetadata } from './digest-metadata.ts';
import { canonicalBlocks, type DigestContext, type Token } from './digest-tree.ts';

/** Fingerprints of what a document says, by part. Each is `v1:` and 64 hex digits. */
export interface DocumentDigests {
  /** Digest of the whole: title, metadata, preamble, sections. */
  readonly document: string;
  /**
   * By address: `(title)`, `(metadata)`, `(preamble)` where there is one, every section. A section's digest is over its
   * heading, its own blocks and its children's digests in order.
   */
  readonly sections: ReadonlyMap<string, string>;
  /**
   * By address, what stands there alone: heading and own blocks, but not what stands in the children. `(document)` is the
   * addresses of the top sections. Living sections are in no map; what a document puts below them that the template does
   * not call living is counted as if it stood beside them, and so are words around sign-offs.
   */
  readonly own: ReadonlyMap<string, string>;
  /** By address of a section with children their addresses in order; by `(document)` those of the top sections. */
  readonly order: ReadonlyMap<string, readonly string[]>;
}

/**
 * Computes the digests of a document. Equal for both parsers, for every way to write the same, and with every parser's
 * cut of texts; see `docs/digests.md` for what counts. `files` holds the contents of images; an image that is not in it
 * counts by its path. Takes time linear in the document, and never throws.
 */
export function digestsOf(document: BoundDocument, files: FileHashes = NO_FILES): DocumentDigests {
  const context = digestContext(document, files);
  const holder = titleHolder(document);
  const lead = [...document.outline.lead, ...(holder?.blocks ?? [])];
  const own = new Map<string, string>();
  const title = digestOf({ title: holder === null ? null : canonicalHeading(holder.node, context) });
  own.set('(title)', title);
  const metadata = digestOf({ metadata: canonicalMetadata(document, lead, context) });
  own.set('(metadata)', metadata);
  const preamble = canonicalBlocks(document.preamble?.blocks ?? [], context);
  if (preamble.length > 0) own.set('(preamble)', digestOf({ preamble }));
  const parts = new Map(own);
  const found = sectionDigests(document, context);
  const top = shownAmong(document.sections, found);
  const order = new Map<string, readonly string[]>([['(document)', top.map(({ address }) => address)]]);
  for (const { address, digest, own: alone, children } of found.shown) {
    parts.set(address, digest);
    own.set(address, alone);
    if (children.length > 0) order.set(address, children);
  }
  own.set('(document)', digestOf({ sections: order.get('(document)') }));
  const whole = {
    title,
    metadata,
    preamble: parts.get('(preamble)') ?? null,
    sections: top.map(({ digest }) => digest),
  };
  return { document: digestOf(whole), sections: parts, own, order };
}

const NO_FILES: FileHashes = new Map();

/** The section whose heading is the title; its body stands before the first section. */
function titleHolder({ title, outline }: BoundDocument): OutlineSection | null {
  if (title === null) return null;
  const holds = ({ headingRange }: OutlineSection): boolean =>
    headingRange.start <= title.range.start && title.range.end <= headingRange.end;
  return outline.sections.find(holds) ?? null;
}

interface SectionDigest {
  readonly address: string;
  readonly digest: string;
  readonly own: string;
  /** Addresses. */
  readonly children: readonly string[];
}

interface SectionDigests {
  /** In document order, living ones left out. */
  readonly shown: readonly SectionDigest[];
  /** What stands for a section in the list of its parent: itself, or what is below it when it is living. */
  readonly standing: ReadonlyMap<BoundSection, readonly SectionDigest[]>;
}

/** Children before their parents, so from the last section back. */
function sectionDigests(document: BoundDocument, context: DigestContext): SectionDigests {
  const shown: SectionDigest[] = [];
  const standing = new Map<BoundSection, readonly SectionDigest[]>();
  for (const section of [...document.allSections].reverse()) {
    const children = section.sections.flatMap((child) => standing.get(child) ?? []);
    const content = contentOf(section, context);
    const isShown =
      content !== null && (content.heading.length > 0 || content.blocks.length > 0 || children.length > 0);
    if (!isShown) {
      standing.set(section, children);
      continue;
    }
    const alone = digestOf(content);
    const digest: SectionDigest = {
      address: section.address,
      digest: digestOf({ content: alone, sections: children.map((child) => child.digest) }),
      own: alone,
      children: children.map((child) => child.address),
    };
    shown.push(digest);
    standing.set(section, [digest]);
  }
  return { shown: shown.reverse(), standing };
}

function shownAmong(sections: readonly BoundSection[], { standing }: SectionDigests): readonly SectionDigest[] {
  return sections.flatMap((section) => standing.get(section) ?? []);
}

/**
 * Null for a living section. Of one that is living for its sign-offs, these alone are: what somebody writes around them
 * is approved by nobody unless it counts.
 */
function contentOf(
  section: BoundSection,
  context: DigestContext,
): { readonly heading: readonly Token[]; readonly blocks: readonly Token[] } | null {
  const { schema, outline } = section;
  if (schema?.living !== true) {
    return { heading: canonicalHeading(outline.node, context), blocks: canonicalBlocks(outline.blocks, context) };
  }
  if (schema.role !== 'sign-offs') return null;
  const around = outline.blocks.filter(({ type }) => type !== 'table' && type !== 'list');
  const blocks = canonicalBlocks(around, context);
  return blocks.length === 0 ? null : { heading: [], blocks };
}

/** A heading's words, without its depth and outline number: where it stands is said by the order of the sections. */
function canonicalHeading(heading: Heading, context: DigestContext): readonly Token[] {
  const tokens = canonicalBlocks([heading], context);
  const words = plainText(heading);
  const number = words.slice(0, words.length - stripNumbering(words).length).trimEnd();
  const first = tokens[1];
  if (!/^[^\p{L}\p{N}]{0,3}\p{Nd}/u.test(number) || first === undefined || first === 0 || first[0] !== 'text')
    return tokens;
  const text = String(first[1]);
  if (!text.startsWith(number)) return tokens;
  const rest = text.slice(number.length).trimStart();
  return [tokens[0] as Token, ...(rest === '' ? [] : [['text', rest] as Token]), ...tokens.slice(2)];
}
