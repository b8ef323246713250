import type { LocatedDiagnostic } from '../../diagnostic/located.ts';
import { counted } from '../../diagnostic/summary.ts';
import type { Missing } from '../../lifecycle/gates.ts';
import { sameState } from '../../lifecycle/policy.ts';
import type { Turn } from '../../lifecycle/turn.ts';
import type { JudgedChange, JudgedDocument } from '../ci.ts';

/** A judged change with all that its readers are told. */
export interface ChangeReport {
  readonly judged: JudgedChange;
  /** The findings with lines, under the names that readers know. */
  readonly findings: Iterable<LocatedDiagnostic>;
  /** What limits the judgement: sentences without a full stop. */
  readonly notes: readonly string[];
  /** What people said in the forge's own review; null where nobody asked. */
  readonly approvals: ForgeApprovals | null;
  /** Names of the workspace as the reader types them. */
  readonly display: (name: string) => string;
}

/** Verdicts that somebody gave by a button of the forge. They name no text and no role, so they prove nothing. */
export interface ForgeApprovals {
  readonly forge: string;
  readonly given: readonly {
    readonly who: string;
    readonly verdict: 'approved' | 'asked for changes';
    /** False for a verdict on an earlier commit; null when the forge does not say which. */
    readonly ofHead: boolean | null;
  }[];
}

/** What everybody reads: sentences without a full stop, the first as a title. */
export function titleOf({ documents, failures, rules }: JudgedChange): readonly [string, ...string[]] {
  const waiting = documents.filter(({ headline }) => headline !== null);
  const [only] = waiting;
  const said = [
    ...(waiting.length === 1 ? [only?.headline as string] : []),
    ...(waiting.length > 1 ? [`${waiting.length} documents wait for sign-offs`] : []),
    ...(failures > 0 ? [`${counted(failures, 'finding')} to mend`] : []),
    ...(rules.some(({ weaker }) => weaker) ? ['The rules become weaker'] : []),
  ];
  const [first = 'Nothing stands in the way', ...more] = said;
  return [first, ...more];
}

/** What a document says that it is, and what it is. */
export function statusText({ verified }: JudgedDocument): string {
  const { state, claimed, fallenFrom } = verified.status;
  if (state === null) return claimed ?? 'no lifecycle';
  if (claimed === null || sameState(state, claimed)) return state;
  if (fallenFrom !== null) return `${claimed} in the text, ${state} until they have looked again`;
  return `${claimed} in the text, in fact ${state}`;
}

/** What is in the way of a document's next state. */
export function inTheWay({ next }: JudgedDocument): readonly Missing[] {
  return (next?.gates ?? []).flatMap(({ missing }) => missing);
}

/**
 * The words of the command that goes on with a document, PATH standing for it: who has to look again does so first. Null
 * when nobody has to act.
 */
export function nextCommand({ turns }: JudgedDocument): Pick<Turn, 'who' | 'command'> | null {
  return turns.find(({ command }) => command[1] === 'sign') ?? turns[0] ?? null;
}

/** One line on what was left out, and by whose rules the rest was judged. Sentences without a full stop. */
export function basisOf({ base, known }: JudgedChange): readonly string[] {
  return [
    ...(base === null ? [] : [`Judged by the rules of ${base.name} (${base.commit.slice(0, 8)})`]),
    ...(known === 0
      ? []
      : [`${counted(known, 'finding')} of documents that the change leaves alone were there before`]),
  ];
}
