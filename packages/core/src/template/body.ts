import type { Blockquote, Html, List, Paragraph, RootContent, Table } from 'mdast';
import { commentsIn } from '../markdown/comments.ts';
import { foldSpace, plainText } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import {
  isAllEmphasis,
  isBoilerplate,
  isContentsMark,
  isExplicitGuidance,
  isKeptComment,
  isNoAnswer,
  isTableOfContents,
  MARKER,
} from './block-kinds.ts';
import type { Body, BodySurroundings } from './body-shape.ts';
import { emptyBody } from './body-shape.ts';
import { readChoicesInHelp } from './choice.ts';
import type { Compilation } from './compilation.ts';
import type { RawField } from './field-lines.ts';
import { fieldsOfParagraph, fieldsOfTable, looksLikeMetadata } from './field-lines.ts';
import { fieldRole } from './field-type.ts';
import { ambiguitiesOf, fieldSchema } from './fields.ts';
import { readGroups } from './groups.ts';
import { guidanceWords } from './guidance-words.ts';
import { isInstruction } from './instruction.ts';
import { isLabel, labelledField } from './labels.ts';
import { readList } from './lists.ts';
import type { Optionality } from './optional.ts';
import { freesSections, optionalityOf } from './optional.ts';
import type { Pins } from './pins.ts';
import { NO_PINS, PIN_WORDS, readPins } from './pins.ts';
import { isBarePlaceholder, placeholdersIn } from './placeholder.ts';
import { asksForNothing, isOpenValue } from './stand-in.ts';
import { tableSchema } from './tables.ts';
import { readTerms } from './terms.ts';

/** Reads the blocks under a heading and records their guidance, placeholders and literals in template order. */
export function readBody(compilation: Compilation, blocks: readonly RootContent[], around: BodySurroundings): Body {
  const body = emptyBody(blocks);
  const { groups, taken } = readGroups(compilation.text, blocks, around.address, around.required);
  for (const group of groups) body.groups.push(group);
  const terms = readTerms(compilation.text, blocks, around.sectionName);
  if (terms !== null) body.lists.push(terms.list);
  const shown = new Set<RootContent>([...taken, ...(terms?.taken ?? [])]);
  const reader = new BodyReader(compilation, body, around, blocks);
  for (const range of terms?.samples ?? []) reader.recordSample(range);
  blocks.forEach((block, index) => {
    if (shown.has(block)) reader.recordPlaceholders(block);
    else reader.read(block, blocks[index + 1]);
  });
  return body;
}

class BodyReader {
  private readonly compilation: Compilation;
  private readonly body: Body;
  private readonly around: BodySurroundings;
  /** Words of the marked help text here; null when there is none. */
  private readonly explicitWords: string | null;
  /** True where a block shows what to replace, so that plain words beside it are to be kept. */
  private readonly shown: boolean;
  /** How many blocks a reader sees. */
  private readonly visible: number;
  private readonly fieldNames = new Set<string>();
  /** True behind a thematic break, where footers stand. */
  private behindBreak = false;
  /** Choices pinned on a line of their own, for the next field. */
  private pinned: Pins | null = null;
  /** Lists that belong to the label before them. */
  private readonly labelled = new Set<RootContent>();

  constructor(compilation: Compilation, body: Body, around: BodySurroundings, blocks: readonly RootContent[]) {
    this.compilation = compilation;
    this.body = body;
    this.around = around;
    const explicit = blocks.filter((block) => isExplicitGuidance(compilation.text, block));
    const words = (block: RootContent): string => (block.type === 'html' ? block.value : plainText(block));
    this.explicitWords = explicit.length === 0 ? null : explicit.map(words).join(' ');
    this.shown = blocks.some(
      (block) => block.type === 'paragraph' && placeholdersIn(compilation.text, block).length > 0,
    );
    this.visible = blocks.filter((block) => block.type !== 'html' && block.type !== 'thematicBreak').length;
  }

  read(block: RootContent, next: RootContent | undefined): void {
    if (this.labelled.has(block)) return;
    switch (block.type) {
      case 'html':
        this.readHtml(block);
        break;
      case 'blockquote':
        this.readQuote(block);
        break;
      case 'paragraph':
        this.readParagraph(block, next);
        break;
      case 'list':
        this.readListBlock(block);
        break;
      case 'table':
        this.readTable(block);
        break;
      case 'code':
        this.body.code = true;
        break;
      case 'thematicBreak':
        this.behindBreak = true;
        break;
      default:
    }
  }

