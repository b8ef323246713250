import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { placeholdersLeft } from './placeholders-left.ts';
import { shown } from './shown.ts';

export const placeholderLeft: DocumentRule = {
  scope: 'document',
  code: 'PLH201',
  name: 'placeholder-left',
  summary: 'A placeholder of the template is still in the document',
  why: 'A placeholder marks a question that nobody has answered; in a finished document it reads as an answer that was forgotten.',
  remedy: 'Replace it with your own words, or remove the line when it does not apply.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Author**: [Name of the author]\n\n## Goals\n\n- [Goal 1]\n- [Goal 2]\n',
    bad: '# Queue\n\n**Author**: Ada\n\n## Goals\n\n- Keep every order\n- [Goal 2]\n',
    good: '# Queue\n\n**Author**: Ada\n\n## Goals\n\n- Keep every order\n- [Replay][replay] them\n\n[replay]: https://example.org/replay\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const left of placeholdersLeft(document)) {
      if (left.how !== 'exact') continue;
      yield {
        range: left.range,
        message: `Placeholder ${shown(left.text)} is still there`,
        address: left.address,
        template: left.schema.range,
        ...(left.optional === true ? { atMost: 'warning' as const } : {}),
        ...(left.file === null ? {} : { file: left.file }),
      };
    }
  },
};
