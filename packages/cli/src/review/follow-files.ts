import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import { beginning, eventsOf } from '@specwright/core/operations/act.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { type OpenedHistories, openHistoriesOf } from './open-histories.ts';

/** A file that was just written or moved, and what it was opened with. */
export interface FollowedFile {
  /** Absolute. */
  readonly path: string;
  /** `--template`; null when it is not given. */
  readonly template: string | null;
  readonly workingFolder: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

const NO_EDITS = { own: [], beside: [] };

/** Begins the history of a document that was just written. One whose template has no lifecycle needs none. */
export async function beginHistory(file: FollowedFile): Promise<void> {
  const found = await openedAt(file);
  if (found === null || found.opened.review.history !== null || found.opened.review.policy.states.length === 0) return;
  const { opened, histories } = found;
  const author = await histories.asker();
  const frame = { document: null, parents: [], at: author.at, by: author.by, revision: opened.revision };
  await histories.record(opened, [makeEvent({ ...frame, ...beginning(opened, author, 'written') })], NO_EDITS);
}

/** Tells the history of a document, where it has one, that its file has another name. */
export async function followRename(file: FollowedFile): Promise<void> {
  const found = await openedAt(file);
  if (found === null || found.opened.review.history === null) return;
  const { opened, histories } = found;
  const events = eventsOf(opened, await histories.asker(), { kind: 'renamed', file: opened.file });
  await histories.record(opened, events, NO_EDITS);
}

async function openedAt({ path, ...where }: FollowedFile): Promise<(OpenedHistories & { opened: OpenReview }) | null> {
  const workspace = await openWorkspace({ paths: [path], ...where });
  const found = await openHistoriesOf(workspace, { base: null, key: null });
  for await (const opened of found.histories.open(() => undefined)) return { ...found, opened };
  return null;
}
