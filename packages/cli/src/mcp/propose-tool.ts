import { counted } from '@specwright/core/diagnostic/summary.ts';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { findingOutput } from './check-tool.ts';
import { EditProposal } from './edit-proposal.ts';
import { type ProposedEdit, proposedEdit } from './proposed-edits.ts';
import { oneDocument, type Tool, tool } from './tool.ts';

const text = z.string();

/** Longer differences are cut at the end of a line; in UTF-16 units. */
const longestDiff = 60_000;

/** Edits of one document, shown and, where that is allowed, written. */
export function proposeTool(mayWrite: boolean): Tool {
  const writes = mayWrite
    ? 'With apply: true it is written, else only shown.'
    : 'It is only shown: a person writes it, or starts the server with --write.';
  return tool({
    about: `Edits of one document on the revision you read, one after the other; addresses are those that the edits before left. Gives the difference and the findings it would cause. ${writes} It is refused when the text moved on, and it cannot touch the status or the sign-offs.`,
    input: {
      ...oneDocument,
      revision: text
        .regex(/^[0-9a-f]{12,64}$/u)
        .describe('The revision that you read, as show and context give it; its first 12 digits will do'),
      edits: z.array(proposedEdit).min(1).max(50),
      apply: z.boolean().default(false).describe('Write it; only where the server was started with --write'),
    },
    output: {
      file: text,
      base: text.describe('The revision that the edits are made on'),
      revision: text.describe('The revision that they lead to'),
      applied: z.boolean(),
      changed: z.array(text).describe('Files that differ; links in other documents follow what is renamed'),
      addresses: z.array(text).describe('What was edited, as the addresses are afterwards'),
      diff: text,
      causes: z.array(findingOutput).describe('Findings that the edits would add; the first 50'),
      mends: z.number().int().describe('How many findings would be gone'),
      notes: z.array(text),
    },
    run: (workspace, { document, revision, edits, apply }) => {
      if (apply && !mayWrite) {
        throw new Failure(
          'This server only shows what edits would do; nothing was written',
          'Ask a person to write it, or to start the server with `specwright mcp --write`',
        );
      }
      return workspace.inTurn(async () => {
        const proposal = await EditProposal.open(workspace, document, revision);
        for (const [place, edit] of edits.entries()) await proposal.add(edit as ProposedEdit, place + 1);
        const { diff, ...outcome } = await proposal.outcome();
        if (apply) proposal.write();
        return {
          data: { ...outcome, diff: cut(diff), applied: apply },
          text: `${apply ? 'Wrote' : 'Would change'} ${counted(outcome.changed.length, 'file')}; ${counted(outcome.causes.length, 'new finding')}`,
        };
      });
    },
  });
}

function cut(diff: string): string {
  if (diff.length <= longestDiff) return diff;
  return `${diff.slice(0, diff.lastIndexOf('\n', longestDiff))}\n… cut here\n`;
}
