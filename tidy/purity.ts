import { type Expression, Visitor } from 'oxc-parser';
import type { SourceFile, Violation } from './sources.ts';
import { isTest, lineAt } from './sources.ts';

/** Names that reach outside: a clock, chance, the network, the process, a terminal. */
const OUTSIDE = new Set([
  'console',
  'fetch',
  'process',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto',
  'localStorage',
  'document.cookie',
]);

const OUTSIDE_MEMBERS = new Set(['Date.now', 'Math.random']);

/** Uses of the outside world in core, whose functions must give the same answer for the same input. */
export function impurities(sources: readonly SourceFile[]): Violation[] {
  return sources.filter(({ path }) => path.startsWith('packages/core/src/') && !isTest(path)).flatMap(impuritiesOf);
}

function impuritiesOf({ path, text, program, imports }: SourceFile): Violation[] {
  const found = imports
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(({ specifier, line }): Violation => ({ path, line, message: `imports ${specifier}` }));
  const add = (offset: number, name: string): void => {
    found.push({ path, line: lineAt(text, offset), message: `uses ${name}` });
  };
  const callee = (node: Expression): void => {
    if (node.type === 'Identifier' && OUTSIDE.has(node.name)) add(node.start, node.name);
  };
  new Visitor({
    CallExpression: (node) => callee(node.callee),
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
        add(node.start, 'new Date() without a date');
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      if (OUTSIDE.has(node.object.name) || OUTSIDE_MEMBERS.has(name)) add(node.start, name);
    },
  }).visit(program);
  return found;
}
