import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const templateFrontMatter: TemplateRule = {
  scope: 'template',
  code: 'TPL906',
  name: 'template-front-matter',
  summary: 'The front matter of the template is not valid YAML',
  why: 'None of its fields can be read, so no document is checked for them.',
  remedy: 'Mend the YAML at the place given. Placeholders in brackets need quotes: `owner: "[Name]"`.',
  severity: { draft: 'error', settled: 'error' },
  example: {
    template: '---\nowner: "[Name]"\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '---\nowner: "Name\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
    good: '---\nowner: "[Name]"\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
  },
  check: (schema) => problemsOfKind(schema, 'front-matter'),
};
