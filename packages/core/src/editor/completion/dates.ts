import type { Completion } from './completion.ts';
import { isReference } from './references.ts';
import type { Slot } from './slot.ts';

/** The day of today, `YYYY-MM-DD`. */
export function dates(slot: Slot, today: string): Completion[] {
  const { spec, name, value, typed, put } = slot;
  if (spec.type !== 'date' || isReference(slot)) return [];
  const isWhole = value.state === 'valid' || value.state === 'placeholder';
  return [
    {
      kind: 'date',
      label: today,
      detail: `Today, for ${name}`,
      documentation: null,
      edit: put(today),
      filter: isWhole && typed !== '' ? typed : null,
      rank: 0,
    },
  ];
}
