import { type Person, people } from './cast.ts';
import type { Clone } from './clone.ts';
import { buttons, type Offer, Violation } from './gate.ts';
import type { Step } from './honest-steps.ts';
import { mend } from './honest-steps.ts';
import { wordsAt, wordsIn } from './ledger.ts';
import { branchOf, type World } from './world.ts';

/** Merges a revision into somebody's branch; a conflict is resolved by keeping what both wrote. */
async function takeIn(world: World, person: Person, revision: string): Promise<string> {
  const clone = world.cloneOf(person);
  const words = new Set([...wordsIn(clone), ...wordsAt(clone, revision)]);
  const merged = clone.try('merge', '-q', '--no-edit', revision).ok;
  if (!merged) {
    const open = clone.git('diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean);
    for (const file of open) clone.write(file, keepBoth(clone.read(file)));
    clone.commit(`Resolve the merge of ${revision}`);
  }
  const lost = world.ledger.lost(words, wordsIn(clone));
  if (lost.length > 0) throw new Violation(`${person.name} lost words by merging ${revision}: ${lost.join(', ')}`);
  // What only moved on to a state that somebody else has left is mended already.
  if (clone.git('rev-parse', 'HEAD') !== clone.git('rev-parse', revision)) await mend(world, person);
  return merged ? `merged ${revision}` : `merged ${revision} after conflicts`;
}

/** A text without the marks of its conflicts. Where both sides only say what a document's status is, ours. */
function keepBoth(text: string): string {
  return text.replace(
    /^<{7}[^\n]*\n(.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}[^\n]*\n(.*?)^>{7}[^\n]*\n/gmsu,
    (_, ours: string, theirs: string) => {
      const lines = [...ours.split('\n'), ...theirs.split('\n')].filter((line) => line !== '');
      const isView = lines.every((line) => /^\*\*Status\*\*|^\|/u.test(line) && !/w\d+x/u.test(line));
      return isView ? ours : `${ours}${ours.startsWith('|') || theirs.startsWith('-') ? '' : '\n'}${theirs}`;
    },
  );
}

export const takeInMain: Step = async (world, person) => {
  world.cloneOf(person).git('fetch', '-q', '--prune', 'origin');
  return takeIn(world, person, 'origin/main');
};

/** Goes on with what somebody else has offered: so people review a branch before it lands. */
export const takeInOther: Step = async (world, person) => {
  const other = world.random.pick(people.filter(({ name, hostile }) => name !== person.name && !hostile));
  const clone = world.cloneOf(person);
  clone.git('fetch', '-q', '--prune', 'origin');
  const theirs = `origin/${branchOf(other.name)}`;
  if (!clone.try('rev-parse', '--verify', '--quiet', theirs).ok) return `${other.name} offered nothing`;
  return takeIn(world, person, theirs);
};

/** Puts the own commits on top of the protected branch; goes back to where it was when they do not fit. */
export const rebase: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  clone.git('fetch', '-q', '--prune', 'origin');
  const words = new Set([...wordsIn(clone), ...wordsAt(clone, 'origin/main')]);
  if (!clone.try('rebase', '-q', 'origin/main').ok) {
    clone.git('rebase', '--abort');
    return 'a rebase did not fit';
  }
  const lost = world.ledger.lost(words, wordsIn(clone));
  if (lost.length > 0) throw new Violation(`${person.name} lost words by rebasing: ${lost.join(', ')}`);
  await mend(world, person);
  return 'rebased';
};

/** Makes one commit of all that the own branch has and the protected one has not. */
export const squash: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const base = clone.git('merge-base', 'HEAD', 'origin/main').trim();
  clone.git('reset', '-q', '--soft', base);
  return clone.commit('All in one') ? 'squashed' : 'nothing to squash';
};

/** Takes over one commit of somebody else's branch. */
export const cherryPick: Step = async (world, person) => {
  const other = world.random.pick(people.filter(({ name, hostile }) => name !== person.name && !hostile));
  const clone = world.cloneOf(person);
  clone.git('fetch', '-q', '--prune', 'origin');
  const theirs = `origin/${branchOf(other.name)}`;
  if (!clone.try('rev-parse', '--verify', '--quiet', theirs).ok) return `${other.name} offered nothing`;
  const commits = clone.git('rev-list', '--no-merges', '-n', '5', `origin/main..${theirs}`).split('\n').filter(Boolean);
  if (commits.length === 0) return `${other.name} has nothing new`;
  const commit = world.random.pick(commits);
  if (clone.try('cherry-pick', '--allow-empty', commit).ok) {
    await mend(world, person);
    return `picked ${commit.slice(0, 8)} of ${other.name}`;
  }
  clone.try('cherry-pick', '--abort');
  return 'a commit did not fit';
};

/** Publishes the own branch, whatever was there, and asks to have it on the protected one. */
export const offer: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  publish(clone);
  return told(await world.gate.offer(branchOf(person.name), world.random.pick(buttons), !person.hostile));
};

/** Publishes the own branch, for others to review. */
export const publishOnly: Step = async (world, person) => {
  publish(world.cloneOf(person));
  return 'published';
};

function publish(clone: Clone): void {
  clone.git('push', '-q', '--force', 'origin', `HEAD:refs/heads/${branchOf(clone.name)}`);
}

function told({ kind, why, approved }: Offer): string {
  return `${kind}${kind === 'landed' ? ` (${approved} approved)` : ''}${why.length === 0 ? '' : `: ${why.join('; ')}`}`;
}
