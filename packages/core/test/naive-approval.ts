/**
 * Says whether a text has been approved without asking the code that decides it: by cutting lines at headings and comparing
 * words. It knows documents after the built-in template, with `#` headings and no code that looks like one.
 */

/** What somebody who holds a role really said of a text. */
export interface Statement {
  readonly role: string;
  readonly who: string;
  readonly verdict: string;
  readonly text: string;
  /** Where, with all below; null for all that the role holds. */
  readonly scope: readonly string[] | null;
}

/** The words of every section by its path, in order; `(title)` and `(metadata)` too. Living parts are left out. */
export function sectionsOf(text: string): Map<string, string> {
  const sections = new Map<string, string[]>();
  const above: string[] = [];
  let words: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    const heading = /^(#{1,6}) (.*?)[ #]*$/u.exec(line);
    if (heading === null) {
      words.push(...wordsOf(line));
      continue;
    }
    const [, marks = '', name = ''] = heading;
    words = [];
    if (marks.length === 1) {
      sections.set('(title)', name.split(' '));
      sections.set('(metadata)', words);
      continue;
    }
    above.length = Math.max(0, marks.length - 2);
    above.push(name.toLowerCase().replace(/[^a-z0-9]+/gu, '-'));
    sections.set(above.join('.'), words);
  }
  sections.delete('review-sign-offs');
  return new Map([...sections].map(([path, found]) => [path, found.join(' ')]));
}

function wordsOf(line: string): string[] {
  if (/^\*\*(?:Status|Last Updated)\*\*:/u.test(line) || /^[|\s:-]*$/u.test(line)) return [];
  return line
    .replace(/^(\s*[-*+]) \[[ xX]\]/u, '$1')
    .split(/[\s|]+/u)
    .filter((word) => word !== '');
}

/** What Security holds of the built-in template; everybody else holds everything. */
const SECURITY =
  /(?:^|\.)(?:data-model|api-changes|rollout-plan|rollback-plan)(?:\.|$)|^(?:risks-and-mitigations|dependencies)(?:\.|$)/u;

function isHeld(role: string, path: string): boolean {
  return role !== 'Security' || SECURITY.test(path) || path.startsWith('backdoors');
}

/** The last that each person said in each role. */
function standing(said: readonly Statement[]): readonly Statement[] {
  return [...new Map(said.map((one) => [`${one.role} ${one.who}`, one])).values()];
}

function isWithin(path: string, scope: readonly string[] | null): boolean {
  return scope === null || scope.some((address) => path === address || path.startsWith(`${address}.`));
}

/** What stands in the text and nobody has approved in a role as it stands, as `role: path`; a missing word is `role: -`. */
export function unapproved(text: string, said: readonly Statement[], roles: readonly string[]): string[] {
  const now = sectionsOf(text);
  return roles.flatMap((role) => {
    const approving = standing(said).filter((one) => one.role === role && one.verdict === 'Approved');
    const texts = approving.map((one) => ({ ...one, sections: sectionsOf(one.text) }));
    const open = [...now].filter(
      ([path, words]) =>
        isHeld(role, path) &&
        !texts.some(({ sections, scope }) => isWithin(path, scope) && sections.get(path) === words),
    );
    const isWhole = texts.some(({ sections, scope }) => scope === null && hasOutline(sections, now, role));
    return [...open.map(([path]) => `${role}: ${path}`), ...(isWhole ? [] : [`${role}: -`])];
  });
}

/** True when nothing that a role holds is gone, and what is left stands in the same order. */
function hasOutline(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, role: string): boolean {
  const held = [...before.keys()].filter((path) => isHeld(role, path));
  const kept = [...now.keys()].filter((path) => before.has(path) && isHeld(role, path));
  return held.join('\n') === kept.join('\n');
}

/** Requests for changes of nothing that has changed. */
export function objectionsTo(text: string, said: readonly Statement[]): readonly Statement[] {
  const now = [...sectionsOf(text)].join('\n');
  return standing(said).filter(
    (one) => one.verdict === 'Changes Requested' && [...sectionsOf(one.text)].join('\n') === now,
  );
}

/** True when in every role the last that somebody said approves of exactly this text, and nobody asks for changes. */
export function isAgreed(text: string, said: readonly Statement[], roles: readonly string[]): boolean {
  const now = [...sectionsOf(text)].join('\n');
  const last = standing(said);
  return (
    !last.some(({ verdict }) => verdict === 'Changes Requested') &&
    roles.every((role) =>
      last.some(
        (one) =>
          one.role === role &&
          one.verdict === 'Approved' &&
          one.scope === null &&
          [...sectionsOf(one.text)].join('\n') === now,
      ),
    )
  );
}

/** True when a question of the text has no tick. */
export function hasOpenQuestion(text: string): boolean {
  const [, after = ''] = text.split(/^## Open Questions$/mu);
  return /^- \[ \] /mu.test(after.split(/^## /mu)[0] ?? '');
}
