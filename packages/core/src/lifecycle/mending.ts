import type { Missing } from './gates.ts';

/**
 * The words to type that mend what a gate misses: PATH stands for the document, other words in capitals for what only the
 * reader knows.
 */
export function mending({ remedy, address, role, thread }: Missing): readonly string[] {
  switch (remedy) {
    case 'sign':
      return ['specwright', 'sign', 'PATH', '--role', role ?? 'ROLE'];
    case 'tick':
      return ['specwright', 'tick', 'PATH', address];
    case 'resolve':
      return ['specwright', 'resolve', 'PATH', address, 'ANSWER'];
    case 'measure':
      return ['specwright', 'measure', 'PATH', address, 'VALUE'];
    case 'resolve-thread':
      return ['specwright', 'resolve-thread', 'PATH', (thread ?? 'THREAD').slice(0, 8)];
    case 'change':
      return ['specwright', 'history', 'PATH'];
    case 'mend':
      return ['specwright', 'check', 'PATH'];
  }
}
