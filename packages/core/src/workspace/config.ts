import { isMap, isNode, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { findCode } from '../check/codes.ts';
import { inputDiagnostic, invalidConfig } from '../check/input-codes.ts';
import type { CheckSettings } from '../check/settings.ts';
import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import type { PolicyChoices } from '../lifecycle/policy.ts';
import { nearest } from '../text/nearest.ts';
import type { Range } from '../text/range.ts';
import { expandBraces, matcher } from './glob.ts';
import { lifecycleShape } from './lifecycle-shape.ts';

const severity = z.enum(['off', 'info', 'warning', 'error']);

const glob = z
  .string()
  .min(1)
  .refine((pattern) => expandBraces(pattern) !== null, 'has too many alternatives in braces; write several globs');

const templateEntry = z.strictObject({
  file: z.string().min(1).describe('The template, relative to this file'),
  documents: z
    .array(glob)
    .min(1)
    .describe(
      'Globs of the documents written from it, such as `specs/**/*.md`; `!` before a glob takes files out again',
    ),
  companion: z
    .string()
    .min(1)
    .refine((name) => !/[\\/]/u.test(name), 'must be a file name without a folder')
    .describe('Name of a YAML file that stands beside each document and holds its metadata, such as `kep.yaml`')
    .optional(),
  lifecycle: lifecycleShape.describe('The lifecycle of these documents, in place of the general one').optional(),
});

const configShape = z.strictObject({
  templates: z
    .array(templateEntry)
    .describe('Which documents follow which template; the first entry that matches a document wins')
    .default([]),
  rules: z
    .record(z.string(), severity)
    .describe('Severity by code or name (`STR101`, `missing-section`), for drafts and settled documents alike')
    .default({}),
  unexpectedSections: z
    .enum(['allow', 'warn', 'forbid'])
    .describe('What to say of sections that the template does not have')
    .default('allow'),
  ignore: z.array(glob).describe('Globs of files that are no documents').default([]),
  baseline: z.string().min(1).describe('File with the findings that are known already').optional(),
  failOn: z
    .enum(['error', 'warning', 'info'])
    .describe('Findings of this severity or worse make `check` exit with 1')
    .default('error'),
  lifecycle: lifecycleShape.describe('Who signs, and what a document needs to go on').default({}),
  history: z
    .string()
    .min(1)
    .describe('Folder of the histories; `.history` beside the documents unless said')
    .optional(),
  allowedSigners: z
    .string()
    .min(1)
    .describe('File of the SSH keys that may sign, as `ssh-keygen` reads it')
    .default('.specwright/allowed_signers'),
});

/** `specwright.yaml`. Every path and glob is relative to the folder it stands in, with forward slashes. */
export interface Config {
  /** The first entry whose globs match a document says its template. */
  readonly templates: readonly TemplateEntry[];
  /** Severity by code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly unexpectedSections: 'allow' | 'warn' | 'forbid';
  /** Globs of files that are no documents. */
  readonly ignore: readonly string[];
  /** File of the baseline; null when there is none. */
  readonly baseline: string | null;
  /** Findings of this severity or worse make a check fail. */
  readonly failOn: Severity;
  /** The lifecycle of documents whose template says nothing else. */
  readonly lifecycle: PolicyChoices;
  /** Folder of the histories; null to look for it. */
  readonly history: string | null;
  /** File of the SSH keys that may sign. */
  readonly allowedSigners: string;
}

export interface TemplateEntry {
  readonly file: string;
  readonly documents: readonly string[];
  /** Name of the YAML file beside each document that holds its metadata; null when there is none. */
  readonly companion: string | null;
  /** Null for the lifecycle of the workspace. */
  readonly lifecycle: PolicyChoices | null;
}

export interface ConfigReading {
  /** What could be read; keys with problems have their defaults. */
  readonly config: Config;
  readonly problems: readonly Diagnostic[];
}

export const defaultConfig: Config = {
  templates: [],
  rules: {},
  unexpectedSections: 'allow',
  ignore: [],
  baseline: null,
  failOn: 'error',
  lifecycle: {},
  history: null,
  allowedSigners: '.specwright/allowed_signers',
};

/** Reads the text of a configuration file. Never throws; every problem has its range in `text`. */
export function parseConfig(text: string, file: string): ConfigReading {
  const problems: Diagnostic[] = [];
  const say = (message: string, range: Range): void => {
    problems.push(inputDiagnostic(invalidConfig, file, message, range));
  };
  const root = readYaml(text, say);
  if (root === null) return { config: defaultConfig, problems };
  const config = readConfig(root.data, root.node, say);
  return { config, problems };
}

/** The settings of a check under a configuration. `today` is `YYYY-MM-DD`. */
export function checkSettings(config: Config, today: string): CheckSettings {
  return { options: { today, unexpectedSections: config.unexpectedSections }, severities: config.rules };
}

/** Finds the first template entry that a document belongs to; null for documents that no glob names. */
export function templateFinder(config: Config): (path: string) => TemplateEntry | null {
  const entries = config.templates.map((entry) => ({ entry, matches: matcher(entry.documents) }));
  return (path) => entries.find(({ matches }) => matches(path))?.entry ?? null;
}

/** The configuration as JSON Schema 2020-12, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configShape, { io: 'input' });
}

type Say = (message: string, range: Range) => void;

interface YamlRoot {
  readonly node: YAMLMap;
  readonly data: Record<string, unknown>;
}

function readYaml(text: string, say: Say): YamlRoot | null {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false });
  // What follows the first few is mostly their consequence.
  for (const error of document.errors.slice(0, 3)) {
    say(`Not valid YAML: ${error.message}`, { start: error.pos[0], end: error.pos[1] });
  }
  const node = document.contents;
  if (document.errors.length > 0 || node === null) return null;
  if (!isMap(node)) {
    if (!isScalar(node) || node.value !== null) {
      say('The configuration must be a map of keys such as `templates:` and `rules:`', rangeOfNode(node));
    }
    return null;
  }
  try {
    return { node, data: document.toJS({ maxAliasCount: 100 }) as Record<string, unknown> };
  } catch (error) {
    say(`Not valid YAML: ${error instanceof Error ? error.message : 'it refers to itself'}`, rangeOfNode(node));
    return null;
  }
}

/** Keys with problems are said and left out, so that the rest is in force all the same. */
function readConfig(data: Record<string, unknown>, root: YAMLMap, say: Say): Config {
  let result = configShape.safeParse(data);
  if (!result.success) {
    const sound = { ...data };
    for (const issue of result.error.issues) {
      sayIssue(issue, data, root, say);
      const keys = issue.path.length === 0 && issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])];
      for (const key of keys) delete sound[key];
    }
    result = configShape.safeParse(sound);
  }
  if (!result.success) return defaultConfig;
  const { templates, rules, baseline, history, ...rest } = result.data;
  return {
    ...rest,
    baseline: baseline ?? null,
    history: history ?? null,
    templates: templates.map((entry) => ({
      ...entry,
      companion: entry.companion ?? null,
      lifecycle: entry.lifecycle ?? null,
    })),
    rules: rulesByCode(rules, root, say),
  };
}

