import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Playground, type Run } from './playground.ts';

const example = readFileSync(
  fileURLToPath(new URL('../../../examples/specs/0003-appointment-reminders.md', import.meta.url)),
  'utf8',
);

/** A finished draft of the built-in template that nobody has signed. */
export const draft = example
  .replace(/^\*\*Status\*\*: .*$/mu, '**Status**: Draft')
  .replace(/^(\| (?:Tech Lead|Engineering Manager|Security) \|).*$/gmu, '$1 | Pending | |')
  .replace(/^\| Privacy Officer .*\n/mu, '');

const holders = `lifecycle:
  roles:
    Tech Lead: { people: [tl@example.org] }
    Engineering Manager: { people: [em@example.org] }
    Security: { people: [sec@example.org], deputies: [dep@example.org] }
`;

export const spec = 'specs/0001-reminders.md';

/** A repository with one draft and named holders of the roles, in which anybody can act by their short name. */
export class ReviewPlayground extends Playground {
  #commits = 0;

  constructor(config = holders, text = draft) {
    super({ 'specwright.yaml': config, [spec]: text });
    this.git('init', '-q');
    this.commit('ada');
  }

  as(who: string, ...words: readonly string[]): Run {
    return this.run(words, '', { SPECWRIGHT_ACTOR: `${who} <${who}@example.org>` });
  }

  /** What somebody does that has to work. */
  does(who: string, ...words: readonly string[]): string {
    const { status, stdout, stderr } = this.as(who, ...words);
    if (status !== 0) throw new Error(`${who}: ${words.join(' ')}: ${status}\n${stdout}${stderr}`);
    return stdout;
  }

  commit(who: string): void {
    this.git('add', '-A');
    this.#commits += 1;
    // Git keeps seconds, so commits of one second would be equally new.
    const date = new Date(Date.now() - 86_400_000 + this.#commits * 60_000).toISOString();
    const author = ['-c', `user.name=${who}`, '-c', `user.email=${who}@example.org`];
    this.git(...author, 'commit', '-qm', `by ${who}`, '--date', date);
  }

  edit(from: string | RegExp, to: string): void {
    const text = this.read(spec);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`There is no ${from}`);
    this.write(spec, edited);
  }

  /** Everybody who has to signs what is there. */
  sign(...people: readonly string[]): void {
    for (const who of people) this.does(who, 'sign', spec, '--yes');
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a program prints has the shape that the tests say
  json(...words: readonly string[]): any {
    return JSON.parse(this.run([...words, '--json']).stdout);
  }

  /** Who must act, as `who: what`. */
  turns(): string[] {
    return this.json('turns').map(({ who, what }: { who: string; what: string }) => `${who}: ${what}`);
  }

  status(): string {
    return this.json('verify').documents[0].effectiveStatus;
  }
}
