import { effectiveStatus } from '@specwright/core/lifecycle/status.ts';
import { turnsOf } from '@specwright/core/lifecycle/turns.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { fellBy, verified } from '@specwright/core/operations/verify.ts';

/** Where a document stands: what it is, who signed which text, what the gates ahead miss, and whose turn it is. Plain data. */
export function standingOf(opened: OpenReview) {
  const { status, signOffs, gates, findings } = verified(opened);
  const { claimed, state, fallenFrom, overridden } = status;
  return {
    claimed,
    status: state,
    fallenFrom: fallenFrom === null ? null : { state: fallenFrom.state, why: fellBy(fallenFrom) },
    overridden: overridden.map(({ to, reason, by, at }) => ({ to, reason, by: by.id, at })),
    signOffs: signOffs.map(({ judged, words, ...signOff }) => ({
      ...signOff,
      words: words.map(({ kind, what, address, before, after }) => ({ kind, what, address, before, after })),
      at: judged?.at ?? null,
      revision: judged?.event.revision ?? null,
    })),
    gates: gates.map(({ from, to, met, reports }) => ({
      from,
      to,
      met,
      missing: reports.flatMap(({ gate, missing }) =>
        missing.map(({ message, address }) => ({ gate, message, address })),
      ),
      waived: reports.flatMap(({ waived }) => waived),
    })),
    turns: turnsOf(opened.review, effectiveStatus(opened.review)).map(({ command: _command, ...turn }) => turn),
    findings: findings.map(({ kind, message }) => ({ kind, message })),
  };
}