function rulesByCode(
  rules: Readonly<Record<string, Severity | 'off'>>,
  root: YAMLMap,
  say: Say,
): Record<string, Severity | 'off'> {
  const byCode: Record<string, Severity | 'off'> = {};
  for (const [word, level] of Object.entries(rules)) {
    const lookup = findCode(word);
    if (lookup.page !== null) byCode[lookup.page.about.code] = level;
    else {
      const hint = lookup.suggestion === null ? '' : `; did you mean \`${lookup.suggestion}\``;
      say(`\`rules\` names \`${word}\`, which is no rule${hint}`, rangeAt(root, ['rules', word], 'key'));
    }
  }
  return byCode;
}

type Issue = z.core.$ZodIssue;

function sayIssue(issue: Issue, data: unknown, root: YAMLMap, say: Say): void {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const meant = nearest(key, knownKeys(path));
      const hint = meant === null ? `; known are ${quoteAll(knownKeys(path))}` : `; did you mean \`${meant}\``;
      say(`\`${keyPath([...path, key])}\` is no key of the configuration${hint}`, rangeAt(root, [...path, key], 'key'));
    }
    return;
  }
  const value = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], data);
  say(`\`${keyPath(path)}\` ${demandOf(issue, value)}`, rangeAt(root, path, 'value'));
}

function demandOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${typeName(issue.expected)}, not ${describe(value)}`;
    case 'invalid_value': {
      const meant = typeof value === 'string' ? nearest(value, issue.values.map(String)) : null;
      const hint = meant === null ? '' : `; did you mean \`${meant}\``;
      return `must be one of ${quoteAll(issue.values.map(String))}, not ${describe(value)}${hint}`;
    }
    case 'too_small':
      return 'must not be empty';
    default:
      return issue.message;
  }
}

function typeName(expected: string): string {
  if (expected === 'array') return 'a list';
  if (expected === 'object' || expected === 'record') return 'a map';
  if (expected === 'string') return 'a text';
  if (expected === 'boolean') return '`true` or `false`';
  return `a ${expected}`;
}

function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `\`${String(value).slice(0, 60)}\``;
}

/** The keys that the shape knows at a path; none for a map whose keys are the user's own. */
function knownKeys(path: readonly (string | number)[]): string[] {
  let shape: unknown = configShape;
  for (const step of path) {
    shape = unwrapped(shape);
    if (shape instanceof z.ZodArray) shape = shape.element;
    else if (shape instanceof z.ZodRecord) shape = shape.valueType;
    else if (shape instanceof z.ZodObject) shape = shape.shape[String(step)];
  }
  shape = unwrapped(shape);
  return shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];
}

function unwrapped(shape: unknown): unknown {
  let inner = shape;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner;
}

function quoteAll(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** `templates[2].documents[1]`, ordinals from 1. */
function keyPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step + 1}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** Range of the key or the value at a path; of the nearest thing around it where the text has none. */
function rangeAt(root: YAMLMap, path: readonly (string | number)[], part: 'key' | 'value'): Range {
  let node: unknown = root;
  let range: Range = { start: 0, end: 0 };
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      range = rangeOfNode(pair.key);
      if (last && part === 'key') return range;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') node = node.items[step];
    else break;
    if (isNode(node) && node.range) range = rangeOfNode(node);
  }
  return range;
}

/** Of a map or list written over several lines its first key or item stands for it. */
function rangeOfNode(node: unknown): Range {
  if (isMap(node) && !node.flow) return rangeOfNode(node.items[0]?.key);
  if (isSeq(node) && !node.flow) return rangeOfNode(node.items[0]);
  const range = isNode(node) ? node.range : null;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
