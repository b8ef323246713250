import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { placeholdersLeft } from './placeholders-left.ts';
import { shown } from './shown.ts';

export const placeholderReworded: DocumentRule = {
  scope: 'document',
  code: 'PLH202',
  name: 'placeholder-reworded',
  summary: 'A placeholder of the template is still there in other words',
  why: 'Wrapped over two lines, in other brackets or with a word changed, a placeholder is as unanswered as before, and harder to find.',
  remedy: 'Replace it with your own words, or remove the line when it does not apply.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Relevant history, current state, why now]\n\n## Goals\n\n- [Goal 1]\n',
    bad: '# Queue\n\n## Context\n\n[Relevant history,\ncurrent state, why now]\n\n## Goals\n\n- Keep every order\n',
    good: '# Queue\n\n## Context\n\nOrders were lost in May.\n\n## Goals\n\n- Keep every order\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const left of placeholdersLeft(document)) {
      if (left.how === 'exact') continue;
      yield {
        range: left.range,
        message: `${shown(left.text)} is the template's placeholder ${shown(left.schema.text)} in another form`,
        address: left.address,
        template: left.schema.range,
        ...(left.file === null ? {} : { file: left.file }),
      };
    }
  },
};
