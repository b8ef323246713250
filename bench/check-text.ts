import { checkDocument } from '../packages/core/src/check/check-document.ts';
import { defaultSettings } from '../packages/core/src/check/settings.ts';
import { bindDocument } from '../packages/core/src/document/bind.ts';
import { loadParser } from '../packages/core/src/markdown/load-parser.ts';
import { mdastParser } from '../packages/core/src/markdown/mdast-parser.ts';
import { readMarkdown } from '../packages/core/src/markdown/source.ts';
import { compileTemplate } from '../packages/core/src/template/compile.ts';

/** What an editor does after a keystroke, and the parse alone by the slower parser to compare with. */
export async function load(): Promise<{
  checkText: (template: string) => (text: string) => number;
  peer: (text: string) => void;
}> {
  const parser = await loadParser();
  const settings = defaultSettings('2025-01-01');
  return {
    checkText: (template) => {
      const schema = compileTemplate(template, 'template.md', parser);
      return (text) =>
        checkDocument(bindDocument({ source: readMarkdown(text, parser), file: 'document.md', schema }), settings)
          .diagnostics.length;
    },
    peer: (text) => void mdastParser.parse(text),
  };
}
