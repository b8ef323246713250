import type { Range } from '../text/range.ts';
import type { YamlEntry, YamlProblem, YamlReading } from './yaml.ts';
import type { YamlChunk } from './yaml-chunks.ts';
import { splitChunks, trimRange } from './yaml-chunks.ts';
import { readWithLibrary } from './yaml-library.ts';
import { readSimpleChunk } from './yaml-simple.ts';

export type { YamlEntry, YamlReading } from './yaml.ts';

/**
 * Reads YAML 1.2 (core schema) whose top is a map: the front matter in `range` of a document, its `---` lines included
 * or not, or a whole YAML file. Never throws and never gives up: a value that is not valid YAML, as templates have
 * them (`title: <The title>: x`), is a problem and an entry with its raw text, and the other keys are read all the same.
 */
export function readYaml(text: string, range: Range): YamlReading {
  const body = withoutFences(text, range);
  const { chunks, regular, stray } = splitChunks(text, body);
  const simple = chunks.map((chunk) => readSimpleChunk(text, chunk));
  const problems: YamlProblem[] = [];
  // Most front matter is lines of `key: words`, which need no library.
  if (!regular || simple.includes(null)) {
    if (!regular || /[&*]/u.test(text.slice(body.start, body.end))) {
      // Where parts may depend on each other the library reads the whole first.
      const whole = readWithLibrary(text, body);
      if (whole.problem === null) return { entries: whole.entries, problems: duplicatesOf(whole.entries) };
    }
    if (stray !== null) problems.push({ message: 'This line of YAML is not "key: value"', range: stray });
  }
  const entries = chunks.map((chunk, index) => simple[index] ?? readChunk(text, chunk, problems));
  for (const problem of duplicatesOf(entries)) problems.push(problem);
  return { entries, problems: problems.sort((a, b) => a.range.start - b.range.start) };
}

/** Reads a chunk that is more than plain lines; keeps its key and raw text when it is not valid. */
function readChunk(text: string, chunk: YamlChunk, problems: YamlProblem[]): YamlEntry {
  const { entries, problem } = readWithLibrary(text, chunk);
  const only = entries[0];
  if (problem === null && only !== undefined && entries.length === 1) return only;
  const key = text.slice(chunk.keyRange.start, chunk.keyRange.end);
  const reason = problem?.message ?? 'it reads as more than one key';
  problems.push({
    message: `The value of "${key}" is not valid YAML: ${reason}`,
    // Within one line the whole value is the clearer place; the library may point behind it.
    range: problem === null || chunk.lines.length === 1 ? chunk.valueRange : problem.range,
  });
  const raw = text.slice(chunk.valueRange.start, chunk.valueRange.end);
  return {
    key,
    keyRange: chunk.keyRange,
    valueRange: chunk.valueRange,
    raw,
    value: raw,
    items: [],
    comment: chunk.comment,
    children: [],
  };
}

/** Keys that stand twice in one map, at any depth. */
function duplicatesOf(entries: readonly YamlEntry[]): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const pending: (readonly YamlEntry[])[] = [entries];
  for (let map = pending.pop(); map !== undefined; map = pending.pop()) {
    const keys = new Set<string>();
    for (const entry of map) {
      if (keys.has(entry.key)) {
        problems.push({ message: `The key "${entry.key}" stands twice in the YAML`, range: entry.keyRange });
      }
      keys.add(entry.key);
      if (entry.children.length > 0) pending.push(entry.children);
    }
  }
  return problems;
}

/** Leaves a BOM, a first line `---` and a last line `---` or `...` out. */
function withoutFences(text: string, range: Range): Range {
  let { start, end } = range;
  if (text.charCodeAt(start) === 0xfeff) start += 1;
  const opening = /^---[ \t]*(?:\r\n?|\n|$)/u.exec(text.slice(start, Math.min(end, start + 200)));
  if (opening !== null) start += opening[0].length;
  end = trimRange(text, { start, end }).end;
  const last = Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf('\r', end - 1), start - 1) + 1;
  if (end - last === 3 && last >= start && /^(?:---|\.\.\.)$/u.test(text.slice(last, end))) end = last;
  return { start, end: Math.max(start, end) };
}
