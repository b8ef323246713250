/** A place in a text. `line` and `column` count from 1; `column` and `offset` are UTF-16 units, a BOM included. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/**
 * Finds lines by offset and back. Lines end at LF, CRLF or a lone CR, as CommonMark 0.31 (section 2.1) says.
 * Built once for a text in one pass; each look-up is a binary search.
 */
export class LineIndex {
  readonly text: string;
  /** Offset of the first unit of each line. */
  readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The 1-based line that holds `offset`; offsets outside the text are clamped to it. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offsets outside the text are clamped to it. */
  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(clamped);
    return { line, column: clamped - (this.starts[line - 1] as number) + 1, offset: clamped };
  }

  /** Offset of the first unit of a 1-based line; the text's length for a line past the end. */
  startOfLine(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** Offset just after the last unit of a 1-based line, its line end left out. */
  endOfLine(line: number): number {
    let end = this.starts[line] ?? this.text.length;
    if (line >= this.starts.length) return end;
    if (this.text.charCodeAt(end - 1) === 10) end -= 1;
    if (this.text.charCodeAt(end - 1) === 13) end -= 1;
    return Math.max(end, this.startOfLine(line));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
