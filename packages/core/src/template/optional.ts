import { foldSpace } from '../markdown/plain.ts';

export type Optionality = 'optional' | 'mandatory' | null;

/** Words that free an author from a part wherever they stand in its guidance. */
const FREES = new RegExp(
  [
    String.raw`\b(?:this|the|these)\b[^.?!]{0,60}\b(?:is|are)\b (?:entirely |completely |purely )?optional\b`,
    String.raw`^\W*option(?:al|nel|nelle)\b(?! chang| param| field| sections)`,
    String.raw`\(optional\b`,
    String.raw`\bfeel free to (?:remove|delete|omit|skip|drop)\b`,
    String.raw`(?<!not )\b(?:omit|skip|remove|delete|drop) (?:it|this (?!comment)\w+|these (?!comments)\w+|the (?:section|part|field|heading|row))\b[^.?!]{0,50}\b(?:if|when)\b`,
    String.raw`\bif [^.?!]{1,60}, (?:omit|skip|remove|delete|drop) (?:it|this (?!comment)\w+|the (?:section|part|field|heading))\b`,
    String.raw`\botherwise,? (?:omit|skip|remove|delete|drop|leave)\b`,
    String.raw`\bit(?:['’]s| is) (?:fine|ok|okay|safe) to (?:omit|skip|remove|delete|drop)\b`,
    String.raw`\b(?:can|may) (?:also )?be (?:omitted|skipped|removed|deleted|left (?:out|blank|empty))\b`,
    String.raw`\b(?:leave|left) (?:this |it )?(?:blank|empty)\b`,
    String.raw`^\W*(?:note:?\W*)?not (?:required|mandatory|necessary)\b`,
    String.raw`\bonly (?:required|needed|necessary|if|when|for)\b`,
    String.raw`\b(?:section|part|element|field)s? (?:is|are)? ?(?:optional)\b`,
    String.raw`\b(?:delete|remove|omit|skip|drop) (?:this )?(?:section )?(?:if|when|where) (?:not|n/a|none|there (?:is|are|were)|it is|empty|unused|you)\b`,
    String.raw`^\W*if (?:there (?:is|are|were) any|any|significant|relevant)\b[^?]{1,300}$`,
    String.raw`(?:omettez|supprimez|ignorez|retirez) cette (?:section|partie)[^.?!]{0,20} si\b`,
    'peut être (?:omise?|supprimée?|laissée? vide|ignorée?)',
    'laisse[rz] (?:ce champ |cette section )?vide',
    String.raw`(?:omit[ae]|elimin[ae]|borr[ae]|suprim[ae]|remov[ae]|exclu[ai]) est[ae] (?:sección|seção|apartado|parte)[^.?!]{0,20} (?:si|se|caso)\b`,
    '(?:puede|pode) (?:ser )?(?:omitirse|eliminarse|dejarse en blanco|omitid[ao]|removid[ao]|eliminad[ao]|excluíd[ao])',
    '(?:dejar|deje|deixar|deixe) (?:en blanco|em branco|vacío|vazio)',
    '(?:kann|können) (?:entfallen|weggelassen|gelöscht|entfernt|leer)',
    String.raw`(?:lösch|entfern|streich)\S{0,3} (?:sie )?(?:diese[nrs]? )?(?:abschnitt|kapitel|punkt)[^.?!]{0,20},? (?:wenn|falls)\b`,
    'leer lassen',
    'kan (?:worden )?(?:weggelaten|verwijderd|leeg)',
    'можно (?:удалить|пропустить|опустить|не заполнять|оставить пустым)',
    '(?:удалите|опустите|пропустите)[^.?!]{0,40}если',
    'оставьте пустым',
    '(?:可以?|请)(?:删除|删去|省略|略去|不填|留空)(?:本|此|该|这)?(?:节|章|部分|段)?',
    '(?:不适用|不需要|没有)(?:时|的话|则|，|,|可)[^。]{0,6}(?:删除|省略|不填|留空)',
    '省略(?:しても?|でき|可能)',
    '(?:不要|該当しない|ない)(?:な|の)?(?:場合|とき)[^。]{0,12}(?:削除|省略)',
    '생략(?:할 수|\\s?가능|해도)',
    '(?:없|않)(?:으면|은 경우|다면)[^.]{0,10}(?:삭제|생략)',
    'необязательн',
    'опциональн',
    'при необходимости',
    'falls zutreffend',
    'falls nötig',
    'facultati',
    'le cas échéant',
    'si procede',
    'se aplicável',
    'si aplica',
    'wenn anwendbar',
    'facoltativ',
    'opcional',
    'opcjonaln',
    '可选',
    '选填',
    '可選',
    '任意',
    '省略可',
    '선택',
  ].join('|'),
  'iu',
);

/** `N/A if there is no plan` asks for an answer all the same. */
const ASKS_FOR_NOT_APPLICABLE = /[`"'“]?\bn\/a\b[`"'”]? (?:if|when|where)\b[^.?!]*/giu;

/** Words that free only when the whole guidance is one short remark: at its start or its end. */
const FREES_SHORT =
  /^\W*(?:if (?:applicable|any|needed|necessary|relevant|appropriate)|when applicable|as needed)\b|\b(?:if|when|where) (?:applicable|any|needed|necessary|relevant|appropriate|there are any)\W*$/iu;

const BINDS =
  /\((?:mandatory|required)\)|\*\(?(?:mandatory|required)\)?\*|\bthis (?:sub)?section is (?:mandatory|required)\b|обязательн(?:ый|ая|о|ое)\b|必須|必填|必选/iu;

/**
 * What guidance says of whether its part may be left out. A whole paragraph that only mentions optional things
 * ("Include diagrams if helpful") says nothing.
 */
export function optionalityOf(guidance: string): Optionality {
  const text = foldSpace(guidance).replace(ASKS_FOR_NOT_APPLICABLE, '');
  if (text === '') return null;
  if (BINDS.test(text) && !/необязательн/iu.test(text)) return 'mandatory';
  if (FREES.test(firstSentences(text))) return 'optional';
  return isOneRemark(text) && FREES_SHORT.test(text) ? 'optional' : null;
}

/** Freedom is granted at the beginning or at the end; a long text's middle speaks of details. */
function firstSentences(text: string): string {
  return text.length <= 500 ? text : `${text.slice(0, 300)} ${text.slice(-160)}`;
}

function isOneRemark(text: string): boolean {
  return text.length <= 120 && !/[.?!]\s+\S/u.test(text);
}

const FREES_SECTIONS =
  /\b(?:remove|delete|omit|skip|drop) (?:the |any |all |those )?(?:(?:sub)?sections?|headings?|parts?) (?:that|which|you|not)\b/iu;

/** True for help text that lets the author drop whole subsections: `Remove the sections you are not changing`. */
export function freesSections(guidance: string): boolean {
  return FREES_SECTIONS.test(foldSpace(guidance));
}
