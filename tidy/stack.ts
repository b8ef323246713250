import { type CallExpression, Visitor } from 'oxc-parser';
import type { SourceFile, Violation } from './sources.ts';
import { isTest, lineAt } from './sources.ts';

/** Methods that take as many elements as they are given. */
const adders = new Set(['push', 'unshift']);

/**
 * Lists that are spread into `push` or `unshift`. Each element becomes an argument on the stack, which has room for some hundred
 * thousand: a list of what stands in somebody's document has no such bound, so a long one would end the program. A loop has room. Tests
 * are left out: they know how long their lists are.
 */
export function spreadPushes(sources: readonly SourceFile[]): Violation[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, text, program }) => {
      const found: Violation[] = [];
      const look = ({ callee, arguments: given, start }: CallExpression): void => {
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        const { name } = callee.property;
        if (!adders.has(name) || !given.some(({ type }) => type === 'SpreadElement')) return;
        found.push({
          path,
          line: lineAt(text, start),
          message: `spreads a list into ${name}, which is no place for a long one`,
        });
      };
      new Visitor({ CallExpression: look }).visit(program);
      return found;
    });
}
