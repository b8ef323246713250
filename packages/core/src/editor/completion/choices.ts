import { plainMarkdown } from '../plain-markdown.ts';
import type { Completion } from './completion.ts';
import type { Slot } from './slot.ts';

/** The values that the template allows, in its order. */
export function choices({ spec, name, help, value, typed, put }: Slot): Completion[] {
  const isWhole = value.choice !== null || value.state === 'unchosen' || value.state === 'placeholder';
  return (spec.choices ?? []).map((choice, rank) => ({
    kind: 'choice',
    label: choice,
    detail: choice === spec.default ? `${name}, as the template has it` : name,
    documentation: help === null ? null : plainMarkdown(help),
    edit: put(choice),
    filter: isWhole && typed !== '' ? typed : null,
    rank,
  }));
}
