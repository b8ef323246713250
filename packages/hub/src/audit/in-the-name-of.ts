import type { Caller } from '../rights/right.ts';
import type { Deed } from './append.ts';

/** What the journal says of who did something and from where; null for what people did together in a room. */
export function inTheNameOf(caller: Caller | null): Pick<Deed, 'who' | 'from'> {
  const { id, name } = caller?.actor ?? { id: null, name: '' };
  return {
    who: { account: caller?.account ?? null, actor: id, name },
    from: { ...(caller?.from ?? { address: null, agent: null }), via: caller?.via ?? 'room' },
  };
}
