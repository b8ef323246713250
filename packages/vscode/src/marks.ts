// Marks blocks that have findings in the built-in Markdown preview. Pure: knows markdown-it by its shapes alone, and the
// editor not at all. Everything shown came from files and is escaped.

/** The part of a markdown-it token (https://github.com/markdown-it/markdown-it) that is used here. */
export interface Token {
  readonly type: string;
  /** First line and the line after the last, from 0; null for parts of a line. */
  readonly map: [number, number] | null;
  /** 1 opens an element, -1 closes one, 0 is a whole one. */
  readonly nesting: number;
  /** True when its element is left out, as for the paragraphs of a tight list. */
  readonly hidden: boolean;
  attrs: [string, string][] | null;
  attrJoin(name: string, value: string): void;
}

export interface Markdown<Environment> {
  readonly renderer: { render(tokens: Token[], options: object, environment: Environment): string };
  readonly utils: { escapeHtml(text: string): string };
}

/** A finding as the preview shows it. */
export interface Mark {
  /** Counted from 0. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly placeholder: boolean;
  /** Code and message, one line. */
  readonly words: string;
}

/**
 * Lets `markdown` show marks with every text it renders; `marksOf` answers for the environment that the host gives, in the
 * order of lines.
 */
export function showMarks<Environment, M extends Markdown<Environment>>(
  markdown: M,
  marksOf: (environment: Environment) => readonly Mark[],
): M {
  const { renderer, utils } = markdown;
  const render = renderer.render.bind(renderer);
  renderer.render = (tokens, options, environment) => {
    const marks = marksOf(environment);
    if (marks.length === 0) return render(tokens, options, environment);
    return listOf(marks, utils.escapeHtml) + render(marked(tokens, marks), options, environment);
  };
  return markdown;
}

/** The same tokens with classes and titles on blocks that have marks; the host keeps its own, so they are not touched. */
function marked(tokens: readonly Token[], marks: readonly Mark[]): Token[] {
  const owned = marksByBlock(tokens, marks);
  return tokens.map((token) => {
    const own = owned.get(token);
    return own === undefined ? token : withMarks(token, own);
  });
}

/** A block that is shown as an element, with its lines. */
type Block = Token & { readonly map: [number, number] };

function isBlock(token: Token): token is Block {
  const { map, nesting, hidden, type } = token;
  return (nesting === 1 || type === 'fence' || type === 'code_block') && !hidden && map !== null;
}

/** Gives each mark to the innermost block at its line, in one walk: blocks stand before the blocks inside them. */
function marksByBlock(tokens: readonly Token[], marks: readonly Mark[]): Map<Token, Mark[]> {
  const owned = new Map<Token, Mark[]>();
  const open: Block[] = [];
  let at = 0;
  const settleBefore = (line: number): void => {
    for (let mark = marks[at]; mark !== undefined && mark.line < line; mark = marks[++at]) {
      let block = open.at(-1);
      for (; block !== undefined && block.map[1] <= mark.line; block = open.at(-1)) open.pop();
      if (block === undefined) continue;
      const others = owned.get(block);
      if (others === undefined) owned.set(block, [mark]);
      else others.push(mark);
    }
  };
  for (const block of tokens.filter(isBlock)) {
    settleBefore(block.map[0]);
    open.push(block);
  }
  settleBefore(Number.POSITIVE_INFINITY);
  return owned;
}

const severities = ['error', 'warning', 'info'] as const;

function withMarks(token: Token, marks: readonly Mark[]): Token {
  const worst = severities.find((severity) => marks.some((mark) => mark.severity === severity));
  const copy: Token = Object.assign(Object.create(Object.getPrototypeOf(token)), token);
  copy.attrs = [...(token.attrs ?? [])].map(([name, value]) => [name, value]);
  copy.attrJoin('class', `specwright-finding specwright-${worst}`);
  if (marks.some(({ placeholder }) => placeholder)) copy.attrJoin('class', 'specwright-placeholder');
  copy.attrs.push(['title', marks.map(({ words }) => words).join('\n')]);
  return copy;
}

/** Findings in words, for those who cannot point at a block: folded, above the text. */
function listOf(marks: readonly Mark[], escapeHtml: (text: string) => string): string {
  const items = marks.map(
    ({ line, severity, words }) => `<li>${escapeHtml(`${line + 1}: ${severity}: ${words}`)}</li>`,
  );
  const title = marks.length === 1 ? '1 finding' : `${marks.length} findings`;
  return `<details class="specwright-findings"><summary>${title}</summary><ul>${items.join('')}</ul></details>\n`;
}
