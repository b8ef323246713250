import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { openMirror } from '../../../../cli/src/mirror/open-mirror.ts';
import { testDatabase } from '../../../test/database.ts';
import { readConfiguration } from '../../configuration.ts';
import { startTeamHub } from '../../team.ts';

const database = await testDatabase();
const links: string[] = [];
const flags = { port: '0', databaseUrl: database.url, logLevel: 'fatal' };
const hub = await startTeamHub(readConfiguration('hub', flags, {}, ''), {
  ...{ version: '1.2.3', files: null, lost: () => {} },
  setUp: (link) => links.push(link),
  openFolder: openMirror,
});
afterAll(() => hub.stop());

interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** What stands right behind its start tag. */
  readonly text: string;
}

/** The elements of the hub's own page, whose markup is plain. */
function elementsOf(html: string): Element[] {
  const [, scripts = ''] = /<script>(.*?)<\/script>/su.exec(html) ?? [];
  const markup = html.replace(/<script>.*?<\/script>/gsu, '<script>');
  return Array.from(
    markup.matchAll(/<(\w+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>([^<]*)/gu),
    ([, tag = '', named = '', text = '']) => ({
      tag,
      attributes: new Map(
        Array.from(named.matchAll(/([\w-]+)(?:="([^"]*)")?/gu), ([, name = '', value = '']) => [name, value]),
      ),
      text: tag === 'script' ? scripts : text,
    }),
  );
}

/** Opens a link as a browser does, as far as the page's own script asks: gives what is shown, and sends the form. */
async function visit(link: string) {
  const { hash, pathname } = new URL(link);
  const html = await (await fetch(new URL(pathname, hub.url))).text();
  const nodes = elementsOf(html);
  const shown = new Map<
    string,
    { textContent: string; hidden: boolean; append: () => void; addEventListener: () => void }
  >();
  for (const node of nodes) {
    const id = node.attributes.get('id');
    const plain = { hidden: node.attributes.has('hidden'), append: () => {}, addEventListener: () => {} };
    if (id !== undefined) shown.set(id, { ...plain, textContent: node.text });
  }
  const inputs = nodes.filter(({ tag }) => tag === 'input');
  const elements = Object.fromEntries(
    inputs.map((one) => [one.attributes.get('name') ?? '', { value: '', disabled: false }]),
  );
  let submit: (event: object) => Promise<void> = async () => {};
  Object.assign(shown.get('form') ?? {}, {
    ...{ elements, querySelector: () => ({}), querySelectorAll: () => [] },
    addEventListener: (_: string, hear: typeof submit) => {
      submit = hear;
    },
  });
  let cookie = '';
  const browser = createContext({
    document: { getElementById: (id: string) => shown.get(id), createElement: () => ({}) },
    location: { hash, pathname },
    history: { replaceState: () => {} },
    FormData: class {
      *[Symbol.iterator]() {
        for (const [name, { value, disabled }] of Object.entries(elements)) if (!disabled) yield [name, value];
      }
    },
    fetch: async (path: string, sent: RequestInit) => {
      const own = { origin: hub.url.origin, 'sec-fetch-site': 'same-origin' };
      const answer = await fetch(new URL(path, hub.url), { ...sent, headers: { ...sent.headers, ...own } });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return answer;
    },
    ...{ TypeError, Error },
  });
  runInContext(nodes.find(({ tag }) => tag === 'script')?.text ?? '', browser);
  const text = (id: string) => shown.get(id)?.textContent;
  return {
    text,
    isOpen: () => shown.get('form')?.hidden === false,
    elements,
    send: async (values: Readonly<Record<string, string>>): Promise<string> => {
      for (const [name, value] of Object.entries(values)) Object.assign(elements[name] ?? {}, { value });
      await submit({ preventDefault: () => {} });
      return cookie;
    },
  };
}

test('the page runs its own script alone, and is told no secret', async () => {
  const [link = ''] = links;
  expect(link).toMatch(/\/join#[\w-]{20,}$/u);
  const answer = await fetch(new URL('/join', hub.url));
  const html = await answer.text();
  const policy = answer.headers.get('content-security-policy') ?? '';
  for (const kind of ['script', 'style']) {
    const [one, ...more] = elementsOf(html).filter(({ tag }) => tag === kind);
    expect(more).toEqual([]);
    const hash = createHash('sha256')
      .update(one?.text ?? '')
      .digest('base64');
    expect(policy).toContain(`${kind}-src 'sha256-${hash}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const names = elementsOf(html).flatMap(({ attributes }) => [...attributes.keys()]);
  expect(names.filter((name) => /^on|^style$/u.test(name))).toEqual([]);
  expect(names).toContain('autocomplete');
});

test('somebody makes the first account, invites another, and lets them choose a new password, each by a link', async () => {
  const [link = ''] = links;
  const first = await visit(link);
  await expect.poll(first.isOpen).toBe(true);
  expect(first.text('about')).toBe('You make the first account of this hub, and administer it.');
  await first.send({ email: 'ada@example.com', name: 'Ada', password: 'short' });
  expect(first.text('problem')).toContain('password must have at least 12 characters');
  const cookie = await first.send({ password: 'nine lamps at dawn' });
  expect(first.text('title')).toBe('Welcome');
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into answers as they come
  const ask = async (method: string, path: string, body?: object): Promise<any> => {
    const headers = { cookie, 'specwright-request': '1', 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await fetch(new URL(`/api/v1${path}`, hub.url), { method, headers, ...sent })).json();
  };
  expect(await ask('GET', '/me')).toMatchObject({ admin: true, actor: { name: 'Ada' } });

  const invited = await visit((await ask('POST', '/invitations', { email: 'bo@example.com' })).link);
  await expect.poll(invited.isOpen).toBe(true);
  expect(invited.elements.email).toMatchObject({ value: 'bo@example.com', readOnly: true });
  await invited.send({ name: 'Bo', password: 'eleven quiet rivers' });
  expect(invited.text('title')).toBe('Welcome');

  const bo = (await ask('GET', '/people')).find(({ name }: { name: string }) => name === 'Bo');
  const reset = await visit((await ask('POST', `/people/${bo.id}/password-link`, {})).link);
  await expect.poll(reset.isOpen).toBe(true);
  await reset.send({ password: 'another dozen stones' });
  expect(reset.text('title')).toBe('Your password is new');
  const again = await visit(link);
  await expect.poll(() => again.text('problem')).toContain('The link was used before, or has expired');
  const whole = await visit(link.replace(/#.*/u, ''));
  await expect.poll(() => whole.text('problem')).toContain('The address is not whole');
});
