import { canonicalJson, sha256Of } from '../text/hash.ts';
import type { RecordedTemplate } from '../workspace/template-versions.ts';
import type { TemplateFile } from './template-plan.ts';

/** A template as one text, to be kept under its digest: its own, or with a companion both in canonical JSON. */
export function keptText({ text, companion }: Pick<TemplateFile, 'text' | 'companion'>): string {
  return companion === null ? text : canonicalJson({ companion: { file: companion.file, text: companion.text }, text });
}

/** The version that a template's text is. */
export function versionOfTemplate(template: TemplateFile): RecordedTemplate {
  const { file, text, companion } = template;
  return { file, digest: sha256Of(keptText(template)), text, companion };
}

/** Reads what `keptText` wrote. A Markdown template never is a JSON object of these two keys. */
export function templateOfKept(file: string, kept: string): TemplateFile {
  if (!kept.startsWith('{"companion":')) return { file, text: kept, companion: null };
  try {
    const { text, companion } = JSON.parse(kept) as TemplateFile;
    return { file, text, companion };
  } catch {
    return { file, text: kept, companion: null };
  }
}

/** As much of a digest as people need. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 10);
}

/** True when a recorded version is the template as it is, the file beside it left aside where none was recorded. */
export function isPresent(recorded: RecordedTemplate, current: Pick<TemplateFile, 'text' | 'companion'>): boolean {
  if (recorded.digest === sha256Of(keptText(current))) return true;
  return recorded.companion === null && recorded.text === current.text;
}
