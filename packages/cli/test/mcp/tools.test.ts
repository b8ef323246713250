import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Playground, template } from '../playground.ts';
import { draft, ReviewPlayground, spec } from '../review-playground.ts';
import { Agent } from './agent.ts';

let playground: ReviewPlayground;
let agent: Agent;
beforeAll(async () => {
  playground = new ReviewPlayground();
  playground.does('ada', 'comment', spec, 'overview.goals', 'Is this measured?');
  agent = await Agent.connect(playground);
}, 60_000);
afterAll(async () => {
  await agent.close();
  playground.remove();
});

describe('every tool', () => {
  const calls: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    check: { document: '1' },
    show: { document: spec, address: 'overview.goals' },
    context: { document: '0001', budget: 1500 },
    list: { where: [{ path: ['status'], operator: '=', value: 'Draft' }], sort: { path: ['title'], descending: true } },
    search: { words: 'reminder' },
    risks: {},
    metrics: { document: '1' },
    tasks: { limit: 2 },
    open_questions: {},
    glossary: {},
    turns: {},
    stuck: {},
    gates: { document: '1' },
    history: { document: '1' },
    threads: { document: '1' },
    template_list: {},
    template_explain: { template: 'technical-spec' },
    explain: { code: 'STR101' },
  };

  test('is called here once, but for propose', async () => {
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([...Object.keys(calls), 'propose'].sort());
    for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
      expect(name).toMatch(/^[a-z_]{3,40}$/u);
      expect(description?.length).toBeGreaterThan(30);
      expect(inputSchema.type).toBe('object');
      expect(outputSchema?.type).toBe('object');
      expect(annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
    }
  });

  test.each(Object.entries(calls))('%s answers with typed data', async (name, input) => {
    const data = await agent.call(name, input);
    expect(Object.keys(data).length).toBeGreaterThan(0);
  });

  test('none lets an agent sign, move, waive or delegate', async () => {
    const names = (await agent.client.listTools()).tools.map(({ name }) => name);
    for (const act of [
      'sign',
      'move',
      'waive',
      'delegate',
      'archive',
      'hold',
      'assign',
      'measure',
      'comment',
      'reply',
    ]) {
      expect(names).not.toContain(act);
      expect(await agent.refusal(act, { document: spec })).toContain(`Tool ${act} not found`);
    }
    const { stderr } = playground.run(['sign', spec, '--role', 'Tech Lead', '--yes'], '', {
      SPECWRIGHT_ACTOR: 'agent:scribe <tl@example.org>',
    });
    expect(stderr).toContain('only people sign');
  });
});

test('says the same as the commands do', async () => {
  const shown = await agent.call('show', { document: spec, address: 'risks' }).catch((error: Error) => error.message);
  expect(shown).toContain('There is nothing at the address "risks"');
  const data = playground.json('show', spec);
  expect((await agent.call('show', { document: spec })).data).toEqual(data.data);
  const rows = playground.json('tasks').rows;
  expect((await agent.call('tasks')).rows).toEqual(rows);
  const found = playground.json('search', 'reminder').documents;
  expect((await agent.call('search', { words: 'reminder' })).documents).toEqual(found);
  const gates = playground.json('gates', spec).documents;
  expect((await agent.call('gates', { document: spec })).documents).toEqual(gates);
  const events = playground.json('history', spec).events;
  expect((await agent.call('history', { document: spec })).events).toEqual(events);
  const { diagnostics } = JSON.parse(playground.run(['check', spec, '--format', 'json']).stdout);
  const { findings } = await agent.call('check', { document: spec });
  expect(findings.map(({ code }: { code: string }) => code)).toEqual(
    diagnostics.map(({ code }: { code: string }) => code),
  );
});

test('a page of a list leads to the next, and all pages make the whole', async () => {
  const whole = await agent.call('tasks', { limit: 500 });
  const rows: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: unknown[]; more: string | null } = await agent.call('tasks', { limit: 3, cursor });
    expect(page.rows.length).toBeLessThanOrEqual(3);
    rows.push(...page.rows);
    cursor = page.more;
  } while (cursor !== null);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows).toEqual(whole.rows);
});

test('says what is wrong and what to do', async () => {
  expect(await agent.refusal('show', { document: 'nowhere' })).toContain('There is no document "nowhere" here');
  expect(await agent.refusal('show', {})).toContain('Invalid arguments for tool show');
  expect(await agent.refusal('show', { document: '../../etc/passwd' })).toContain('There is no document');
  expect(await agent.refusal('show', { document: spec, adress: 'x' })).toContain('adress');
  expect(await agent.refusal('explain', { code: 'missing-sectoin' })).toContain('Did you mean missing-section?');
  expect(await agent.refusal('check', { rules: ['no-rule'] })).toContain('There is no rule "no-rule"');
  expect(await agent.refusal('context', { document: spec, budget: 5 })).toContain('at least');
  expect(await agent.refusal('list', { where: [{ path: ['nofield'], operator: '=', value: '' }] })).toContain(
    'nofield',
  );
});

