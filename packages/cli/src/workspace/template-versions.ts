import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';

/** The versions that the histories of a workspace's documents record. */
export function openTemplateVersions(): TemplateVersions {
  return {
    versionOf: () => null,
    record: () => Promise.reject(new Failure('The histories of documents cannot be written here')),
  };
}
