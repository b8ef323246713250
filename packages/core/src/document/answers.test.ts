import { expect, it } from 'vitest';
import { answerTo } from './answers.ts';
import { bindText } from './bind-text.ts';

const template = '# [Name]\n\n## Open Questions\n\n- [ ] [Question]\n';

function answersIn(items: string): (string | null)[] {
  const document = bindText(template, `# A\n\n## Open Questions\n\n${items}`);
  const list = document.allSections[0]?.content.lists[0];
  const questions = (list?.items ?? []).filter(({ depth }) => depth === 0);
  return questions.map((item) => (list === undefined ? null : (answerTo(list, item)?.text ?? null)));
}

it.each([
  ['- [x] Who?\n  - **Answer**: Ada\n- [ ] When?\n', ['Ada', null]],
  ['- [x] Who?\n  - **Owner**: Bo\n  - **Decision:** Ada\n', ['Ada']],
  ['- [x] Who?\n  - **Owner**: Bo\n', [null]],
  ['- [x] Who?\n  - Answer Ada\n', [null]],
  ['- [x] Кто?\n  - **Ответ**: Ада\n- [x] 誰？\n  - **回答**：エイダ\n', ['Ада', 'エイダ']],
  ['- [x] Who?\n  - Ask:\n    - **Answer**: too deep\n', [null]],
])('%j has the answers %j', (items, answers) => {
  expect(answersIn(items)).toEqual(answers);
});
