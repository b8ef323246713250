import { lineEndOf } from '../edit/line-end.ts';
import { type PolicyChoices, policyOf, sameState } from '../lifecycle/policy.ts';
import type { Schema } from '../template/schema.ts';
import { expandBraces } from '../workspace/glob.ts';

/** Documents of one template. */
export interface OwnedDocuments {
  readonly schema: Schema;
  readonly choices: PolicyChoices;
  /** Globs relative to the workspace; `!` before one takes files out again. */
  readonly globs: readonly string[];
}

export interface CodeownersInput {
  readonly documents: readonly OwnedDocuments[];
  /** Files that say the rules, by their names in the workspace: configuration, templates, signers. */
  readonly rules: readonly string[];
  /** The workspace's folder in its repository, with a slash behind it; empty at the top. */
  readonly prefix: string;
}

export interface Codeowners {
  /** The lines with the marks around them; ends with a line end. */
  readonly block: string;
  /** Whom or what the lines cannot ask for: sentences without a full stop. */
  readonly problems: readonly string[];
}

const start = '# specwright: begin';
const end = '# specwright: end';

/**
 * Lines of CODEOWNERS that ask the people of the roles: for documents everybody who signs them, for the rules those of the
 * required roles. The rules come last, for the last line that matches a file is the one that counts.
 */
export function codeownersOf({ documents, rules, prefix }: CodeownersInput): Codeowners {
  const problems = new Set<string>();
  const lines: string[] = [];
  const owners = new Set<string>();
  for (const { schema, choices, globs } of documents) {
    const people: string[] = [];
    for (const { name, required } of policyOf(schema, choices).roles) {
      const named = Object.entries(choices.roles ?? {}).find(([other]) => sameState(other, name))?.[1].people ?? [];
      if (named.length === 0 && required)
        problems.add(`Nobody in particular holds the role ${name}: name people for it under lifecycle.roles`);
      for (const one of named) {
        const person = one.trim();
        if (!handle.test(person))
          problems.add(`${person} is no handle that a forge knows: write @name, @team/name or an e-mail address`);
        else {
          people.push(person);
          if (required) owners.add(person);
        }
      }
    }
    if (people.length === 0) continue;
    for (const glob of globs.flatMap((one) => expandBraces(one) ?? [one])) {
      if (/[[\]]/u.test(glob)) problems.add(`GitHub reads no [ ] in the pattern ${glob}`);
      const isOut = glob.startsWith('!');
      lines.push(lineOf(prefix, isOut ? glob.slice(1) : glob, isOut ? [] : people));
    }
  }
  for (const file of owners.size === 0 ? [] : rules) lines.push(lineOf(prefix, file, [...owners]));
  const about = '# Written by `specwright codeowners --write` from the roles in specwright.yaml';
  return { block: [start, about, ...new Set(lines), end, ''].join('\n'), problems: [...problems] };
}

/** Who can be asked on a forge: a person, a team, or an address that the forge knows somebody by. */
const handle = /^(?:@\w[\w.-]*(?:\/[\w.-]+)*|[^\s@#]+@[^\s@#]+)$/u;

function lineOf(prefix: string, pattern: string, people: readonly string[]): string {
  const path = `/${prefix}${pattern.replace(/^\.?\//u, '')}`.replace(/[\s#]/gu, '\\$&');
  return [path, ...new Set(people)].join(' ');
}

/** A text with its block replaced, or put at its end; null when its marks are not one pair in their order. */
export function withBlock(text: string, block: string): string | null {
  const lineEnd = lineEndOf(text);
  const lines = text.split(/\r?\n/u);
  const [starts, ends] = [start, end].map((mark) => lines.flatMap((line, at) => (line.trim() === mark ? [at] : [])));
  const own = block.trimEnd().split('\n');
  const [first, last] = [starts?.[0], ends?.[0]];
  if (first === undefined && last === undefined) {
    const before = text === '' || /\n$/u.test(text) ? text : text + lineEnd;
    return `${before}${before === '' ? '' : lineEnd}${own.join(lineEnd)}${lineEnd}`;
  }
  if (starts?.length !== 1 || ends?.length !== 1 || first === undefined || last === undefined || last < first)
    return null;
  return [...lines.slice(0, first), ...own, ...lines.slice(last + 1)].join(lineEnd);
}
