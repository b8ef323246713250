import { isApprovedState } from '@specwright/core/lifecycle/status.ts';
import { verify } from '@specwright/core/operations/verify.ts';
import { objectionsTo, unapproved } from '../../../core/test/naive-approval.ts';
import { roles, ruleFiles } from './cast.ts';
import type { Clone } from './clone.ts';
import { eventsIn, type Ledger, wordsAt } from './ledger.ts';

/** How the button of a forge puts a branch on the protected one. */
export const buttons = ['merge', 'squash', 'rebase'] as const;
export type Button = (typeof buttons)[number];

/** What came of an offer. */
export interface Offer {
  readonly kind: 'landed' | 'nothing' | 'conflict' | 'refused';
  /** Why it was refused. */
  readonly why: readonly string[];
  /** How many documents are approved, by the judgement of the tool. */
  readonly approved: number;
}

/** Something that must never be. */
export class Violation extends Error {}

/**
 * The protected branch. It takes what `verify --base` passes and what leaves the rules alone and every document there;
 * whatever it is offered, what must never be is looked for.
 */
export class Gate {
  /** How many branches landed and were refused, and how many approved documents were looked at. */
  readonly tally = { landed: 0, refused: 0, approved: 0 };
  readonly #clone: Clone;
  readonly #ledger: Ledger;

  constructor(clone: Clone, ledger: Ledger) {
    this.#clone = clone;
    this.#ledger = ledger;
  }

  /** Takes a branch, or says why not. `honest` says whether all words of the branch must be there after. */
  async offer(branch: string, button: Button, honest: boolean): Promise<Offer> {
    const clone = this.#clone;
    clone.git('fetch', '-q', '--prune', 'origin');
    clone.git('checkout', '-q', '-f', '-B', 'candidate', 'origin/main');
    clone.git('clean', '-qfdx');
    const theirs = `origin/${branch}`;
    const base = clone.git('rev-parse', 'origin/main').trim();
    if (!this.#press(button, theirs)) {
      for (const doing of ['merge', 'rebase']) clone.try(doing, '--abort');
      return { kind: 'conflict', why: [], approved: 0 };
    }
    if (clone.git('rev-parse', 'HEAD^{tree}') === clone.git('rev-parse', `${base}^{tree}`)) {
      return { kind: 'nothing', why: [], approved: 0 };
    }
    const { why, approved } = await this.#judge();
    const changed = clone.git('diff', '--name-only', base, 'HEAD').split('\n');
    const gone = clone.git('diff', '--name-only', '--diff-filter=D', base, 'HEAD', '--', 'specs/0*.md').split('\n');
    const touched = [
      ...changed.filter((file) => ruleFiles.includes(file)).map((file) => `${file} has owners`),
      ...gone.filter(Boolean).map((file) => `${file} is gone`),
    ];
    this.tally.approved += approved;
    this.tally[why.length > 0 || touched.length > 0 ? 'refused' : 'landed'] += 1;
    if (why.length > 0 || touched.length > 0) return { kind: 'refused', why: [...why, ...touched], approved };
    this.#expectNothingLost(base, honest ? theirs : null);
    clone.git('push', '-q', 'origin', 'HEAD:main');
    return { kind: 'landed', why: [], approved };
  }

  #press(button: Button, theirs: string): boolean {
    const clone = this.#clone;
    if (button === 'merge') return clone.try('merge', '-q', '--no-ff', '-m', `Merge ${theirs}`, theirs).ok;
    if (button === 'squash') {
      if (!clone.try('merge', '-q', '--squash', theirs).ok) {
        clone.git('reset', '-q', '--hard');
        return false;
      }
      clone.commit(`Squash ${theirs}`);
      return true;
    }
    clone.git('checkout', '-q', '-B', 'candidate', theirs);
    return clone.try('rebase', '-q', 'origin/main').ok;
  }

  /** What `verify --base origin/main` finds. @throws {Violation} when it calls approved what nobody approved */
  async #judge(): Promise<{ readonly why: readonly string[]; readonly approved: number }> {
    const clone = this.#clone;
    const { context, store } = await clone.open(null, 'origin/main');
    const { documents, skipped } = await verify.run(context, {});
    const events = eventsIn(clone, 'HEAD');
    let approved = 0;
    for (const { file, status, opened } of documents) {
      if (!isApprovedState(status.state)) continue;
      approved += 1;
      const { text } = opened.review.current.bound.source;
      const said = this.#ledger.saidOf(file, events);
      const wrong = [
        ...unapproved(text, said, roles),
        ...objectionsTo(text, said).map(({ who, role }) => `${role}: ${who} asks for changes`),
      ];
      if (wrong.length > 0) throw new Violation(`${file} is ${status.state}, and nobody approved ${wrong.join(', ')}`);
    }
    const why = documents.flatMap(({ file, findings }) => findings.map(({ message }) => `${file}: ${message}`));
    const gone = skipped.filter(({ file }) => clone.documents().includes(file)).map(({ file }) => `${file}: not read`);
    return { why: [...why, ...store.strangers.map(({ message }) => message), ...gone], approved };
  }

  #expectNothingLost(base: string, branch: string | null): void {
    const clone = this.#clone;
    const [before, after] = [eventsIn(clone, base), eventsIn(clone, 'HEAD')];
    const events = [...before, ...(branch === null ? [] : eventsIn(clone, branch))].filter((id) => !after.has(id));
    if (events.length > 0) throw new Violation(`Events or texts are lost: ${events.join(', ')}`);
    const put = new Set([...wordsAt(clone, base), ...(branch === null ? [] : wordsAt(clone, branch))]);
    const lost = this.#ledger.lost(put, wordsAt(clone, 'HEAD'));
    if (lost.length > 0) throw new Violation(`Words are lost: ${lost.join(', ')}`);
  }
}
