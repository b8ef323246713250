import type { ForgeApprovals } from '@specwright/core/operations/ci/report.ts';
import type { Comments } from './comments.ts';
import type { Forge } from './forge.ts';
import { ForgeApi, type ForgeManners, ForgeSilence } from './forge-api.ts';
import { githubComments } from './github-comments.ts';
import { gitlabComments } from './gitlab-comments.ts';

/** What was done with a comment. */
export interface Said {
  /** False when there is no comment that says what it should: then the summary has to. */
  readonly isThere: boolean;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** Speaks with the people of a pull request. Nothing in it ever fails the judgement itself. */
export interface Conversation {
  /** What people said by the buttons of the forge; null where that cannot be told. */
  readonly approvals: ForgeApprovals | null;
  /**
   * Puts a comment on the pull request: in the place of the one that bears the same marker, else as a new one, unless there
   * is nothing to say that was not said before.
   */
  say(marker: string, comment: string, isWorthAComment: boolean): Promise<Said>;
}

/** Begins the conversation, with what is known of the reviews. */
export async function conversationWith(
  { name, pullRequest, place }: Forge,
  manners: ForgeManners,
): Promise<Conversation> {
  if (pullRequest === null) return silent('This is no pull request, so no comment is written', true);
  if (place === null) return silent(`Specwright writes no comments on ${name}`);
  if (place.token === null) {
    const whose = pullRequest.fromFork ? ', as it is for changes from forks' : '';
    return silent(`There is no ${place.tokenName}${whose}, so no comment is written and the summary is all there is`);
  }
  const api = new ForgeApi(place, manners);
  const open = place.kind === 'github' ? githubComments : gitlabComments;
  const comments = open(api, place.repository, pullRequest);
  return {
    approvals: await comments.approvals().catch(unlessSilent(null)),
    say: (marker, comment, isWorthAComment) =>
      sayOnce(comments, marker, { body: `${marker}\n${comment}`, isWorthAComment, name }).catch((error: unknown) => {
        if (!(error instanceof ForgeSilence)) throw error;
        return { isThere: false, message: `No comment was written: ${error.message}` };
      }),
  };
}

/** Ten seconds for each request, and a second before the next try. */
export function forgeManners(version: string): ForgeManners {
  return { agent: `specwright/${version}`, patience: 10_000, pause: 1000 };
}

/** `isThere` where nobody would look for a comment. */
function silent(message: string, isThere = false): Conversation {
  return { approvals: null, say: async () => ({ isThere, message }) };
}

function unlessSilent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ForgeSilence) return instead;
    throw error;
  };
}

async function sayOnce(
  comments: Comments,
  marker: string,
  { body, isWorthAComment, name }: { readonly body: string; readonly isWorthAComment: boolean; readonly name: string },
): Promise<Said> {
  const [first, ...more] = await comments.own(marker);
  // Two runs at once may have begun one each; from then on there is one.
  for (const { id } of more) await comments.remove(id);
  if (first === undefined && !isWorthAComment) return { isThere: true, message: 'There is nothing to comment on' };
  if (first?.body.trimEnd() === body.trimEnd())
    return { isThere: true, message: `The comment on ${name} says so already` };
  const status = first === undefined ? await comments.create(body) : await comments.update(first.id, body);
  if (status < 300) {
    return {
      isThere: true,
      message: `The comment on ${name} was ${first === undefined ? 'written' : 'brought up to date'}`,
    };
  }
  const why =
    status === 403 || status === 401 || status === 404 ? ': the token may not, as it is for changes from forks' : '';
  return { isThere: false, message: `${name} refuses the comment (${status})${why}; the summary is all there is` };
}
