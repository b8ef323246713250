import type { OutlineSection } from '../markdown/outline.ts';
import { foldSpace } from '../markdown/plain.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { keepsComments } from './block-kinds.ts';
import type { Optionality } from './optional.ts';
import type { Pins } from './pins.ts';
import { NO_PINS } from './pins.ts';
import type { Placeholder } from './placeholder.ts';
import type { GuidanceNotation, GuidanceSchema, LiteralSchema, PlaceholderSchema, TemplateProblem } from './schema.ts';

/** What a comment that touches a heading says of the section under it. */
export interface Said {
  readonly optionality: Optionality;
  readonly pins: Pins;
}

const NOTHING_SAID: Said = { optionality: null, pins: NO_PINS };

/** What is gathered while a template is compiled. One lives as long as one compilation. */
export class Compilation {
  readonly source: MarkdownSource;
  /** True when the template marks its help text, so that plain paragraphs are words to keep. */
  readonly explicit: boolean;
  /** True when the template says that its comments are to stay. */
  readonly keepsComments: boolean;
  readonly guidance: GuidanceSchema[] = [];
  readonly placeholders: PlaceholderSchema[] = [];
  readonly literals: LiteralSchema[] = [];
  readonly problems: TemplateProblem[] = [];

  private readonly after = new Map<OutlineSection, Said>();

  constructor(source: MarkdownSource, explicit: boolean) {
    this.source = source;
    this.explicit = explicit;
    this.keepsComments = keepsComments(source.text);
  }

  get text(): string {
    return this.source.text;
  }

  /** Keeps what the end of a section's body says of the heading that follows it. */
  sayAfter(section: OutlineSection, said: Said): void {
    this.after.set(section, said);
  }

  saidAfter(section: OutlineSection): Said {
    return this.after.get(section) ?? NOTHING_SAID;
  }

  addGuidance(notation: GuidanceNotation, range: Range, words: string, address: string): void {
    const folded = foldSpace(words);
    if (folded !== '') this.guidance.push({ id: this.guidance.length, range, notation, folded, address });
  }

  addPlaceholder(placeholder: Pick<Placeholder, 'start' | 'end' | 'text'>, address: string): void {
    const { start, end, text } = placeholder;
    this.placeholders.push({ range: { start, end }, text, folded: foldSpace(text), address });
  }

  addLiteral(range: Range, kind: LiteralSchema['kind'], words: string, address: string): void {
    const text = this.text.slice(range.start, range.end);
    this.literals.push({ range, text, folded: foldSpace(words), address, kind });
  }
}
