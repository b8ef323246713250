import { type ArrowFunctionExpression, type Function as FunctionNode, Visitor } from 'oxc-parser';
import type { SourceFile, Violation } from './sources.ts';
import { isTest, lineAt } from './sources.ts';

const FILE_LINES = 400;
const FUNCTION_LINES = 70;

/** Files of code that are too long to be one story. */
export function longFiles(sources: readonly SourceFile[]): Violation[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines <= FILE_LINES) return [];
    return [{ path, line: FILE_LINES + 1, message: `has ${lines} lines, more than ${FILE_LINES}` }];
  });
}

/** Functions that are too long to be read at once. Tests are left out: a `describe` is a function in name only. */
export function longFunctions(sources: readonly SourceFile[]): Violation[] {
  return sources.filter(({ path }) => !isTest(path)).flatMap(longFunctionsOf);
}

function longFunctionsOf({ path, text, program }: SourceFile): Violation[] {
  const found: Violation[] = [];
  const measure = ({ start, end }: FunctionNode | ArrowFunctionExpression): void => {
    const line = lineAt(text, start);
    const lines = lineAt(text, end) - line + 1;
    if (lines > FUNCTION_LINES)
      found.push({ path, line, message: `a function of ${lines} lines, more than ${FUNCTION_LINES}` });
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program);
  return found;
}