test('calls at once have their own answers', async () => {
  const names = ['show', 'context', 'gates', 'check', 'history', 'risks', 'tasks', 'metrics', 'turns', 'stuck'];
  const inputs = names.map((name) => [name, ['turns', 'stuck'].includes(name) ? {} : { document: spec }] as const);
  const one = [];
  for (const [name, input] of inputs) one.push(await agent.call(name, input));
  const together = await Promise.all(inputs.map(([name, input]) => agent.call(name, input)));
  expect(together).toEqual(one);
});

describe('resources', () => {
  test('lead from the list to each document, its text and its template', async () => {
    const { resources } = await agent.client.listResources();
    const uris = resources.map(({ uri }) => uri);
    expect(uris).toContain('specwright://documents');
    const uri = `specwright://document/${encodeURIComponent(spec)}`;
    expect(uris).toContain(uri);
    const read = async (from: string): Promise<string> => {
      const [content] = (await agent.client.readResource({ uri: from })).contents;
      return content !== undefined && 'text' in content ? content.text : '';
    };
    expect(JSON.parse(await read('specwright://documents')).documents).toHaveLength(1);
    expect(JSON.parse(await read(uri))).toMatchObject({ file: spec, status: 'Draft' });
    expect(await read(`${uri}/text`)).toBe(draft);
    expect(await read('specwright://document/1/text')).toBe(draft);
    for (const template of uris.filter((one) => one.startsWith('specwright://template/'))) {
      expect((await read(template)).length).toBeGreaterThan(100);
    }
    await expect(read('specwright://document/..%2F..%2Fetc%2Fpasswd')).rejects.toThrow('There is no document');
    await expect(read('specwright://nothing')).rejects.toThrow();
  });

  test('their names are completed, and so are those of prompts', async () => {
    const { resourceTemplates } = await agent.client.listResourceTemplates();
    expect(resourceTemplates.map(({ name }) => name).sort()).toEqual(['document', 'document-text', 'template']);
    const { completion } = await agent.client.complete({
      ref: { type: 'ref/resource', uri: 'specwright://document/{id}' },
      argument: { name: 'id', value: 'remind' },
    });
    expect(completion.values).toEqual([encodeURIComponent(spec)]);
    const { prompts } = await agent.client.listPrompts();
    expect(prompts.map(({ name }) => name).sort()).toEqual(['draft', 'review']);
    const { messages } = await agent.client.getPrompt({ name: 'review', arguments: { document: spec } });
    expect(JSON.stringify(messages)).toContain(spec);
  });
});

test('what a link brings in from outside is no document', async () => {
  const outside = new Playground({ 'secret.md': '# Secret\n\n## Overview\n\nkeepout\n', 'template.md': template });
  mkdirSync(playground.path('templates'));
  symlinkSync(outside.path('template.md'), playground.path('templates/linked-template.md'));
  symlinkSync(outside.path('secret.md'), playground.path('specs/0002-linked.md'));
  const { documents } = await agent.call('list');
  expect(documents.map(({ file }: { file: string }) => file)).toEqual([spec]);
  expect((await agent.call('search', { words: 'keepout' })).found).toBe(0);
  expect(await agent.refusal('show', { document: 'specs/0002-linked.md' })).toContain('There is no document');
  const known = playground.json('template', 'list').templates;
  expect(known.map(({ file }: { file: string }) => file)).toContain('templates/linked-template.md');
  const { templates } = await agent.call('template_list');
  expect(templates.map(({ file }: { file: string }) => file)).not.toContain('templates/linked-template.md');
  outside.remove();
});

test('answers stay short, however long a document is', async () => {
  const long = 'specs/0004-long.md';
  const row = `| ${'wide '.repeat(60_000)} | High | High | none |`;
  playground.write(long, draft.replace(/^(\| Risk .*\n\|[-| ]+\|\n)/mu, `$1${row}\n`));
  const { rows } = await agent.call('risks', { document: long, limit: 500 });
  const wide = rows.find(({ risk }: { risk: string }) => risk.startsWith('wide wide'));
  expect(wide.risk.length).toBe(4001);
  const whole = await agent.call('show', { document: long });
  expect(whole.data).toBeNull();
  expect(JSON.stringify(whole).length).toBeLessThan(100_000);
  expect((await agent.call('show', { document: long, address: 'overview.goals' })).data.length).toBeGreaterThan(0);
  expect((await agent.call('context', { document: long, budget: 2000 })).tokens).toBeLessThanOrEqual(2000);
  playground.write(long, 'gone');
});

test('what changes between two calls is seen', async () => {
  const other = 'specs/0003-other.md';
  writeFileSync(playground.path(other), draft.replaceAll('Appointment Reminders', 'Other Things'));
  expect((await agent.call('show', { document: '3' })).title).toContain('Other Things');
  writeFileSync(playground.path(other), draft.replaceAll('Appointment Reminders', 'More Things'));
  expect((await agent.call('show', { document: '3' })).title).toContain('More Things');
});
