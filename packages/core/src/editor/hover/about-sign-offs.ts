import type { BoundRow } from '../../document/document.ts';
import { partsByRole } from '../../lifecycle/parts.ts';
import { sameState } from '../../lifecycle/policy.ts';
import type { Review } from '../../lifecycle/review.ts';
import { type JudgedSignOff, judgeSignOffs, roleGaps } from '../../lifecycle/sign-offs.ts';
import { plainMarkdown } from '../plain-markdown.ts';
import { paragraphs } from './hover.ts';

/** What the sign-offs of one role are worth today, for the row of the sign-off table that names it. */
export function aboutRole(review: Review, row: BoundRow): string | null {
  const role = row.cells[0]?.value.plain ?? '';
  const known = review.policy.roles.find(({ name }) => sameState(name, role));
  const signOffs = judgeSignOffs(review);
  const own = signOffs.filter((signOff) => sameState(signOff.role, role));
  if (known === undefined && own.length === 0) return null;
  const gap = roleGaps(review, signOffs).find((one) => one.role === known);
  const state =
    gap === undefined
      ? own.length === 0
        ? 'nobody signed yet'
        : 'nothing is missing'
      : gap.again
        ? 'stale'
        : 'pending';
  return paragraphs(
    `**${plainMarkdown(known?.name ?? role)}** · ${known?.required === false ? 'optional' : 'required'} · ${state}`,
    own.map((signOff) => `- ${aboutSignOff(signOff)}`).join('\n'),
    gap === undefined ? null : `To be approved: ${partList(gap.again ? gap.changed : gap.parts)}`,
  );
}

function aboutSignOff({ by, verdict, at, state, changed, doubt }: JudgedSignOff): string {
  const since = state === 'fresh' ? 'fresh' : `stale, changed: ${partList(changed)}`;
  const why = doubt === null ? '' : `; counts for nothing, as ${plainMarkdown(doubt)}`;
  return `${plainMarkdown(by.name)}: ${verdict} on ${at.slice(0, 10)}, ${since}${why}`;
}

/** More parts than these are counted. */
const mostParts = 6;

function partList(parts: readonly string[]): string {
  const shown = parts.slice(0, mostParts).map(plainMarkdown).join(', ');
  return parts.length > mostParts ? `${shown} and ${parts.length - mostParts} more` : shown;
}

/** For each role that must have read a section, whether it has approved it as it stands; null where no role must. */
export function aboutCoverage(review: Review, address: string): string | null {
  const signOffs = judgeSignOffs(review).filter(({ verdict, doubt }) => verdict === 'Approved' && doubt === null);
  const told: string[] = [];
  for (const [role, parts] of partsByRole(review.current, review.policy)) {
    if (!role.required || !parts.includes(address)) continue;
    const own = signOffs.filter((signOff) => sameState(signOff.role, role.name));
    const fresh = own.find(({ unchanged }) => unchanged.includes(address));
    const stale = own.find(({ changed }) => changed.includes(address));
    told.push(`- ${plainMarkdown(role.name)}: ${coverage(fresh, stale)}`);
  }
  return told.length === 0 ? null : `Sign-offs of this part:\n\n${told.join('\n')}`;
}

function coverage(fresh: JudgedSignOff | undefined, stale: JudgedSignOff | undefined): string {
  if (fresh !== undefined) return `fresh, ${plainMarkdown(fresh.by.name)} on ${fresh.at.slice(0, 10)}`;
  if (stale === undefined) return 'pending';
  return `stale, changed since ${plainMarkdown(stale.by.name)} approved it on ${stale.at.slice(0, 10)}`;
}
