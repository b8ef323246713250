import { describe, expect, test } from 'vitest';
import { checkSettings, configJsonSchema, defaultConfig, parseConfig, templateFinder } from './config.ts';

const problemsOf = (text: string) =>
  parseConfig(text, 'specwright.yaml').problems.map(({ message, range }) => ({
    message,
    at: text.slice(range.start, range.end),
  }));

describe('parseConfig', () => {
  test('reads every key', () => {
    const { config, problems } = parseConfig(
      `templates:
  - file: docs/template.md
    documents: ["docs/specs/**/*.md", "!**/README.md"]
    companion: spec.yaml
rules:
  DOC902: off
  duplicate-id: warning
unexpectedSections: warn
ignore: [drafts/**]
baseline: .specwright/baseline.json
failOn: warning
lifecycle:
  states: [Draft, Done]
  roles:
    Security: { people: [ada@example.org], scope: [design.api] }
history: docs/.history
allowedSigners: keys
`,
      'specwright.yaml',
    );
    expect(problems).toEqual([]);
    expect(config).toEqual({
      templates: [
        {
          file: 'docs/template.md',
          documents: ['docs/specs/**/*.md', '!**/README.md'],
          companion: 'spec.yaml',
          lifecycle: null,
        },
      ],
      rules: { DOC902: 'off', XDC801: 'warning' },
      unexpectedSections: 'warn',
      ignore: ['drafts/**'],
      baseline: '.specwright/baseline.json',
      failOn: 'warning',
      lifecycle: {
        states: ['Draft', 'Done'],
        roles: { Security: { people: ['ada@example.org'], scope: ['design.api'] } },
      },
      history: 'docs/.history',
      allowedSigners: 'keys',
    });
    expect(checkSettings(config, '2026-01-01')).toEqual({
      options: { today: '2026-01-01', unexpectedSections: 'warn' },
      severities: config.rules,
    });
  });

  test.each(['', '# nothing yet\n', '---\n', '{}'])('%j is the default', (text) => {
    expect(parseConfig(text, 'specwright.yaml')).toEqual({ config: defaultConfig, problems: [] });
  });

  test('an unknown key', () => {
    expect(problemsOf('tempaltes: []\nfailOn: error\n')).toEqual([
      { message: '`tempaltes` is no key of the configuration; did you mean `templates`', at: 'tempaltes' },
    ]);
    expect(problemsOf('templates:\n  - file: t.md\n    documents: [a]\n    companoin: x\n')).toEqual([
      { message: '`templates[1].companoin` is no key of the configuration; did you mean `companion`', at: 'companoin' },
    ]);
  });

  test('a mistake deep in the lifecycle', () => {
    expect(problemsOf('lifecycle:\n  roles:\n    Security:\n      poeple: [ada]\n')).toEqual([
      {
        message: '`lifecycle.roles.Security.poeple` is no key of the configuration; did you mean `people`',
        at: 'poeple',
      },
    ]);
    expect(problemsOf('lifecycle:\n  waivers: some\n')[0]?.message).toBe(
      '`lifecycle.waivers` must be `anyone`, `nobody` or a list of people',
    );
  });

  test('a wrong type or value, named by its path', () => {
    expect(problemsOf('templates:\n  - file: t.md\n    documents: specs\n')).toEqual([
      { message: '`templates[1].documents` must be a list, not `specs`', at: 'specs' },
    ]);
    expect(problemsOf('failOn: eror\n')).toEqual([
      {
        message: '`failOn` must be one of `error`, `warning`, `info`, not `eror`; did you mean `error`',
        at: 'eror',
      },
    ]);
    expect(problemsOf('templates:\n  - documents: [a]\n')).toEqual([
      { message: '`templates[1].file` is missing', at: 'documents' },
    ]);
    expect(problemsOf('ignore: [""]\n')).toEqual([{ message: '`ignore[1]` must not be empty', at: '""' }]);
  });

  test('a glob that means too many patterns', () => {
    expect(problemsOf(`ignore: ["${'{a,b}'.repeat(20)}"]\n`)[0]?.message).toBe(
      '`ignore[1]` has too many alternatives in braces; write several globs',
    );
  });

  test('an unknown rule', () => {
    expect(problemsOf('rules:\n  duplicate-ids: off\n')).toEqual([
      { message: '`rules` names `duplicate-ids`, which is no rule; did you mean `duplicate-id`', at: 'duplicate-ids' },
    ]);
  });

  test('what is sound stays in force beside a problem', () => {
    const { config } = parseConfig('failOn: eror\nunexpectedSections: warn\n', 'specwright.yaml');
    expect(config).toMatchObject({ failOn: 'error', unexpectedSections: 'warn' });
  });

  test('broken YAML, and YAML that is no map', () => {
    expect(problemsOf('rules: [\n')[0]?.message).toMatch(/^Not valid YAML: /u);
    expect(problemsOf('- a\n')[0]?.message).toMatch(/^The configuration must be a map/u);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefg'.replace(/./gu, (name) => {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join()}]\n`;
    })}`;
    expect(problemsOf(bomb)).not.toEqual([]);
  });
});

test('templateFinder takes the first entry that matches', () => {
  const find = templateFinder({
    ...defaultConfig,
    templates: [
      { file: 'adr.md', documents: ['docs/adr/*.md', '!docs/adr/README.md'], companion: null, lifecycle: null },
      { file: 'any.md', documents: ['docs/**/*.md'], companion: null, lifecycle: null },
    ],
  });
  expect(find('docs/adr/0001.md')?.file).toBe('adr.md');
  expect(find('docs/adr/README.md')?.file).toBe('any.md');
  expect(find('src/a.md')).toBeNull();
});

test('the JSON Schema names every key', () => {
  expect(configJsonSchema()).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { templates: {}, rules: {}, ignore: {}, baseline: {}, failOn: {}, unexpectedSections: {} },
  });
});
