/** True when a status says that work on the document has ended without it being in force. Any case, several languages. */
export function namesClosedState(status: string): boolean {
  const folded = status.toLowerCase();
  if (folded.length > longestStatus) return false;
  for (const word of folded.split(notLetters)) if (closedWords.has(word)) return true;
  return closedParts.some((part) => folded.includes(part));
}

/** Longer texts are prose about a status, not a status. */
export const longestStatus = 120;
const notLetters = /[^\p{L}\p{M}]+/u;

const closedWords: ReadonlySet<string> = new Set(
  [
    'withdrawn rejected abandoned deprecated superseded replaced stagnant obsolete obsoleted declined cancelled canceled',
    'archived expired retired dropped discarded dismissed moved',
    'abgelehnt zurückgezogen verworfen veraltet ersetzt abgelöst abgebrochen',
    'rechazado rechazada retirado retirada obsoleto obsoleta reemplazado reemplazada abandonado abandonada descartado',
    'rejeté rejetée refusé retiré retirée abandonné abandonnée obsolète remplacé remplacée déprécié',
    'rejeitado rejeitada substituído substituída cancelado cancelada rifiutato rifiutata ritirato ritirata sostituito',
    'afgewezen ingetrokken vervallen vervangen odrzucony odrzucone wycofany zastąpiony przestarzały',
    'avvisad förkastad ersatt avvist erstattet afvist hylätty korvattu',
    'отклонен отклонён отклонено отклонена отозван отозвано устарел устарело устаревший заменен заменён заменено отменен отменён',
    'відхилено відкликано застаріло замінено',
  ].flatMap((line) => line.split(' ')),
);

/** Languages written without spaces. */
const closedParts: readonly string[] = [
  '拒绝',
  '驳回',
  '废弃',
  '撤回',
  '取代',
  '替代',
  '已弃用',
  '却下',
  '廃止',
  '非推奨',
  '取り下げ',
  '置き換え',
  '거부',
  '폐기',
  '철회',
  '대체됨',
];
