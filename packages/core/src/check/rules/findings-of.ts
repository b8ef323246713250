import { bindDocument } from '../../document/bind.ts';
import { mdastParser } from '../../markdown/mdast-parser.ts';
import { readMarkdown } from '../../markdown/source.ts';
import { compileTemplate } from '../../template/compile.ts';
import type { DocumentRule, Finding, RuleOptions } from '../rule.ts';

/** For tests: what one rule says of a document written from a template. */
export function findingsOf(
  rule: DocumentRule,
  template: string,
  text: string,
  options: Partial<RuleOptions> = {},
): readonly Finding[] {
  const schema = compileTemplate(template, 'template.md', mdastParser);
  const document = bindDocument({ source: readMarkdown(text, mdastParser), file: '0001-queue.md', schema });
  return [...rule.check(document, { today: '2024-06-01', unexpectedSections: 'allow', ...options })];
}

/** For tests: each finding as the text it stands at and its message. */
export function told(rule: DocumentRule, template: string, text: string): readonly string[] {
  return findingsOf(rule, template, text).map(
    ({ range, message }) => `${text.slice(range.start, range.end)}: ${message}`,
  );
}

/** For tests: the text once the first fix of each finding is applied, one after the other. */
export function afterFixes(rule: DocumentRule, template: string, text: string): string {
  let fixed = text;
  for (let round = 0; round < 10; round += 1) {
    const edits = findingsOf(rule, template, fixed)[0]?.fixes?.[0]?.edits;
    if (edits === undefined) return fixed;
    for (const { start, end, text: written } of edits.toReversed()) {
      fixed = fixed.slice(0, start) + written + fixed.slice(end);
    }
  }
  return fixed;
}
