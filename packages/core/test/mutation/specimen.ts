import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkDocument } from '../../src/check/check-document.ts';
import { checkWorkspace } from '../../src/check/check-workspace.ts';
import { defaultSettings } from '../../src/check/settings.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { bindDocument } from '../../src/document/bind.ts';
import { loadParser } from '../../src/markdown/load-parser.ts';
import { readMarkdown } from '../../src/markdown/source.ts';
import { compileTemplate } from '../../src/template/compile.ts';
import type { Schema } from '../../src/template/schema.ts';

/** A good document with its template: nothing is to be found in it until something is planted. */
export interface Specimen {
  /** Name for reports: `design/0007-night-trains-in-search.md`. */
  readonly name: string;
  /** Path as a workspace names it. */
  readonly file: string;
  readonly text: string;
  readonly schema: Schema;
}

/** What a check may be told besides the text. */
export interface Circumstances {
  readonly unexpectedSections?: 'allow' | 'warn' | 'forbid';
  /** State of the document on the git base. */
  readonly base?: string;
}

export const parser = await loadParser();

const own = fileURLToPath(new URL('../specimens/', import.meta.url));
const examples = fileURLToPath(new URL('../../../../examples/', import.meta.url));

/** The specimens beside this file and the example specifications of the repository. */
export function specimens(): Specimen[] {
  const families = readdirSync(own).map((family) =>
    readFamily(family, `${own}${family}/template.md`, `${own}${family}/`),
  );
  return [...families, readFamily('examples', `${examples}templates/technical-spec.md`, `${examples}specs/`)].flat();
}

function readFamily(family: string, template: string, folder: string): Specimen[] {
  const schema = compileTemplate(readFileSync(template, 'utf8'), 'templates/template.md', parser);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'template.md')
    .sort()
    .map((name) => ({
      name: `${family}/${name}`,
      file: `specs/${name}`,
      text: readFileSync(`${folder}${name}`, 'utf8'),
      schema,
    }));
}

/** A day after every date in the specimens. */
export const today = '2026-06-01';

const present = new Set(['specs/images/search-flow.svg', 'templates/technical-spec.md', 'specs', 'templates']);

/** Everything a check of this one document says. */
export function findingsOf(specimen: Specimen, text: string, circumstances: Circumstances = {}): Diagnostic[] {
  const settings = defaultSettings(today);
  const options = { ...settings.options, unexpectedSections: circumstances.unexpectedSections ?? 'allow' };
  const document = bindDocument({ file: specimen.file, source: readMarkdown(text, parser), schema: specimen.schema });
  const base = circumstances.base === undefined ? null : { state: circumstances.base };
  const report = checkDocument(document, { ...settings, options }, { base, history: null });
  const exists = (path: string): boolean =>
    present.has(path) || path === specimen.file || existsSync(`${examples}${path}`);
  const found = checkWorkspace(
    [report],
    { documents: [report.facts], exists, partial: true },
    { ...settings, options },
  );
  return [...found];
}
