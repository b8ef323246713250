import type { ForgeApprovals } from '@specwright/core/operations/ci/report.ts';
import type { Comments } from './comments.ts';
import type { PullRequest } from './forge.ts';
import type { ForgeApi } from './forge-api.ts';
import { textAt } from './text-at.ts';

/** The comments of a pull request on GitHub (https://docs.github.com/en/rest/issues/comments). */
export function githubComments(api: ForgeApi, repository: string, { number, head }: PullRequest): Comments {
  const ofRequest = `/repos/${repository}/issues/${number}/comments`;
  const one = (id: string): string => `/repos/${repository}/issues/comments/${id}`;
  return {
    async own(marker) {
      // The token of a job may not ask who it is; then its comments are those of a bot.
      const login = textAt((await api.ask('GET', '/user')).data, 'login');
      const isOurs = (item: unknown): boolean =>
        login === null ? textAt(item, 'user', 'type') === 'Bot' : textAt(item, 'user', 'login') === login;
      return (await api.list(ofRequest)).flatMap((item) => {
        const [id, body] = [textAt(item, 'id'), textAt(item, 'body')];
        return id !== null && body?.startsWith(marker) && isOurs(item) ? [{ id, body }] : [];
      });
    },
    create: async (body) => (await api.ask('POST', ofRequest, { body })).status,
    update: async (id, body) => (await api.ask('PATCH', one(id), { body })).status,
    remove: async (id) => (await api.ask('DELETE', one(id))).status,
    async approvals() {
      return { forge: 'GitHub', given: givenOf(await api.list(`/repos/${repository}/pulls/${number}/reviews`), head) };
    },
  };
}

/** The last verdict of each reviewer; a remark takes none back, a dismissal does. */
function givenOf(reviews: readonly unknown[], head: string | null): ForgeApprovals['given'] {
  const last = new Map<string, ForgeApprovals['given'][number] | null>();
  for (const review of reviews) {
    const [who, state, commit] = [
      textAt(review, 'user', 'login'),
      textAt(review, 'state'),
      textAt(review, 'commit_id'),
    ];
    if (who === null) continue;
    const ofHead = head === null || commit === null ? null : commit === head;
    if (state === 'APPROVED') last.set(who, { who, verdict: 'approved', ofHead });
    if (state === 'CHANGES_REQUESTED') last.set(who, { who, verdict: 'asked for changes', ofHead });
    if (state === 'DISMISSED') last.set(who, null);
  }
  return [...last.values()].filter((one) => one !== null);
}
