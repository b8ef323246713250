import { allRules, codePages } from '@specwright/core';
import type { SourceFile, TextFile, Violation } from './sources.ts';

const RULES = 'packages/core/src/check/rules';

/** A rule whose file, code, name and folder do not agree, or that no list of rules holds. */
export function strayRules(sources: readonly SourceFile[]): Violation[] {
  const listed = new Map(allRules.map((rule) => [rule.name, rule.code as string]));
  const written = sources.flatMap(({ path, text }) => {
    const code = /^ {2}code: '([A-Z]{3}\d{3})',$/mu.exec(text)?.[1];
    const [, group, name] = /\/rules\/([a-z]{3})\/([a-z-]+)\.ts$/u.exec(path) ?? [];
    return code === undefined || group === undefined || name === undefined ? [] : [{ path, code, group, name }];
  });
  const wrong = written.flatMap(({ path, code, group, name }) => {
    const problems: string[] = [];
    if (code.slice(0, 3).toLowerCase() !== group)
      problems.push(`${code} stands in the folder of ${group.toUpperCase()}`);
    if (listed.get(name) !== code) problems.push(`no rule in allRules has the code ${code} and the name ${name}`);
    return problems.map((message): Violation => ({ path, line: 1, message }));
  });
  const files = new Set(written.map(({ name }) => name));
  const homeless = allRules.filter(({ name }) => !files.has(name));
  return [
    ...wrong,
    ...homeless.map(({ code, name }) => ({ path: RULES, line: 1, message: `${code} has no file ${name}.ts` })),
  ];
}

/** Codes that are used twice, lack words, or lack an example that differs from its counterpart. */
export function unfinishedCodes(): Violation[] {
  const seen = new Set<string>();
  return codePages.flatMap((page) => {
    const { code, name, summary, why, remedy } = page.about;
    const problems: string[] = [];
    if (seen.has(code) || seen.has(name)) problems.push('is used twice');
    if ([name, summary, why, remedy].some((words) => words.trim() === '')) problems.push('lacks words for its page');
    if (summary.endsWith('.')) problems.push('has a summary with a full stop');
    if (page.kind === 'rule' && page.about.example.bad === page.about.example.good) problems.push('has no example');
    seen.add(code).add(name);
    return problems.map((message): Violation => ({ path: RULES, line: 1, message: `${code} ${message}` }));
  });
}

/** Rules that no test beside the rules imports or names; the examples of all of them run as tests in any case. */
export function untestedRules(files: readonly TextFile[]): Violation[] {
  const tests = files
    .filter(({ path }) => path.startsWith(`${RULES}/`) && path.endsWith('.test.ts'))
    .map(({ text }) => text);
  return allRules
    .filter(({ code, name }) => !tests.some((text) => text.includes(code) || text.includes(`/${name}.ts'`)))
    .map(({ code, name }) => ({
      path: RULES,
      line: 1,
      message: `${code} ${name} is named in no test beside the rules`,
    }));
}