  recordPlaceholders(block: RootContent): void {
    for (const placeholder of placeholdersIn(this.compilation.text, block)) {
      this.compilation.addPlaceholder(placeholder, this.around.address);
    }
  }

  /** Words that stand for others without any bracket. */
  recordSample(range: Range): void {
    this.compilation.addPlaceholder(
      { ...range, text: this.compilation.text.slice(range.start, range.end) },
      this.around.address,
    );
  }

  private readHtml(block: Html): void {
    const touches = this.touchesNext(rangeOf(block).end);
    const comments = commentsIn(this.compilation.text, block);
    for (const { inner, range } of comments) this.readComment(inner, range, touches);
    if (comments.length === 0 && placeholdersIn(this.compilation.text, block).length > 0) {
      this.recordPlaceholders(block);
      this.body.prose = true;
    }
  }

  private readComment(inner: string, range: Range, touches: boolean): void {
    const pins = readPins(inner);
    if (pins !== null) {
      if (touches) this.body.next.pins = pins;
      else if (pins.choices !== null) this.pinned = pins;
      else this.body.pins = pins;
      for (const word of pins.unknown) this.reportUnknownPin(word, range);
      return;
    }
    if (MARKER.test(inner) || foldSpace(inner) === '') return;
    const kept = isKeptComment(inner);
    if (kept || this.compilation.keepsComments)
      this.compilation.addLiteral(range, 'boilerplate', inner, this.around.address);
    else this.compilation.addGuidance('comment', range, inner, this.around.address);
    if (kept) return;
    const said = optionalityOf(inner);
    if (freesSections(inner)) this.body.freesSections = true;
    this.offerChoices(inner);
    if (touches) this.body.next.optionality ??= said;
    else this.guide(said);
  }

  /** A comment after metadata that says "must be one of" gives its choices to the field before it. */
  private offerChoices(inner: string): void {
    const last = this.body.fields.at(-1);
    if (!this.around.metadata || last === undefined || (last.choices !== null && !last.open)) return;
    const found = /\bone of\b/iu.test(inner) ? readChoicesInHelp(inner) : null;
    if (found === null || (last.default !== null && !found.choices.includes(last.default))) return;
    this.body.fields[this.body.fields.length - 1] = {
      ...last,
      type: 'choice',
      ...found,
      why: 'the comment after it lists the choices',
    };
  }

  private reportUnknownPin(word: string, range: Range): void {
    const message = `"${word}" is not a pin; write one of ${PIN_WORDS.join(', ')}`;
    this.compilation.problems.push({ kind: 'unknown-pin', message, range, other: null });
  }

  private guide(said: Optionality): void {
    this.body.guided = true;
    if (said === 'mandatory' || this.body.optionality === null) this.body.optionality = said ?? this.body.optionality;
  }

  /** A comment on the line right above the next heading speaks of that heading. */
  private touchesNext(end: number): boolean {
    const between = this.compilation.text.slice(end, this.around.end);
    return (
      this.around.end < this.compilation.text.length &&
      between.trim() === '' &&
      (between.match(/\n/gu) ?? []).length <= 1
    );
  }

  private readQuote(block: Blockquote): void {
    const fields = this.around.metadata
      ? block.children.flatMap((child) =>
          child.type === 'paragraph' ? (fieldsOfParagraph(this.compilation.text, child) ?? []) : [],
        )
      : [];
    if (fields.length > 0 && this.acceptsFields(fields)) {
      this.addFields(fields);
      return;
    }
    const words = plainText(block);
    this.compilation.addGuidance('quote', rangeOf(block), words, this.around.address);
    this.guide(optionalityOf(words));
  }

  private readParagraph(block: Paragraph, next: RootContent | undefined): void {
    const { text } = this.compilation;
    const range = rangeOf(block);
    const written = text.slice(range.start, range.end);
    const fields = fieldsOfParagraph(text, block);
    if (!this.around.metadata && isLabel(block, next, written)) {
      this.readLabelled(block, next, written);
      return;
    }
    if (fields !== null && this.acceptsFields(fields)) {
      this.addFields(fields);
      return;
    }
    if (isAllEmphasis(block)) {
      const words = plainText(block);
      if (this.behindBreak && next === undefined) {
        this.compilation.addLiteral(rangeOf(block), 'boilerplate', words, this.around.address);
        return;
      }
      this.compilation.addGuidance('italic', range, words, this.around.address);
      this.guide(optionalityOf(words));
      return;
    }
    const found = placeholdersIn(text, block);
    const first = found[0];
    if (first !== undefined) {
      this.recordPlaceholders(block);
      this.body.prose = true;
      if (found.length === 1 && written.trim().length === first.text.length) this.guide(optionalityOf(first.inner));
      return;
    }
    this.readPlain(block, plainText(block));
  }

