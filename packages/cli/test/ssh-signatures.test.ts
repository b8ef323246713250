import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryEvent, makeEvent, signedForm } from '@specwright/core/lifecycle/event.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allowedSigners, SshSignatures, signingKey } from '../src/history/ssh-signatures.ts';
import { FolderGit } from '../src/workspace/folder-git.ts';
import { ada, commented, created } from './history-events.ts';

const present = spawnSync('ssh-keygen', ['-?'], { stdio: 'ignore' }).error === undefined;

describe.skipIf(!present)('SSH signatures (skipped without ssh-keygen)', () => {
  let folder: string;
  let signers: string;
  const key = (name: string): string => join(folder, name);
  const publicKey = (name: string): string => readFileSync(`${key(name)}.pub`, 'utf8').trim();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    for (const [name, type] of [
      ['ada', 'ed25519'],
      ['bo', 'ed25519'],
      ['curve', 'ecdsa'],
    ] as const) {
      execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', name, '-f', key(name)]);
    }
    signers = [
      `${ada.id} namespaces="specwright" ${publicKey('ada')}`,
      `bo@plans.example ${publicKey('bo')}`,
      `*@team.example ${publicKey('curve')}`,
    ].join('\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = 'text';
  const event = created('a.md', text);
  const sign = (one: HistoryEvent, name: string): Promise<HistoryEvent> => new SshSignatures(null, key(name)).sign(one);
  const state = (one: HistoryEvent, by: string | null = signers) => new SshSignatures(by, null).stateOf(one);

  test('prove the author of an event', async () => {
    const signed = await new SshSignatures(signers, key('ada')).sign(event);
    expect(signed.id).toBe(event.id);
    expect(signed.signature).toMatch(/^-----BEGIN SSH SIGNATURE-----\n/u);
    expect(await state(signed)).toEqual({ kind: 'key', principal: ada.id });
  });

  test('are not needed: without one, an event is a claim', async () => {
    expect(await state(event)).toEqual({ kind: 'claimed', reason: null });
    expect(await new SshSignatures(signers, null).sign(event)).toBe(event);
    expect(await state(await sign(event, 'ada'), null)).toMatchObject({ kind: 'claimed', reason: /allowed signers/u });
  });

  test('may be made with any kind of key, for addresses by a pattern', async () => {
    const at = makeEvent({ ...event, by: { ...ada, id: 'cy@team.example' } });
    expect(await state(await sign(at, 'curve'))).toEqual({ kind: 'key', principal: 'cy@team.example' });
  });

  test('may be made by an agent that holds the key', async () => {
    const lines = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' });
    const [socket, pid] = [/SSH_AUTH_SOCK=([^;]+)/u.exec(lines)?.[1], /SSH_AGENT_PID=(\d+)/u.exec(lines)?.[1]];
    const before = process.env.SSH_AUTH_SOCK;
    try {
      process.env.SSH_AUTH_SOCK = socket;
      execFileSync('ssh-add', ['-q', key('ada')], { stdio: 'ignore' });
      const literal = `key::${publicKey('ada')}`;
      expect(await state(await new SshSignatures(signers, literal).sign(event))).toMatchObject({ kind: 'key' });
    } finally {
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
      process.kill(Number(pid));
    }
  });

  test('of another content are bad', async () => {
    const signed = await sign(event, 'ada');
    const other = commented(event, [event], text, 'Approved by all');
    expect(await state({ ...other, signature: signed.signature as string })).toMatchObject({ kind: 'bad' });
  });

  test("by another's key are bad, and say so", async () => {
    expect(await state(await sign(event, 'bo'))).toEqual({
      kind: 'bad',
      reason: `It was made with a key that is not allowed for ${ada.id}`,
    });
  });

  test('made for another purpose are bad', async () => {
    const signedFor = (purpose: string): string =>
      execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', purpose, '-f', key('ada')], {
        input: signedForm(event),
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
    expect(await state({ ...event, signature: signedFor('specwright') })).toMatchObject({ kind: 'key' });
    expect(await state({ ...event, signature: signedFor('git') })).toMatchObject({ kind: 'bad' });
  });

  test.each(['', 'nonsense', '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n', '\0'])(
    'that are none are bad: %j',
    async (signature) => {
      expect(await state({ ...event, signature })).toMatchObject({ kind: 'bad' });
    },
  );

  test('are judged by the allowed signers that are given, and by the time of the event', async () => {
    const signed = await sign(event, 'ada');
    expect(await state(signed, `bo@plans.example ${publicKey('bo')}\n`)).toMatchObject({ kind: 'bad' });
    expect(await state(signed, '# nobody yet\n')).toMatchObject({ kind: 'bad' });
    const valid = (options: string): string => `${ada.id} ${options} ${publicKey('ada')}\n`;
    expect(await state(signed, valid('valid-before="20260601"'))).toMatchObject({ kind: 'key' });
    expect(await state(signed, valid('valid-before="20260401"'))).toMatchObject({ kind: 'bad' });
    expect(await state(signed, valid('valid-after="20260502"'))).toMatchObject({ kind: 'bad' });
  });

  test('are read for many events at once, and prove only the key', async () => {
    const comments = Array.from({ length: 6 }, (_, n) => commented(event, [event], text, `${n}`));
    const signed = await Promise.all(comments.map((one, n) => sign(one, n === 0 ? 'bo' : 'ada')));
    const assuranceOf = await new SshSignatures(signers, null).assurances([...signed, event]);
    expect(signed.map(assuranceOf)).toEqual(['claimed', 'key', 'key', 'key', 'key', 'key']);
    expect(assuranceOf(event)).toBe('claimed');
  });

  test('are refused with a key that is not the author’s, or that is not there', async () => {
    await expect(new SshSignatures(signers, key('bo')).sign(event)).rejects.toThrow(`is not one of ${ada.id}`);
    await expect(new SshSignatures(signers, key('none')).sign(event)).rejects.toThrow('Nothing was signed');
    expect(new SshSignatures(signers, key('ada')).ownAssurance).toBe('key');
    expect(new SshSignatures(null, key('ada')).ownAssurance).toBe('claimed');
    expect(new SshSignatures(signers, null).ownAssurance).toBe('claimed');
  });

  test('take key and signers from where git has them', async () => {
    const work = mkdtempSync(join(folder, 'work-'));
    const configure = (name: string, value: string): void => {
      execFileSync('git', ['config', name, value], { cwd: work });
    };
    execFileSync('git', ['init', '-q'], { cwd: work });
    const git = new FolderGit(work);
    configure('user.signingkey', key('ada'));
    configure('gpg.format', 'openpgp');
    expect(await signingKey(git, null)).toBeNull();
    configure('gpg.format', 'ssh');
    expect(await signingKey(git, null)).toBe(key('ada'));
    expect(await signingKey(git, key('bo'))).toBe(key('bo'));
    expect(await signingKey(null, null)).toBeNull();
    writeFileSync(join(folder, 'of-git'), signers);
    configure('gpg.ssh.allowedSignersFile', join(folder, 'of-git'));
    expect(await allowedSigners(work, 'signers', git)).toBe(signers);
    writeFileSync(join(work, 'signers'), '# own\n');
    expect(await allowedSigners(work, 'signers', git)).toBe('# own\n');
    expect(await allowedSigners(work, 'none', null)).toBeNull();
  });
});
