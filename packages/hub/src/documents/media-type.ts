import { Problem } from '../rights/problem.ts';

/** A kind of file that documents may show. */
interface Media {
  readonly type: string;
  /** What names of such files end in, without the dot. */
  readonly endings: readonly string[];
  /** Whether browsers may show it in place; everything else is offered for download. */
  readonly inline: boolean;
  readonly is: (bytes: Buffer) => boolean;
}

const starts =
  (...marks: readonly string[]) =>
  (bytes: Buffer): boolean =>
    marks.some((mark) => bytes.subarray(0, mark.length).equals(Buffer.from(mark, 'latin1')));

/** The only files that are kept. What a file is its bytes say, and never whoever sends it. */
const kinds: readonly Media[] = [
  { type: 'image/png', endings: ['png'], inline: true, is: starts('\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', endings: ['jpg', 'jpeg'], inline: true, is: starts('\xff\xd8\xff') },
  { type: 'image/gif', endings: ['gif'], inline: true, is: starts('GIF87a', 'GIF89a') },
  {
    ...{ type: 'image/webp', endings: ['webp'], inline: true },
    is: (bytes) => starts('RIFF')(bytes) && starts('WEBP')(bytes.subarray(8)),
  },
  {
    ...{ type: 'image/avif', endings: ['avif'], inline: true },
    is: (bytes) => starts('ftypavif', 'ftypavis')(bytes.subarray(4)),
  },
  { type: 'application/pdf', endings: ['pdf'], inline: false, is: starts('%PDF-') },
  // It may hold scripts: as an image of a page it runs none, and opened by itself it is a download in a sandbox.
  { type: 'image/svg+xml', endings: ['svg'], inline: false, is: (bytes) => isText(bytes) && hasSvgRoot(bytes) },
  {
    ...{ type: 'text/plain; charset=utf-8', inline: false, is: (bytes) => isText(bytes) },
    endings: ['txt', 'csv', 'tsv', 'json', 'yaml', 'yml', 'log', 'puml', 'mmd', 'dot', 'sql'],
  },
];

/** What a file is, by its bytes. Throws a `Problem` for one that is none of those that are kept, or that its name says to be another. */
export function mediaTypeOf(file: string, bytes: Buffer): string {
  const ending = /\.([^./]+)$/u.exec(file)?.[1]?.toLowerCase() ?? '';
  const named = kinds.find(({ endings }) => endings.includes(ending));
  if (named?.is(bytes) === true) return named.type;
  const found = kinds.find(({ is, type }) => type !== 'text/plain; charset=utf-8' && is(bytes));
  const all = kinds.flatMap(({ endings }) => endings).join(', ');
  if (named === undefined)
    throw new Problem('unknown-format', `Files like ${JSON.stringify(file)} are not kept`, {
      hint: `Names end in one of ${all}`,
      fields: [{ field: 'file', message: `must end in one of ${all}` }],
    });
  const what = found === undefined ? 'its content is something else' : `its content is ${found.type}`;
  throw new Problem('unknown-format', `${JSON.stringify(file)} is named as ${named.type}, but ${what}`, {
    hint: 'Give it the ending of what it is',
  });
}

/** True for what browsers may show in place. */
export function isShownInPlace(type: string): boolean {
  return kinds.some((kind) => kind.type === type && kind.inline);
}

/** UTF-8 without control characters but those of lines and tabs. */
function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/[^\P{Cc}\t\n\r\f]/u.test(text);
  } catch {
    return false;
  }
}

/** The first element, behind what may stand before it: a declaration, comments, a document type. */
function hasSvgRoot(bytes: Buffer): boolean {
  let rest = bytes
    .subarray(0, 8_192)
    .toString('utf8')
    .replace(/^\uFEFF/u, '');
  for (;;) {
    rest = rest.trimStart();
    const end = rest.startsWith('<!--') ? '-->' : /^<[?!]/u.test(rest) ? '>' : null;
    if (end === null) return /^<svg[\s>/]/u.test(rest);
    const at = rest.indexOf(end);
    if (at === -1) return false;
    rest = rest.slice(at + end.length);
  }
}
