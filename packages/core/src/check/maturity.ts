import type { BoundStatus } from '../document/document.ts';
import type { LifecycleSchema } from '../template/schema.ts';
import { namesClosedState } from './closed-states.ts';
import { claimedState, stageOf } from './stage.ts';

/**
 * How strictly a document is read. `draft`: in the first state of its lifecycle. `closed`: withdrawn, rejected, replaced
 * and the like; nobody mends it any more. `settled`: every other document, those without a lifecycle included.
 */
export type Maturity = 'draft' | 'settled' | 'closed';

/** Reads the maturity from the status a document claims. Words outside the lifecycle can make a draft or close it too. */
export function maturityOf(status: BoundStatus | null, lifecycle: LifecycleSchema | null): Maturity {
  const claimed = claimedState(status);
  if (status === null || claimed === null) return 'settled';
  if (namesClosedState(claimed)) return 'closed';
  if (draftWords.has(claimed.toLowerCase())) return 'draft';
  const first = status.state !== null && (status.state === lifecycle?.initial || status.state === lifecycle?.states[0]);
  const stage = first ? stageOf(claimed) : null;
  return first && (stage === 'open' || stage === null) ? 'draft' : 'settled';
}

/** Words that say so themselves, wherever the template puts them. */
const draftWords: ReadonlySet<string> = new Set(
  'draft|wip|work in progress|entwurf|brouillon|borrador|rascunho|bozza|concept|szkic|utkast|luonnos|черновик|чернетка|草案|草稿|下書き|초안'.split(
    '|',
  ),
);
