import { foldName } from './names.ts';
import type { FieldRole, FieldType } from './schema.ts';

/** What is known of a value's type and how. */
export interface TypeGuess {
  readonly type: FieldType;
  readonly why: string;
  readonly confidence: number;
}

interface Hint {
  readonly type: FieldType;
  readonly pattern: RegExp;
}

/** Shapes in placeholder or sample text, most telling first. */
const SHAPES: readonly Hint[] = [
  {
    type: 'date',
    pattern:
      /\by{4}[-/. ]?m{2}[-/. ]?d{2}(?![-\w])|\bd{1,2}[-/.]m{1,2}[-/.]y{2,4}\b|\bm{1,2}[-/.]d{1,2}[-/.]y{2,4}\b|iso[- ]?8601|^\d{4}-\d{2}-\d{2}$|\b[dt]{2}[-/.]m{2}[-/.][yaj]{4}\b|гггг|\b[ay]{4}[-/.][agm]{2}[-/.][dg]{2}(?![-\w])|jjjj|aaaa[-/.]m|m[-/.]aaaa|rrrr[-/.]m/iu,
  },
  { type: 'url', pattern: /https?:\/\/|\burls?\b|^links?\b|\blink (?:to|of)\b|\bhyperlink\b|ссылк|链接|リンク/iu },
  {
    type: 'date',
    pattern:
      /^(?:[\p{L} ]{0,20} )?date\b|(?<!\/)\bdates?$|^(?:target|due|start|end) date|\btoday\b|\bdata d[eao]\b|\bfecha\b|\bdatum\b|дата|日期|日付|날짜/iu,
  },
  {
    type: 'persons',
    pattern:
      /\b(?:authors|names|people|reviewers|approvers|owners|stakeholders|handles|usernames|members|list (?:of )?(?:everyone|people|names|all))\b|\(s\)[\s\S]*(?:name|@)|name\(s\)|author\(s\)|everyone|\bpersonnes\b|\bpersonas\b|\bpersonen\b|\bpessoas\b|участник|авторы|作者们|@\S+, ?@/iu,
  },
  {
    type: 'person',
    pattern:
      /(?:^|\s|["'(])@[\w.-]+|\b(?:your|author|owner|full|first|last)(?:['’]s)? name\b|\busername\b|\bgithub (?:handle|id|user)|\be-?mail\b|^(?:author|owner|person|assignee|reviewer|approver)\b|имя|ф\.?и\.?о|姓名|氏名|担当者/iu,
  },
  { type: 'version', pattern: /^v?\d+\.\d+(?:\.\d+)?$|^v?x\.y(?:\.z)?$|\bversion\b|версия|版本|バージョン/iu },
  { type: 'number', pattern: /^\d+$|\binteger\b|^(?:the )?number(?: (?:of|or)\b.*)?$|^count$|^n$|^\d+ ?%$/iu },
  {
    type: 'id',
    pattern: /^(?:[A-Z]{2,8}[- ]?)?(?:#+|n{3,}|x{3,}|0{3,})$|\bticket\b|\bissue (?:id|number|#)|\bnumber\b|\bids?\b/iu,
  },
  { type: 'list', pattern: /\bcomma[- ]separated\b|^list of\b|^tags?\b|\btags$|\b(?:labels|keywords)\b/iu },
];

/** Names of fields, folded. Used when the value says nothing. */
const NAMES: readonly Hint[] = [
  {
    type: 'date',
    pattern:
      /(?:^| )(?:date|dates|created|updated|modified|deadline|due|start|started|end|ended|last (?:update|revised|reviewed|call))$|^(?:created|updated|date|last)(?: |$)|(?:^| )(?:on|at)$|дата|создан|обновлен|日期|日付|作成日|更新日|创建|날짜|시작일|종료일|마감일|开始时间|结束时间|開始日|終了日|期限|срок$|datum|fecha|tarih|^ngày|작성일|수정일|^data$|^data (?:de|do|da|utworzenia|podjęcia|aktualizacji)\b|erstellt|aktualisiert/u,
  },
  {
    type: 'url',
    pattern:
      /(?:^| )(?:url|link|pr|pull request|pull requests|issue|issues|tracking issue|discussion|discussions|discussions to|repository|repo|jira|epic|thread|website|homepage|mr)$|ссылк|链接|リンク/u,
  },
  {
    type: 'persons',
    pattern:
      /(?:^| )(?:authors|reviewers|approvers|owners|stakeholders|contributors|deciders|decision makers|editors|maintainers|participants|consulted|informed|responsible|accountable|implementers|attendees|sponsors|shepherds|champions|co authors|authors s|author s|owner s|reviewer s|approver s|devs|developers|engineers|leads)$|revisores|autores|responsáveis|авторы|участники|рецензенты|ревьюеры|согласующие|作者|评审|レビュアー|承認者|người|katılımcı|karar verici|autoría|작성자|검토자|贡献者|貢獻者|参与者|autoren|beteiligte|autores|auteurs|betrokkenen|auteurs|relecteurs|réviseurs|rédacteurs|decisores|участник/u,
  },
  {
    type: 'person',
    pattern:
      /(?:^| )(?:author|owner|reviewer|approver|champion|sponsor|shepherd|assignee|lead|dri|pm|manager|editor|maintainer|contact|decider|driver|facilitator|reporter|developer|designer|engineer|tech lead|product manager|engineering lead)$|автор|исполнитель|ответственный|владелец|负责人|所有者|担当|담당자|책임자|著者|作成者|verantwortlich|responsable$|responsável$|autor(?:in)?$|auteur/u,
  },
  { type: 'version', pattern: /(?:^| )(?:version|release|since|revision)$|версия|版本|バージョン/u },
  { type: 'id', pattern: /(?:^| )(?:id|number|no|ticket|rfc|adr|eip|kep|issue id)$|номер|编号|番号/u },
  {
    type: 'list',
    pattern:
      /(?:^| )(?:tags|labels|keywords|categories|components|areas|teams|requires|replaces|supersedes|see also|related|dependencies)$/u,
  },
];

/** Guesses the type of a value from its sample or placeholder first, then from the field's name. */
export function guessType(name: string, sample: string): TypeGuess {
  const text = sample.trim();
  if (text !== '' && text.length <= 400) {
    if (/^names$/iu.test(text)) return { type: 'persons', why: 'its placeholder asks for names', confidence: 0.8 };
    if (/^name$/iu.test(text)) return { type: 'text', why: 'its placeholder asks for a name', confidence: 0.7 };
    const shape = SHAPES.find((hint) => hint.pattern.test(text));
    if (shape !== undefined) {
      const byName = guessByName(name);
      const people = byName !== null && (byName.type === 'person' || byName.type === 'persons');
      if (people && shape.type === 'url' && text.startsWith('[')) return byName;
      const wider = people && shape.type === 'person' ? byName.type : shape.type;
      return { type: wider, why: `its placeholder looks like ${article(wider)}`, confidence: 0.85 };
    }
  }
  const named = guessByName(name);
  if (named !== null) return named;
  return { type: 'text', why: 'nothing says more than text', confidence: 0.6 };
}

function guessByName(name: string): TypeGuess | null {
  const folded = foldName(name).replace(/(?<=[a-z]{3}) s$/u, 's');
  const hint = NAMES.find((candidate) => candidate.pattern.test(folded));
  return hint === undefined ? null : { type: hint.type, why: `its name says ${article(hint.type)}`, confidence: 0.75 };
}

function article(type: FieldType): string {
  if (type === 'persons') return 'people';
  return type === 'id' || type === 'url' ? `a${type === 'id' ? 'n id' : ' link'}` : `a ${type}`;
}

const ROLES: readonly { readonly role: FieldRole; readonly pattern: RegExp }[] = [
  {
    role: 'status',
    pattern:
      /^(?:[\p{L}]+ )?(?:status|state|statut|durum|trạng thái|estado|stato|stav)$|^статус|^состояние|^状态|^状態|^ステータス|^상태/u,
  },
  { role: 'superseded-by', pattern: /^(?:superseded|replaced|obsoleted) by$|^superseded$/u },
  { role: 'supersedes', pattern: /^(?:supersedes|replaces|obsoletes)$/u },
  { role: 'depends-on', pattern: /^(?:requires|depends on|dependencies|depends|blocked by|prerequisites?)$/u },
  { role: 'related', pattern: /^(?:related|see also|related (?:rfcs?|adrs?|specs?|documents?|decisions?))$/u },
  {
    role: 'updated',
    pattern:
      /^(?:last )?(?:updated|modified|revised|last update|update date)(?: on| at)?$|^last updated|^обновлен|^更新日|^更新日期|^zuletzt/u,
  },
  {
    role: 'created',
    pattern:
      /^(?:created|creation date|start date|date created|created on|created at|date)$|^создан|^作成日|^创建日期|^创建时间|^erstellt/u,
  },
  {
    role: 'author',
    pattern:
      /^(?:authors?|author s|written by|proposed by|proposer)$|^автор|^作者|^著者|^作成者|^autor(?:en|es|in)?$|^auteurs?$/u,
  },
  { role: 'title', pattern: /^(?:title|name|feature name|project name)$|^название|^标题|^タイトル/u },
  {
    role: 'id',
    pattern: /^(?:id|number|(?:rfc|adr|eip|kep|spec|pep|doc|document)(?: (?:number|id|no))?)$|^номер$|^编号$|^番号$/u,
  },
];

/** What a field is for, by its folded name. */
export function fieldRole(name: string): FieldRole | null {
  const folded = foldName(name);
  return ROLES.find((candidate) => candidate.pattern.test(folded))?.role ?? null;
}
