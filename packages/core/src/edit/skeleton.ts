import type { Schema, SectionSchema } from '../template/schema.ts';

/**
 * The template's text of a section, its subsections included, every heading `shift` levels deeper. A repeated section
 * gives its first sample alone. Headings underlined instead of marked are left as they are.
 */
export function sectionSkeleton(schema: Schema, section: SectionSchema, shift: number): string {
  const { start } = section.headingRange;
  const end = Math.max(section.headingRange.end, section.range.end);
  const text = schema.text.slice(start, end);
  if (text === '') return `${'#'.repeat(section.depth + shift)} ${section.heading}`;
  return shift === 0 ? text : shiftHeadings(text, start, section, shift);
}

function shiftHeadings(text: string, start: number, section: SectionSchema, shift: number): string {
  const offsets: number[] = [];
  const pending = [section];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    offsets.push(next.headingRange.start - start);
    for (const child of next.sections) pending.push(child);
  }
  offsets.sort((a, b) => a - b);
  const parts: string[] = [];
  let done = 0;
  for (const offset of offsets) {
    const marks = /^#{1,6}/u.exec(text.slice(offset, offset + 6))?.[0];
    if (marks === undefined) continue;
    const depth = Math.min(6, Math.max(1, marks.length + shift));
    parts.push(text.slice(done, offset), '#'.repeat(depth));
    done = offset + marks.length;
  }
  return `${parts.join('')}${text.slice(done)}`;
}
