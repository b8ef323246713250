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

/** Lets `markdown` show marks with every text it renders; `marksOf` answers for the environment that the host gives. */
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
  const byToken = new Map<Token, Mark[]>();
  for (const mark of marks) {
    const token = blockAt(tokens, mark.line);
    if (token === null) continue;
    const others = byToken.get(token);
    if (others === undefined) byToken.set(token, [mark]);
    else others.push(mark);
  }
  return tokens.map((token) => {
    const own = byToken.get(token);
    return own === undefined ? token : withMarks(token, own);
  });
}

/** The innermost block that is shown as an element and holds the line. Blocks stand before the blocks inside them. */
function blockAt(tokens: readonly Token[], line: number): Token | null {
  let found: Token | null = null;
  for (const token of tokens) {
    const { map, nesting, hidden, type } = token;
    const isElement = nesting === 1 || type === 'fence' || type === 'code_block';
    if (isElement && !hidden && map !== null && map[0] <= line && line < map[1]) found = token;
  }
  return found;
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