  /** A label and the list it names are one field when the list waits for an author; any other label stays as it is. */
  private readLabelled(block: Paragraph, next: RootContent | undefined, written: string): void {
    if (next?.type !== 'list') return;
    const field = labelledField(this.compilation.text, block, next, written, this.around);
    if (field === null || this.fieldNames.has(field.name)) return;
    this.fieldNames.add(field.name);
    this.body.fields.push(field);
    this.recordPlaceholders(next);
    this.labelled.add(next);
  }

  /** Bold names are fields anywhere; plain lines only where metadata stands or every value waits for an author. */
  private acceptsFields(fields: readonly RawField[]): boolean {
    const folded = new Set(fields.map((field) => field.name.toLowerCase()));
    if (folded.size !== fields.length && !this.around.metadata) return false;
    if (fields[0]?.where === 'bold') {
      return (
        this.around.metadata ||
        this.body.fields.length > 0 ||
        fields.every((field) => isOpenValue(field.value, field.name)) ||
        (fields.length > 1 && fields.every((field) => field.value.length < 200))
      );
    }
    const [only] = fields;
    if (fields.length === 1 && only?.value === '' && fieldRole(only.name) === null) return false;
    return this.around.metadata
      ? looksLikeMetadata(fields)
      : fields.every((field) => field.value !== '' && isOpenValue(field.value, field.name) && field.value.length < 120);
  }

  private addFields(fields: readonly RawField[]): void {
    const required = this.around.required && this.body.optionality !== 'optional';
    const waits = this.around.metadata || fields.some((raw) => isOpenValue(raw.value, raw.name));
    for (const raw of fields) {
      const field = fieldSchema(raw, {
        parent: this.around.address,
        required: required && waits,
        pins: this.pinned ?? NO_PINS,
      });
      this.pinned = null;
      for (const problem of ambiguitiesOf(field)) this.compilation.problems.push(problem);
      this.body.fields.push(field);
      if (field.placeholder !== null && !asksForNothing(field.placeholder)) {
        this.compilation.addPlaceholder({ ...field.valueRange, text: field.placeholder }, field.address);
      }
    }
  }

  /** A paragraph without any mark of its own: help text, words to keep, or a first answer. */
  private readPlain(block: Paragraph, words: string): void {
    const { compilation, around } = this;
    if (foldSpace(words) === '' || isContentsMark(words)) return;
    const explained = this.explicitWords !== null || this.shown;
    if (/(?:""|\b(?:because|weil|parce que|porque))$/u.test(foldSpace(words))) {
      this.body.prose = true;
      return;
    }
    if (
      isBarePlaceholder(words) ||
      isNoAnswer(words) ||
      /\b(?:placeholder|default)\b/iu.test(this.explicitWords ?? '')
    ) {
      compilation.addLiteral(rangeOf(block), 'default', words, around.address);
      this.body.prose = true;
    } else if (
      isBoilerplate(words) ||
      ((explained || (compilation.explicit && this.visible > 1)) && !isInstruction(words))
    ) {
      compilation.addLiteral(rangeOf(block), 'boilerplate', words, around.address);
      this.body.prose = true;
    } else {
      compilation.addGuidance('paragraph', rangeOf(block), words, around.address);
      this.guide(optionalityOf(words));
    }
  }

  private readListBlock(block: List): void {
    const { text, explicit } = this.compilation;
    if (isTableOfContents(block)) {
      this.body.contents = true;
      return;
    }
    const alone = this.visible === 1;
    const reading = readList(text, block, {
      explicit,
      alone,
      metadata: this.around.metadata,
      required: this.around.required,
    });
    if (reading.kind === 'fields') this.addFields(reading.fields);
    else if (reading.kind === 'content') {
      this.body.lists.push(reading.list);
      this.recordPlaceholders(block);
      for (const range of reading.samples) this.recordSample(range);
    } else {
      this.compilation.addGuidance('list', rangeOf(block), guidanceWords(block), this.around.address);
      this.guide(null);
    }
  }

  private readTable(block: Table): void {
    const { text } = this.compilation;
    const pairs = fieldsOfTable(text, block);
    if (pairs !== null) {
      this.addFields(pairs);
      return;
    }
    const { address, sectionName, required } = this.around;
    this.body.tables.push(
      tableSchema(text, block, { parent: address, sectionName, index: this.body.tables.length, required }),
    );
    this.recordPlaceholders(block);
  }
}
