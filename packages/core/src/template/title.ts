import type { OutlineSection } from '../markdown/outline.ts';
import { foldSpace } from '../markdown/plain.ts';
import { camelName } from './names.ts';
import { isBarePlaceholder, scanBrackets, stripBrackets } from './placeholder.ts';
import type { TitleSchema } from './schema.ts';

const NUMBER = /\b(?:Y{4}-?M{2}-?D{2}|N{2,}|X{2,}|0{3,}|9{4,}|n{4}|x{4})\b|#{2,}/u;
const NUMBER_WORDS = /^(?:number|no|id|nnnn|nnn|xxxx|xxx|#+|0+|n+|x+|.{0,12}\b(?:number|id)|номер|编号|番号)$/iu;
const STAND_IN =
  /\b(?:your|title|replace|short|descriptive|(?:project|feature|tool|product|component|service|system|module|document|proposal|decision) name|insert|name of|the name)\b|название|标题|タイトル|titel|título|titre|template\b|vorlage|plantilla|modelo de|modèle|шаблон|模板|テンプレート/iu;

/** Reads a title line into fixed words, number and placeholder. */
export function readTitle(text: string, section: OutlineSection): TitleSchema {
  const children = section.node.children;
  const start = children[0]?.position?.start.offset ?? section.headingRange.start;
  const end = children[children.length - 1]?.position?.end.offset ?? section.headingRange.end;
  const commented = /^<!--([\s\S]*?)-->$/u.exec(text.slice(start, end));
  const line = foldSpace(text.slice(start, end)).replace(/^\*\*([^*]+)\*\*$/u, '$1');
  if (commented !== null) return titleOf(section, '', line, '', null, 'a comment stands for the title', 0.9);
  const brackets = scanBrackets(line, { start: 0, end: line.length });
  const numbered = brackets.find((bracket) => NUMBER_WORDS.test(bracket.inner));
  const free = brackets.filter((bracket) => bracket !== numbered);
  const curly = free.filter((bracket) => !bracket.text.startsWith('['));
  const named = (curly.length > 0 ? curly : free)[0];
  const last = (curly.length > 0 ? curly : free).at(-1) ?? named;
  const number = numbered?.text ?? NUMBER.exec(line)?.[0] ?? null;
  if (named !== undefined) {
    return titleOf(
      section,
      line.slice(0, named.start),
      line.slice(named.start, last?.end),
      line.slice(last?.end),
      number,
      'the bracketed part is to be replaced',
      0.95,
    );
  }
  return plainTitle(section, line, number);
}

/** A title without brackets: what follows a number or a colon is replaced, or all of it when it speaks of a title. */
function plainTitle(section: OutlineSection, line: string, number: string | null): TitleSchema {
  const colon = /^(.{1,60}?[:：–—](?:\s+|(?=[*_]))|.{1,60}?\s-\s+)(.+)$/u.exec(line);
  const after = colon?.[2] ?? '';
  if (colon !== null && (STAND_IN.test(after) || (number !== null && colon[1]?.includes(number)))) {
    return titleOf(
      section,
      colon[1] ?? '',
      after,
      '',
      number,
      'the words after the fixed part are to be replaced',
      0.8,
    );
  }
  if (number !== null) {
    const at = line.indexOf(number) + number.length;
    const rest = line.slice(at).replace(/^[\s.:：–—-]+/u, '');
    if (rest !== '')
      return titleOf(
        section,
        line.slice(0, line.length - rest.length),
        rest,
        '',
        number,
        'the words after the number are to be replaced',
        0.75,
      );
  }
  const before = /^(.{1,60}?)(\s[–—-]\s.+|:\s.+)$/u.exec(line);
  if (before !== null && /\bname\b/iu.test(before[1] ?? '') && !STAND_IN.test(before[2] ?? '')) {
    return titleOf(
      section,
      '',
      before[1] ?? '',
      before[2] ?? '',
      number,
      'the words before the fixed part are to be replaced',
      0.7,
    );
  }
  if (STAND_IN.test(line) || isBarePlaceholder(line))
    return titleOf(section, '', line, '', number, 'the whole line speaks of a title', 0.7);
  return {
    range: section.headingRange,
    prefix: line,
    suffix: '',
    placeholder: null,
    key: null,
    number,
    why: 'fixed words',
    confidence: 0.5,
  };
}

function titleOf(
  section: OutlineSection,
  prefix: string,
  placeholder: string,
  suffix: string,
  number: string | null,
  why: string,
  confidence: number,
): TitleSchema {
  const inner = stripBrackets(placeholder.replace(/^<!--|-->$/gu, ''));
  const key = inner.split(/\s+/u).length <= 4 ? camelName(inner) : 'name';
  return {
    range: section.headingRange,
    prefix,
    suffix,
    placeholder,
    key: key === 'title' ? 'name' : key,
    number,
    why,
    confidence,
  };
}

/** True when a top heading is a title rather than a first section among others of its depth. */
export function speaksOfTitle(line: string): boolean {
  return STAND_IN.test(line) || NUMBER.test(line) || scanBrackets(line, { start: 0, end: line.length }).length > 0;
}
