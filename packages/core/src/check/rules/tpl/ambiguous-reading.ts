import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const ambiguousReading: TemplateRule = {
  scope: 'template',
  code: 'TPL901',
  name: 'ambiguous-reading',
  summary: 'A part of the template can be read in two ways',
  why: 'Specwright takes the first reading. When the team means the other one, every document is checked against the wrong demand.',
  remedy: 'Write the part so that only one reading is left, or pin it with the comment that the message names.',
  severity: { draft: 'info', settled: 'info' },
  example: {
    template: '# [Name]\n\n**Owner**: [Team]\n\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n**Owner**: [Team/System]\n\n## Context\n\n[Why now]\n',
    good: '# [Name]\n\n**Owner**: [Team or system]\n\n## Context\n\n[Why now]\n',
  },
  check: (schema) => problemsOfKind(schema, 'ambiguous-reading'),
};
