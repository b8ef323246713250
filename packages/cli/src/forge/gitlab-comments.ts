import type { Comments } from './comments.ts';
import type { PullRequest } from './forge.ts';
import { type ForgeApi, ForgeSilence } from './forge-api.ts';
import { textAt } from './text-at.ts';

/** The notes of a merge request on GitLab (https://docs.gitlab.com/api/notes/#merge-requests). */
export function gitlabComments(api: ForgeApi, project: string, { number }: PullRequest): Comments {
  const request = `/projects/${project}/merge_requests/${number}`;
  return {
    async own(marker) {
      const { status, data } = await api.ask('GET', '/user');
      const name = textAt(data, 'username');
      if (name === null) throw new ForgeSilence(`GitLab does not say whose token this is (${status})`);
      return (await api.list(`${request}/notes?sort=asc&order_by=created_at`)).flatMap((item) => {
        const [id, body] = [textAt(item, 'id'), textAt(item, 'body')];
        const isOurs = textAt(item, 'author', 'username') === name;
        return id !== null && body?.startsWith(marker) && isOurs ? [{ id, body }] : [];
      });
    },
    create: async (body) => (await api.ask('POST', `${request}/notes`, { body })).status,
    update: async (id, body) => (await api.ask('PUT', `${request}/notes/${id}`, { body })).status,
    remove: async (id) => (await api.ask('DELETE', `${request}/notes/${id}`)).status,
    async approvals() {
      const { data } = await api.ask('GET', `${request}/approvals`);
      const given = (data as { approved_by?: unknown } | null)?.approved_by;
      return {
        forge: 'GitLab',
        given: (Array.isArray(given) ? given : []).flatMap((item) => {
          const who = textAt(item, 'user', 'username');
          return who === null ? [] : [{ who, verdict: 'approved' as const, ofHead: null }];
        }),
      };
    },
  };
}
