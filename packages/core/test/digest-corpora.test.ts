import { describe, expect, test } from 'vitest';
import { bindDocument } from '../src/document/bind.ts';
import { type DocumentDigests, digestsOf } from '../src/lifecycle/digest.ts';
import { coarseStretches } from '../src/markdown/bounded-parse.ts';
import { mdastParser } from '../src/markdown/mdast-parser.ts';
import { nativeParser } from '../src/markdown/native-parser.ts';
import type { MarkdownParser } from '../src/markdown/parser.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { compileTemplate } from '../src/template/compile.ts';
import { type Corpus, companionOf, corpora, corporaPresent, readCorpusFile } from './corpora.ts';

/** Every document in a proof; of the large corpora a share else. */
const full = process.env.SPECWRIGHT_PROOF === '1';

/** Where the trees differ, see `markdown/parser-differential.test.ts`, so do the digests. */
const KNOWN = [
  // `\**` within a list of powers: the native parser takes the asterisk after an escaped one for the start of emphasis.
  'EIPS/eip-7745.md',
  // A task item over a line of dashes is a heading: the native parser ticks its box, to the other it is text.
  'keps/sig-network/5311-relaxed-validation-for-service-names/README.md',
];

describe.skipIf(!corporaPresent)('real documents (skipped where the corpora are absent)', () => {
  test.each(corpora().map((corpus) => [corpus.name, corpus] as const))(
    'both parsers give equal digests: %s',
    (_name, corpus) => {
      const share = full ? 1 : Math.ceil(corpus.documents.length / 25);
      const documents = corpus.documents.filter((file, index) => index % share === 0 || KNOWN.includes(file));
      const ways = [nativeParser, mdastParser].map((parser) => digestsWith(parser, corpus));
      const differing = new Set<string>();
      for (const file of documents) {
        const text = readCorpusFile(corpus, file);
        // Stretches that a parser cannot read in full are plain text to it.
        if (coarseStretches(mdastParser.parse(text)).length > 0) continue;
        const [native, mdast] = ways.map((way) => way(file, text)) as [DocumentDigests, DocumentDigests];
        if (JSON.stringify([...native.own]) !== JSON.stringify([...mdast.own])) differing.add(file);
        if (native.document !== mdast.document) differing.add(file);
      }
      expect([...differing].filter((file) => !KNOWN.includes(file))).toEqual([]);
    },
  );
});

/** Reads a document of the corpus with one parser, as far as its digests. */
function digestsWith(parser: MarkdownParser, corpus: Corpus): (file: string, text: string) => DocumentDigests {
  const { template, templateCompanion: beside } = corpus;
  const companion = beside === null ? undefined : { file: beside, text: readCorpusFile(corpus, beside) };
  const schema = compileTemplate(readCorpusFile(corpus, template), template, parser, companion);
  return (file, text) => {
    const source = readMarkdown(text, parser);
    return digestsOf(bindDocument({ file, source, schema, companion: companionOf(corpus, file) }));
  };
}
