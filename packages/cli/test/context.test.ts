import { estimateTokenCount } from 'tokenx';
import { afterEach, describe, expect, test } from 'vitest';
import { Playground } from './playground.ts';
import { draft, ReviewPlayground, spec } from './review-playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

const other = 'specs/0002-text-messages.md';

/** Two documents: the first leads to the second, which defines a word of the first. */
function linked(): Playground {
  const words = '\n**Sender**: Whoever pays for a message\n';
  const text = draft
    .replace('Appointment Reminders', 'Text Messages')
    .replace(/### Glossary\n[\s\S]*?(?=\n###|\n---)/u, '### Glossary\n\n- **Slot**: A time that can be booked\n');
  playground = new Playground({
    [spec]: draft
      .replace('## Background', `## Background\n\nSee [the messages](./0002-text-messages.md). Every slot is named.`)
      .concat(words),
    [other]: text,
  });
  return playground;
}

describe('context', { timeout: 60_000 }, () => {
  test.each(['specs/0001-reminders.md', '0001-reminders.md', '0001-reminders', 'reminders', '0001', '1', '#1'])(
    'finds a document by %s',
    (word) => {
      expect(linked().run(['context', word, '--budget', '300']).stdout).toContain(`- document: ${spec}\n`);
    },
  );

  test('finds a document by its title, and says which when there are several', () => {
    linked();
    expect(playground.run(['context', 'text messages']).stdout).toContain(other);
    expect(playground.run(['context', 'remindrs'])).toMatchObject({ status: 2 });
    expect(playground.run(['context', 'remindrs']).stderr).toContain(`Did you mean ${spec}?`);
    playground.write('old/0001-reminders.md', playground.read(spec));
    const { stderr } = playground.run(['context', '1']);
    expect(stderr).toContain('may mean 2 documents');
    expect(stderr).toContain(`old/0001-reminders.md, ${spec}`);
  });

  test('is never longer than the budget by the estimate it names', () => {
    linked();
    for (const budget of [200, 400, 800, 1600, 3200, 6400]) {
      const { stdout } = playground.run(['context', '1', '--budget', String(budget)]);
      expect(estimateTokenCount(stdout)).toBeLessThanOrEqual(budget);
      expect(stdout.includes('## Left out')).toBe(budget < 3200);
    }
    const { status, stderr } = playground.run(['context', '1', '--budget', '10']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/Give it at least \d+ tokens/u);
  });

  test('says what to run for what is left out', () => {
    const { stdout } = linked().run(['context', '1', '--budget', '600']);
    const [, command = ''] = /To read one: (specwright show .*)$/mu.exec(stdout) ?? [];
    expect(playground.shell(command)).toMatchObject({ status: 0 });
  });

  test('knows what surrounds the document: links, and words that others define', () => {
    const { stdout } = linked().run(['context', '1']);
    expect(stdout).toContain(`- Text Messages (${other}, Draft)`);
    expect(stdout).toContain(`- Slot: A time that can be booked (${other})`);
    const { parts } = JSON.parse(playground.run(['context', '1', '--json', '--section', 'risks']).stdout);
    expect(parts.map(({ kind }: { kind: string }) => kind)).toEqual(['risks']);
  });

  test('tells the effective status beside the claimed one, and who signed', () => {
    const reviewed = new ReviewPlayground();
    playground = reviewed;
    reviewed.does('ada', 'move', spec, 'In Review');
    reviewed.does('sec', 'sign', spec, '--yes');
    reviewed.edit('**Status**: In Review', '**Status**: Approved');
    const { stdout } = reviewed.run(['context', '1']);
    expect(stdout).toContain('- status: In Review\n- claimed status: Approved, which nothing recorded bears out');
    expect(stdout).toMatch(/- Security: Approved by sec on \d{4}-\d{2}-\d{2}\n/u);
  });
});
