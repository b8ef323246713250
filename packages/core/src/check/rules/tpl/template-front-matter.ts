import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const templateFrontMatter: TemplateRule = {
  scope: 'template',
  code: 'TPL906',
  name: 'template-front-matter',
  summary: 'The front matter of the template holds nothing that can be read as YAML',
  why: 'None of its fields can be read, so no document is checked for them.',
  remedy: 'Write each field as `key: value`, in quotes where the value has `: ` or `#` in it.',
  severity: { draft: 'error', settled: 'error' },
  example: {
    template: '---\nowner: "[Name]"\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '---\nowner [Name]\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
    good: '---\nowner: "[Name]"\n---\n\n# [Name]\n\n## Context\n\n[Why now]\n',
  },
  check: (schema) => problemsOfKind(schema, 'front-matter'),
};
