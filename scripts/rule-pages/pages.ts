import { type CodeGroup, type CodePage, codePages, type RuleExample, type RuleSeverity } from '@specwright/core';

const GROUPS: Readonly<Record<CodeGroup, string>> = {
  STR: 'Structure',
  PLH: 'Placeholders and guidance',
  MET: 'Metadata',
  TBL: 'Tables',
  REF: 'Links and references',
  LIF: 'Lifecycle',
  XDC: 'Across documents',
  TPL: 'The template itself',
  QUA: 'Quality, off unless named',
  DOC: 'Reading files',
};

/** The generated pages of `docs/rules`: text by file name. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', indexPage()],
    ...codePages.map((page) => [`${page.about.code}.md`, pageOf(page)] as const),
  ]);
}

function indexPage(): string {
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const pages = codePages.filter(({ about }) => about.code.startsWith(group));
    return pages.length === 0 ? '' : `## ${title}\n\n${tableOf(pages)}`;
  });
  const head = [
    '# Rules',
    '',
    'Every finding carries one of these codes. `specwright explain CODE` shows the same pages in the terminal. The severity',
    'depends on the status of the document: lenient in the first status of the lifecycle (a draft), strict from the second on.',
  ].join('\n');
  return `${[head, ...groups.filter((text) => text !== '')].join('\n\n')}\n`;
}

function tableOf(pages: readonly CodePage[]): string {
  const rows = pages.map(({ about }) => {
    const { code, name, summary, severity } = about;
    return `| [${code}](${code}.md) | \`${name}\` | ${cell(summary)} | ${severity.draft} | ${severity.settled} |`;
  });
  return ['| code | name | says | draft | settled |', '|---|---|---|---|---|', ...rows].join('\n');
}

function pageOf(page: CodePage): string {
  const { code, name, summary, why, remedy, severity } = page.about;
  const parts = [
    `# ${code} ${name}`,
    `${summary}.`,
    severityText(severity),
    `## Why it matters\n\n${why}`,
    `## What to do\n\n${remedy}`,
  ];
  if (page.kind === 'rule') parts.push(exampleText(page.about.example));
  return `${parts.join('\n\n')}\n`;
}

function severityText({ draft, settled }: RuleSeverity): string {
  if (draft === 'off' && settled === 'off') return 'Severity: **off** unless the configuration names it.';
  if (draft === settled) return `Severity: **${draft}**.`;
  return `Severity: **${draft}** in a draft, **${settled}** from the second status on.`;
}

function exampleText({ template, older, bad, good, file, others }: RuleExample): string {
  const about = file === undefined ? '' : ` (\`${file}\`)`;
  const parts = ['## Example', 'With this template:', fenced(template)];
  if (older !== undefined) parts.push('which was this before:', fenced(older));
  for (const [path, text] of Object.entries(others ?? {}))
    parts.push(`and beside the document \`${path}\`:`, fenced(text));
  parts.push(`this document has the finding${about}:`, fenced(bad), 'and this one has not:', fenced(good));
  return parts.join('\n\n');
}

/** A fence that no fence within the text can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/gu)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}markdown\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
