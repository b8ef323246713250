import { describe, expect, test } from 'vitest';
import { emptyNames, foreignWords, strayIndexes } from './tidy/names.ts';
import { impurities } from './tidy/purity.ts';
import { strayRules, unfinishedCodes, untestedRules } from './tidy/rules.ts';
import { longFiles, longFunctions } from './tidy/size.ts';
import { report, sourceFiles, textFiles } from './tidy/sources.ts';
import { spreadPushes } from './tidy/stack.ts';
import { cycles, layerViolations, packageViolations, unknownLayers } from './tidy/structure.ts';

const files = textFiles();
const sources = sourceFiles(files);

describe('the repository keeps its own invariants', () => {
  test('folders of core and of the hub import only folders before them', () => {
    expect(report(layerViolations(sources))).toEqual([]);
    expect(report(unknownLayers(sources))).toEqual([]);
  });

  test('packages import only the packages they may know', () => {
    expect(report(packageViolations(sources))).toEqual([]);
  });

  test('no file imports itself through others, types included', () => {
    expect(report(cycles(sources))).toEqual([]);
  });

  test('core is pure', () => {
    expect(report(impurities(sources))).toEqual([]);
  });

  test('files have at most 400 lines', () => {
    expect(report(longFiles(sources))).toEqual([]);
  });

  test('functions have at most 70 lines', () => {
    expect(report(longFunctions(sources))).toEqual([]);
  });

  test('no list is spread into push, where a long one would not fit on the stack', () => {
    expect(report(spreadPushes(sources))).toEqual([]);
  });

  test("an index.ts is a package's root", () => {
    expect(report(strayIndexes(files))).toEqual([]);
  });

  test('names say what a file holds', () => {
    expect(report(emptyNames(files))).toEqual([]);
  });

  test('every rule is listed once, under its own name', () => {
    expect(report(strayRules(sources))).toEqual([]);
  });

  test('every code has words and an example', () => {
    expect(report(unfinishedCodes())).toEqual([]);
  });

  test('every rule has a test', () => {
    expect(report(untestedRules(files))).toEqual([]);
  });

  test('the repository speaks of itself alone', () => {
    expect(report(foreignWords(files))).toEqual([]);
  });
});

describe('a broken invariant is seen', () => {
  const breaking = (path: string, text: string) => sourceFiles([{ path, text }]);
  const core = 'packages/core/src';

  test('an import up the layers', () => {
    const up = breaking(`${core}/text/a.ts`, "import { b } from '../check/rule.ts';");
    expect(report(layerViolations(up))).toEqual([
      'packages/core/src/text/a.ts:1 imports packages/core/src/check/rule.ts, but text/ stands before check/',
    ]);
    const facts = "import type { F } from '../workspace/facts.ts';";
    expect(layerViolations(breaking(`${core}/check/a.ts`, facts))).toEqual([]);
    expect(layerViolations(breaking(`${core}/check/a.ts`, facts.replace('type ', '')))).toHaveLength(1);
    expect(unknownLayers(breaking(`${core}/misplaced/a.ts`, ''))).toHaveLength(1);
    const hub = breaking('packages/hub/src/database/a.ts', "import '../people/b.ts';\nimport '../postgres/c.ts';");
    expect(report(layerViolations(hub))).toEqual([
      'packages/hub/src/database/a.ts:1 imports packages/hub/src/people/b.ts, but database/ stands before people/',
    ]);
    expect(unknownLayers(breaking('packages/hub/src/misplaced/a.ts', ''))).toHaveLength(1);
    expect(unknownLayers(breaking('packages/hub/src/hub.ts', ''))).toEqual([]);
  });

  test('an import across packages', () => {
    expect(packageViolations(breaking(`${core}/text/a.ts`, "export * from '../../../cli/src/main.ts';"))).toHaveLength(
      1,
    );
    expect(packageViolations(breaking('packages/cli/src/a.ts', "import '@specwright/core/text/range.ts';"))).toEqual(
      [],
    );
  });

  test('a ring of imports, type-only and dynamic ones included', () => {
    const ring = sourceFiles([
      { path: 'packages/cli/src/a.ts', text: "import type { B } from './b.ts';" },
      { path: 'packages/cli/src/b.ts', text: "export type { C } from './c.ts';" },
      { path: 'packages/cli/src/c.ts', text: "await import('./a.ts');" },
      { path: 'packages/cli/src/d.ts', text: "import './a.ts';" },
    ]);
    expect(report(cycles(ring))).toEqual([
      'packages/cli/src/a.ts:1 imports itself through packages/cli/src/a.ts, packages/cli/src/b.ts, packages/cli/src/c.ts',
    ]);
  });

  test('a use of the outside world in core', () => {
    const text =
      "import { join } from 'node:path';\nDate.now();\nMath.random();\nnew Date();\nconsole.log(fetch('x'));";
    const lines = impurities(breaking(`${core}/text/a.ts`, text)).map(({ line }) => line);
    expect([...new Set(lines)].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(impurities(breaking(`${core}/text/a.ts`, "new Date('2026-01-01');"))).toEqual([]);
  });

  test('too long, badly named, and foreign', () => {
    const long = breaking('packages/cli/src/a.ts', `const a = () => {${'\n'.repeat(400)}};\n`);
    expect(longFiles(long)).toHaveLength(1);
    expect(longFunctions(long)).toHaveLength(1);
    const named = ['a/utils/b.ts', 'a/helper.ts', 'a/index.ts', 'packages/core/src/index.ts'].map((path) => ({
      path,
      text: '',
    }));
    expect(emptyNames(named)).toHaveLength(2);
    expect(strayIndexes(named)).toHaveLength(1);
    expect(foreignWords([{ path: 'a.md', text: `see ${'/ho'}me/somebody/notes` }])).toHaveLength(1);
  });

  test('a list that is spread into push', () => {
    const text = 'all.push(one);\nall.push(first, ...rest);\nother.unshift(...rest);\nput([...rest]);';
    expect(report(spreadPushes(breaking(`${core}/text/a.ts`, text)))).toEqual([
      'packages/core/src/text/a.ts:2 spreads a list into push, which is no place for a long one',
      'packages/core/src/text/a.ts:3 spreads a list into unshift, which is no place for a long one',
    ]);
  });
});
