import { type CodePage, codePages, findCode } from '@specwright/core/check/codes.ts';
import type { RuleSeverity } from '@specwright/core/check/rule.ts';
import { wrap } from '@specwright/core/diagnostic/render/code-frame.ts';
import { Failure } from '../failure.ts';
import { tableText } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet } from './command.ts';

/** `specwright explain [CODE]`: the page of a code, or a list of all. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const [word] = invocation.arguments;
  const json = isSet(invocation, 'json');
  if (typeof word !== 'string') {
    terminal.write(json ? `${JSON.stringify({ codes: codePages.map(pageData) }, null, 2)}\n` : allCodes(terminal));
    return 0;
  }
  const lookup = findCode(word);
  if (lookup.page === null) {
    const hint =
      lookup.suggestion === null ? 'specwright explain lists all codes' : `Did you mean ${lookup.suggestion}?`;
    throw new Failure(`There is no code or rule ${JSON.stringify(word)}`, hint);
  }
  terminal.write(json ? `${JSON.stringify(pageData(lookup.page), null, 2)}\n` : pageText(lookup.page, terminal));
  return 0;
}

/** What a code means, as plain data. */
export function pageData({ kind, about }: CodePage): object {
  const { code, name, summary, why, remedy, severity } = about;
  return { code, name, summary, why, remedy, severity, ...(kind === 'rule' ? { example: about.example } : {}) };
}

function allCodes(terminal: Terminal): string {
  const columns = [{ title: 'code' }, { title: 'name' }, { title: 'severity' }, { title: 'what it says', least: 30 }];
  const rows = codePages.map(({ about }) => [about.code, about.name, severityWord(about.severity), about.summary]);
  return `${tableText(columns, rows, terminal)}\nspecwright explain CODE shows one with an example\n`;
}

function severityWord({ draft, settled }: RuleSeverity): string {
  return draft === settled ? settled : `${draft} → ${settled}`;
}

function severityText({ draft, settled }: RuleSeverity): string {
  if (draft === settled) return settled === 'off' ? 'off unless the configuration or --rule asks for it' : settled;
  return `${draft} in drafts, ${settled} in all other documents`;
}

function pageText(page: CodePage, { palette, width }: Terminal): string {
  const { about } = page;
  const paragraph = (text: string): string => wrap(text, Math.min(width, 96)).join('\n');
  const parts = [
    `${palette.strong(about.code)} ${palette.accent(about.name)}\n${paragraph(about.summary)}`,
    `${palette.dim('Severity')}  ${severityText(about.severity)}`,
    `${palette.strong('Why')}\n${paragraph(about.why)}`,
    `${palette.strong('What to do')}\n${paragraph(about.remedy)}`,
  ];
  if (page.kind === 'rule') {
    const { template, bad, good } = page.about.example;
    parts.push(
      `${palette.strong('Template')}\n${block(template, palette.dim)}`,
      `${palette.strong('Bad')}\n${block(bad, palette.removed)}`,
      `${palette.strong('Good')}\n${block(good, palette.good)}`,
    );
  }
  parts.push(palette.dim(`Ignore it in one place with a reason: <!-- spec-ignore ${about.code}: why -->`));
  return `${parts.join('\n\n')}\n`;
}

function block(text: string, bar: (text: string) => string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${bar('│')} ${line}`.trimEnd())
    .join('\n');
}
