import { createHash } from 'node:crypto';
import { foldValue } from './words.ts';

/** What documents are chosen and counted by beside their words. */
export interface Choices {
  /** Ids of the document and its workspace. */
  readonly id: string;
  readonly workspace: string;
  /** `YYYY-MM`, in UTC. */
  readonly month: string;
  readonly status: string | null;
  readonly template: string | null;
  readonly authors: readonly string[];
  readonly turns: readonly string[];
  readonly archived: boolean;
  /** Every typed value with its path, as `field_value` holds them. */
  readonly fields: readonly { readonly path: string; readonly value: string }[];
}

/** What people call what a document can be chosen by. */
export const choiceKeys = ['status', 'template', 'author', 'role', 'archived'] as const;
export type ChoiceKey = (typeof choiceKeys)[number];

/** A document is chosen by so many different values of its fields, which is more than anybody reads. */
const mostFields = 10_000;

/** What stands among a document's words for what it can be chosen by: each value whole, and each word of it. */
export function choiceSigns(choices: Choices): string[] {
  const { id, workspace, month, status, template, authors, turns, archived, fields } = choices;
  const values: readonly (readonly [ChoiceKey, readonly (string | null)[]])[] = [
    ['status', [status]],
    ['template', [template]],
    ['author', authors],
    ['role', turns],
    ['archived', [archived ? 'yes' : 'no']],
  ];
  const chosen = values.flatMap(([key, all]) =>
    all.flatMap((value) => (value === null ? [] : [wholeSign(key, value), ...wordSigns(key, value)])),
  );
  const typed = fields.slice(0, mostFields).map(({ path, value }) => fieldSign(path, value));
  return [documentSign(id), workspaceSign(workspace), monthSign(month), ...chosen, ...typed];
}

/** The sign of documents whose value is this one, case and marks aside. */
export function wholeSign(key: ChoiceKey, value: string): string {
  return `=${key}:=${foldValue(value)}`.slice(0, 300);
}

/** The signs of documents whose value holds these words. */
export function wordSigns(key: ChoiceKey, value: string): string[] {
  return foldValue(value)
    .split(' ')
    .map((word) => `=${key}:${word}`);
}

/** The sign of one document alone. */
export function documentSign(id: string): string {
  return `=document:${id}`;
}

/** The sign of a workspace's documents. */
export function workspaceSign(id: string): string {
  return `=workspace:${id}`;
}

/** The sign of documents that were changed last in a month, `YYYY-MM`. */
export function monthSign(month: string): string {
  return `=month:${month}`;
}

/** The sign of documents in which this value stands at this path: a digest, for values can be long. */
export function fieldSign(path: string, value: string): string {
  return `.${createHash('sha256').update(`${path}\0${value}`).digest('base64url').slice(0, 16)}`;
}
