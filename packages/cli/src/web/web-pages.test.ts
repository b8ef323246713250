import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebServer } from '../../test/web-server.ts';
import { WebPages } from './web-pages.ts';

const server = new WebServer();
let address = '';
let pages: WebPages;

beforeAll(async () => {
  address = await server.start();
});
beforeEach(() => {
  server.requests.length = 0;
  pages = new WebPages({ agent: 'test', patience: 200 });
});
afterAll(() => server.stop());

test.each([
  ['/there', { kind: 'works' }],
  ['/passed-on', { kind: 'works' }],
  ['/no-head', { kind: 'works' }],
  ['/gone', { kind: 'broken', reason: 'answers 404 Not Found' }],
  ['/answers-410', { kind: 'broken', reason: 'answers 410 Gone' }],
  ['/answers-400', { kind: 'broken', reason: 'answers 400 Bad Request' }],
  ['/answers-401', { kind: 'unknown', reason: 'its server answers 401 Unauthorized' }],
  ['/answers-403', { kind: 'unknown', reason: 'its server answers 403 Forbidden' }],
  ['/answers-429', { kind: 'unknown', reason: 'its server answers 429 Too Many Requests' }],
  ['/answers-503', { kind: 'unknown', reason: 'its server answers 503 Service Unavailable' }],
  ['/round', { kind: 'unknown', reason: 'it is passed on more than 5 times' }],
])('%s', async (path, answer) => {
  expect(await pages.ask(address + path)).toEqual(answer);
});

test('a redirect to nowhere names where it leads', async () => {
  const reason = `is passed on to "${address}/gone", which answers 404 Not Found`;
  expect(await pages.ask(`${address}/passed-on-to-gone`)).toEqual({ kind: 'broken', reason });
});

test('a host that never answers is soon left alone', async () => {
  const urls = Array.from({ length: 20 }, (_, index) => `${address}/hangs?${index}`);
  const answers = await Promise.all(urls.map((url) => pages.ask(url)));
  const reason = `${new URL(address).host} does not answer within 0.2 seconds`;
  expect(answers).toEqual(urls.map(() => ({ kind: 'unknown', reason })));
  // The second request can still be waiting when the third begins.
  expect(server.requests.length).toBeLessThanOrEqual(3);
});

test('a connection that breaks off says nothing of the page', async () => {
  expect(await pages.ask(`${address}/breaks`)).toMatchObject({ kind: 'unknown' });
});

test('a refused connection is broken', async () => {
  const closed = new WebServer();
  const gone = await closed.start();
  await closed.stop();
  expect(await pages.ask(gone)).toEqual({
    kind: 'broken',
    reason: `cannot be reached: ${new URL(gone).host} refuses the connection`,
  });
});

test('each page is asked for once, two at a time, without cookies', async () => {
  server.busiest = 0;
  const paths = Array.from({ length: 12 }, (_, index) => `/there?${index % 6}#${index}`);
  await Promise.all(paths.map((path) => pages.ask(address + path)));
  expect(server.requests.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `HEAD /there?${index}`));
  expect(server.busiest).toBe(2);
  expect(server.cookies).toEqual([]);
});

test('examples are not asked for, and passwords are not sent', async () => {
  expect(await pages.ask('https://example.com/gone')).toEqual({ kind: 'works' });
  expect(await pages.ask('https://api.shop.example/')).toEqual({ kind: 'works' });
  expect(await pages.ask(address.replace('//', '//ada:secret@'))).toMatchObject({ kind: 'unknown' });
  expect(await pages.ask('https://[/')).toEqual({ kind: 'unknown', reason: 'it is no valid address' });
  expect(server.requests).toEqual([]);
});
