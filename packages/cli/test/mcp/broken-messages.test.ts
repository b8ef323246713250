import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type Playground, playgroundOfPlans } from '../playground.ts';
import { pour } from './agent.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);

let playground: Playground;
afterEach(() => playground.remove());

const request = (id: number, method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });
const hello = [
  request(1, 'initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'broken', version: '0' },
  }),
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
];
const list = request(99, 'tools/call', { name: 'list', arguments: {} });

/** What the server answers to some lines between a greeting and a call that has to work. */
async function answersTo(...lines: readonly (string | Buffer)[]) {
  playground = playgroundOfPlans();
  const input = Buffer.concat(
    [...hello, ...lines, list].flatMap((line) => [
      typeof line === 'string' ? Buffer.from(line) : line,
      Buffer.from('\n'),
    ]),
  );
  const { status, lines: output, errors } = await pour(playground, input);
  // Nothing but the protocol stands on the output.
  const answers = output.map((line) => JSON.parse(line));
  for (const answer of answers) expect(answer.jsonrpc).toBe('2.0');
  expect(status).toBe(0);
  expect(errors).not.toContain('    at ');
  const last = answers.find(({ id }) => id === 99);
  expect(last.result.structuredContent.total).toBe(2);
  return answers.filter(({ id }) => id !== 1 && id !== 99);
}

describe('the server stays up and says what is wrong', { timeout: 60_000 }, () => {
  test.each([
    ['no JSON', 'this is no JSON', -32700],
    ['half a message', '{"jsonrpc":"2.0","id":7,"method":', -32700],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x7b]), -32700],
    ['no version', '{"id":7,"method":"tools/list"}', -32600],
    ['no method', '{"jsonrpc":"2.0","id":7}', -32600],
    ['a list of messages', '[{"jsonrpc":"2.0","id":7,"method":"ping"}]', -32600],
    ['a number', '42', -32600],
    ['an id that is none', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    ['deep nesting', '['.repeat(200_000), -32700],
    ['a very long line', `{"jsonrpc":"2.0","id":7,"method":"ping","x":"${'a'.repeat(6_000_000)}"}`, -32600],
    ['an unknown method', request(7, 'documents/burn', {}), -32601],
  ])('%s', async (_what, line, code) => {
    const answers = await answersTo(line);
    expect(answers).toHaveLength(1);
    expect(answers[0].error.code).toBe(code);
    expect(answers[0].error.message.length).toBeGreaterThan(10);
  });

  test.each([
    ['an unknown tool', { name: 'burn', arguments: {} }, 'Tool burn not found'],
    ['a name of an object', { name: '__proto__', arguments: {} }, '__proto__'],
    ['a wrong type', { name: 'show', arguments: { document: 7 } }, 'Invalid arguments for tool show'],
    ['an unknown argument', { name: 'show', arguments: { document: 'clean', path: '/' } }, 'path'],
    ['far too much', { name: 'check', arguments: { rules: Array(6000).fill('x') } }, 'elements'],
    ['a null in a path', { name: 'show', arguments: { document: 'a\0b' } }, 'There is no document'],
    ['a wild limit', { name: 'list', arguments: { limit: 1e9 } }, 'Invalid arguments'],
  ])('%s', async (_what, params, message) => {
    const answers = await answersTo(request(7, 'tools/call', params));
    expect(answers).toHaveLength(1);
    expect(answers[0].result.isError).toBe(true);
    expect(answers[0].result.content[0].text).toContain(message);
  });

  test('arguments that are nested without end', async () => {
    const where = '['.repeat(100_000) + ']'.repeat(100_000);
    const line = request(7, 'tools/call', { name: 'list', arguments: { where: 'HERE' } }).replace('"HERE"', where);
    const [answer] = await answersTo(line);
    expect(answer.error ?? answer.result.isError).toBeTruthy();
  });

  test(`whatever is poured in (seed ${seed})`, async () => {
    const whole = [...hello, list, request(5, 'tools/call', { name: 'show', arguments: { document: 'clean' } })];
    const cut = fc
      .tuple(fc.constantFrom(...whole), fc.nat(200), fc.nat(200), fc.string({ maxLength: 8 }))
      .map(([line, from, count, put]) => line.slice(0, from) + put + line.slice(from + count));
    const call = fc
      .tuple(fc.constantFrom('list', 'show', 'propose', 'search', 'context', 'resolve'), fc.jsonValue({ maxDepth: 3 }))
      .map(([name, value]) => request(6, 'tools/call', { name, arguments: value }));
    const read = fc
      .string({ maxLength: 40 })
      .map((uri) => request(8, 'resources/read', { uri: `specwright://${uri}` }));
    const noise = fc.oneof(fc.string(), fc.json(), fc.base64String({ maxLength: 400 }), cut, call, read);
    // What begins with another greeting, or calls a request off, is a message as good as any.
    const lines = fc.sample(noise, { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 5_000 : 300 });
    await answersTo(...lines.map((line) => line.replaceAll('\n', ' ').replaceAll('99', '98')));
  });

  test('empty lines are passed over, and a message may come in pieces and without an end of line', async () => {
    expect(await answersTo('', '   ', '\r')).toEqual([]);
    const { status, lines } = await pour(playground, [...hello, list].join('\n'));
    expect(status).toBe(0);
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 99]);
  });
});

test('a folder that is not there ends it with a reason', () => {
  playground = playgroundOfPlans();
  const { status, stdout, stderr } = playground.run(['mcp', 'nowhere']);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('There is no folder');
});
