import type { BoundStatus } from '../document/document.ts';
import { longestStatus, namesClosedState } from './closed-states.ts';

/**
 * What a lifecycle state promises, read from its name. `open`: still being written or discussed. `approved`: agreed upon.
 * `done`: agreed upon and carried out, or final. `aside`: out of the line, closed or resting. Null when the name is not
 * known; then no rule draws conclusions from it.
 */
export type Stage = 'open' | 'approved' | 'done' | 'aside';

export function stageOf(state: string): Stage | null {
  if (state.length > longestStatus) return null;
  const known = stages.get(state);
  if (known !== undefined) return known;
  const stage = readStage(state);
  if (stages.size < mostStates) stages.set(state, stage);
  return stage;
}

/** The state a document claims: as the lifecycle spells it, else its own short words; null when it has none. */
export function claimedState(status: BoundStatus | null): string | null {
  if (status === null) return null;
  const { value } = status.field;
  if (status.state !== null) return status.state;
  return value.state === 'placeholder' || value.state === 'unchosen' || value.plain === '' ? null : value.plain;
}

/** True for stages in which a document has been agreed upon. */
export function isApproved(stage: Stage | null): boolean {
  return stage === 'approved' || stage === 'done';
}

/** States come from templates, so there are few; the bound only guards against a workspace made to grow it. */
const stages = new Map<string, Stage | null>();
const mostStates = 1000;

function readStage(state: string): Stage | null {
  const folded = state.toLowerCase();
  if (namesClosedState(folded)) return 'aside';
  const words = folded.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '');
  if (words.some((word) => negations.has(word))) return null;
  // "Ready for approval" and "To be implemented" are not there yet.
  if (words.some((word) => pendingWords.has(word))) return 'open';
  for (const [stage, known] of wordsByStage) if (words.some((word) => known.has(word))) return stage;
  for (const [stage, parts] of partsByStage) if (parts.some((part) => folded.includes(part))) return stage;
  return null;
}

function wordSet(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

const negations = wordSet('not no nicht kein non pas не nie niet ikke inte');

const pendingWords = wordSet(
  'pending awaiting waiting to be being partially partly review reviewing requested ready',
  'draft drafted proposed proposal idea wip discussion discussing comment call provisional exploring open new',
  'entwurf vorgeschlagen prüfung brouillon proposé borrador propuesto propuesta rascunho proposto bozza concept szkic utkast',
  'черновик предложен предложено проект обсуждение рассмотрении чернетка',
);

const wordsByStage: readonly (readonly [Stage, ReadonlySet<string>])[] = [
  [
    'aside',
    wordSet(
      'deferred postponed paused hold blocked parked backlog vertagt zurückgestellt aplazado reporté отложен отложено',
    ),
  ],
  [
    'done',
    wordSet(
      'implemented done shipped complete completed delivered released launched deployed final finished',
      'umgesetzt implementiert abgeschlossen fertig terminé livré implémenté réalisé implementado implementada terminado',
      'completado concluído implementato completato gereed afgerond wdrożony zakończony ukończony gjennomført genomförd',
      'реализован реализовано внедрен внедрён внедрено завершен завершён завершено готово впроваджено',
    ),
  ],
  [
    'approved',
    wordSet(
      'approved accepted ratified adopted agreed implementable merged signed',
      'genehmigt akzeptiert angenommen freigegeben beschlossen approuvé accepté validé aprobado aprobada aceptado aceptada',
      'aprovado aprovada aceito approvato accettato goedgekeurd geaccepteerd zatwierdzony zaakceptowany godkänd godkjent',
      'утвержден утверждён утверждено принят принято одобрен одобрено согласовано схвалено',
    ),
  ],
];

/** Languages written without spaces; what is not there yet comes first. */
const partsByStage: readonly (readonly [Stage, readonly string[]])[] = [
  [
    'open',
    [
      '草案',
      '草稿',
      '下書き',
      '提案',
      '评审',
      '審査',
      'レビュー',
      '待',
      '未',
      '行中',
      '核中',
      '審中',
      '审中',
      '議中',
      '討中',
      '装中',
      '초안',
      '제안',
      '검토',
    ],
  ],
  ['done', ['已完成', '完成', '已实现', '已实施', '已发布', '実装済', '完了', '구현됨', '완료']],
  ['approved', ['已批准', '批准', '已接受', '已通过', '承認', '採択', '승인', '채택']],
];
