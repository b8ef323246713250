import type { RootContent } from 'mdast';
import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { outlineOf } from '../markdown/outline.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { foldSpace } from '../markdown/plain.ts';
import { readMarkdown } from '../markdown/source.ts';
import { isExplicitGuidance } from './block-kinds.ts';
import { readBody } from './body.ts';
import type { Body } from './body-shape.ts';
import { Compilation } from './compilation.ts';
import { linkConditions } from './fields.ts';
import type { TemplateCompanion } from './front-matter-fields.ts';
import { frontMatterFields } from './front-matter-fields.ts';
import { foldName } from './names.ts';
import { placeholdersIn } from './placeholder.ts';
import { lifecycleOf } from './roles.ts';
import type { FieldSchema, Schema, SectionSchema } from './schema.ts';
import { compileSections, contentOf } from './sections.ts';
import { readTitle, speaksOfTitle } from './title.ts';

/**
 * Compiles a template. Never throws: what cannot be read with confidence becomes free text, and what contradicts itself
 * becomes a problem of the schema. Linear in the text.
 */
export function compileTemplate(
  text: string,
  file: string,
  parser: MarkdownParser,
  companion?: TemplateCompanion,
): Schema {
  const source = readMarkdown(text, parser);
  const outline = outlineOf(source);
  const layout = layoutOf(text, outline);
  const compilation = new Compilation(source, marksItsGuidance(text, outline));
  const yaml = frontMatterFields(compilation, outline.frontMatter, companion ?? null);
  const preamble = readBody(compilation, layout.preamble, {
    address: '',
    sectionName: '',
    required: true,
    metadata: true,
    end: layout.sections[0]?.headingRange.start ?? text.length,
  });
  const fields = linkConditions([...yaml, ...freed(preamble)]);
  const sections = compileSections(compilation, layout.sections, {
    address: '',
    path: [],
    bare: false,
    said: preamble.next,
  });
  reportContradictions(compilation, fields, sections);
  const title = layout.title === null ? null : readTitle(text, layout.title);
  const hasPreamble =
    preamble.prose || preamble.code || preamble.lists.length + preamble.tables.length + preamble.groups.length > 0;
  return {
    version: 1,
    file,
    text,
    name: schemaName(file, title?.prefix ?? ''),
    title,
    fields,
    sections,
    preamble: hasPreamble || preamble.guided ? contentOf({ ...preamble, fields: [] }, false, true) : null,
    lifecycle: lifecycleOf(fields, sections),
    guidance: inOrder(compilation.guidance).map((guidance, id) => ({ ...guidance, id })),
    placeholders: inOrder(compilation.placeholders),
    literals: inOrder(compilation.literals),
    problems: compilation.problems,
  };
}

interface Layout {
  readonly title: OutlineSection | null;
  readonly preamble: readonly RootContent[];
  readonly sections: readonly OutlineSection[];
}

const SPEAKS_OF_ITS_TITLE = /\b(?:proposal|project|feature|document|your) title\b|\btitle (?:here|of)\b/iu;

/** `9999. Template`, `RFC-0000 Name`: a heading that begins with what stands for a number. */
const LEADS_WITH_STAND_IN = /^\W*(?:\p{Lu}{2,6}[- ])?(?:9{3,}|0{3,}|N{3,}|X{3,})(?![\p{L}\p{N}])/u;

/** Finds the title: the only heading of depth 1, or the first of several when it alone speaks of a title. */
function layoutOf(text: string, outline: Outline): Layout {
  const [first, ...rest] = outline.sections;
  if (
    first !== undefined &&
    first.depth > 1 &&
    (SPEAKS_OF_ITS_TITLE.test(first.title) || LEADS_WITH_STAND_IN.test(first.title))
  ) {
    return { title: first, preamble: [...outline.lead, ...first.blocks], sections: [...first.sections, ...rest] };
  }
  if (first === undefined || first.depth !== 1)
    return { title: null, preamble: outline.lead, sections: outline.sections };
  const alone = rest.every((section) => section.depth > 1);
  const written = (section: OutlineSection): string => text.slice(section.headingRange.start, section.headingRange.end);
  const isTitle = alone
    ? first.sections.length > 0 || rest.length > 0 || speaksOfTitle(written(first))
    : speaksOfTitle(written(first)) && first.sections.length === 0;
  if (!isTitle && !alone) return { title: null, preamble: outline.lead, sections: outline.sections };
  return { title: first, preamble: [...outline.lead, ...first.blocks], sections: [...first.sections, ...rest] };
}

/** True when at least as many sections mark their help text, or show what to replace, as leave it plain. */
function marksItsGuidance(text: string, outline: Outline): boolean {
  let marked = 0;
  let plain = 0;
  const pending: OutlineSection[] = [...outline.sections];
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    for (const child of section.sections) pending.push(child);
    const words = section.blocks.filter((block) => block.type !== 'thematicBreak' && block.type !== 'definition');
    if (words.some((block) => isExplicitGuidance(text, block) || holdsPlaceholder(text, block))) marked += 1;
    else if (words.some((block) => block.type === 'paragraph' || block.type === 'list')) plain += 1;
  }
  return marked > 0 && marked >= plain;
}

function holdsPlaceholder(text: string, block: RootContent): boolean {
  return block.type === 'table' || placeholdersIn(text, block).length > 0;
}

/** A comment in the preamble that frees "these elements" frees every field beside it. */
function freed(body: Body): FieldSchema[] {
  return body.optionality === 'optional' ? body.fields.map((field) => ({ ...field, required: false })) : body.fields;
}

function schemaName(file: string, prefix: string): string {
  const fixed = foldSpace(prefix.replace(/[\s:：–—-]+$/u, ''));
  if (/\p{L}{3,}/u.test(fixed)) return fixed;
  const base = file.split('/').pop() ?? file;
  return base.replace(/\.(?:md|markdown)$/iu, '');
}

function inOrder<T extends { readonly range: { readonly start: number } }>(parts: readonly T[]): T[] {
  return [...parts].sort((a, b) => a.range.start - b.range.start);
}

/** Two parts with one address, and choices that leave no choice. */
function reportContradictions(
  compilation: Compilation,
  fields: readonly FieldSchema[],
  sections: readonly SectionSchema[],
): void {
  const seen = new Map<string, { start: number; end: number }>();
  const pending: SectionSchema[] = [...sections].reverse();
  // Front matter may say again what the text says.
  const inText = fields.filter((field) => field.where !== 'frontmatter');
  for (const field of inText) report(compilation, seen, field.address, field.name, field.range);
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    for (const child of [...section.sections].reverse()) pending.push(child);
    if (section.repeat === null && foldName(section.name) !== '')
      report(compilation, seen, section.address, section.name, section.headingRange);
  }
}

function report(
  compilation: Compilation,
  seen: Map<string, { start: number; end: number }>,
  address: string,
  name: string,
  range: { start: number; end: number },
): void {
  const other = seen.get(address);
  seen.set(address, other ?? range);
  if (other === undefined) return;
  const line = compilation.source.lines.lineAt(other.start);
  const message = `"${name}" has the address ${address}, which line ${line} has already; give one of them another name`;
  compilation.problems.push({ kind: 'duplicate-address', message, range, other });
}
