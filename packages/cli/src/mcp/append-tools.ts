import { telling } from '@specwright/core/lifecycle/tell.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { reply } from '@specwright/core/operations/reply.ts';
import { z } from 'zod';
import { skippedFailure } from '../commands/outcome.ts';
import { withPath } from '../commands/typed-command.ts';
import { Failure } from '../failure.ts';
import { type Answer, inputOf, oneDocument, tool } from './tool.ts';

const recorded = {
  file: z.string(),
  event: z.string().describe('The id of what was recorded; for a comment also that of its thread'),
  by: z.string(),
};

const { blocking: _blocking, dryRun: _commentDry, ...commentInput } = inputOf(comment);
const { dryRun: _replyDry, ...replyInput } = inputOf(reply);

/** Only people can stand in the way of an approval, so what an agent says never blocks. */
export const commentTool = tool({
  about: 'Recorded in your name. It blocks nothing.',
  input: { ...oneDocument, ...commentInput, quote: z.string().default('').describe('Words of the part, as they are') },
  output: recorded,
  run: (workspace, { document, ...input }) =>
    workspace.inTurn(async () => {
      const { context } = await workspace.openHistories(document, workspace.actor());
      return answerOf(await comment.run(context, { ...input, blocking: false, dryRun: false }));
    }),
});

export const replyTool = tool({
  about: 'Recorded in your name. history tells the ids of threads.',
  input: { ...oneDocument, ...replyInput },
  output: recorded,
  run: (workspace, { document, ...input }) =>
    workspace.inTurn(async () => {
      const { context } = await workspace.openHistories(document, workspace.actor());
      return answerOf(await reply.run(context, { ...input, dryRun: false }));
    }),
});

function answerOf(output: ActOutput): Answer {
  switch (output.kind) {
    case 'skipped':
      throw skippedFailure(output.skipped, (name) => name);
    case 'refused':
      throw new Failure(output.message, output.hint === null ? null : withPath(output.hint, 'PATH'));
    case 'done': {
      const { file, event, history } = output;
      return {
        data: { file, event: event.id, by: event.by.name },
        text: `${event.by.name} ${telling(event, history)}`,
      };
    }
  }
}
