import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test } from 'vitest';
import { problemOf } from '../../test/people.ts';
import { linkMail } from './link-mail.ts';
import { openMail } from './mail.ts';

const mails: { readonly to: readonly string[]; readonly message: string }[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _, done) => done(address.startsWith('nobody') ? new Error('no such mailbox') : null),
  onData(stream, { envelope }, done) {
    let message = '';
    stream.on('data', (chunk) => {
      message += String(chunk);
    });
    stream.on('end', () => {
      mails.push({ to: envelope.rcptTo.map(({ address }) => address), message });
      done();
    });
  },
});
await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
const server = {
  ...{
    host: '127.0.0.1',
    port: (smtp.server.address() as AddressInfo).port,
    secure: false,
    user: null,
    password: null,
  },
  ...{ from: 'specwright@example.com', hub: 'https://specs.example.com' },
};
const transport = openMail(server);
afterAll(async () => {
  transport.close();
  await new Promise<void>((done) => smtp.close(() => done()));
});

test('a link is mailed to whom it is for, and to nobody else', async () => {
  const send = linkMail(transport, server);
  const link = `https://specs.example.com/join#${'x'.repeat(43)}`;
  await send('ada@example.com', 'invitation', link);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.to).toEqual(['ada@example.com']);
  expect(mails[0]?.message).toContain('Subject: You are invited to Specwright');
  expect(mails[0]?.message.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(link);
  for (const wrong of ['nobody@example.com', 'a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com'])
    expect(await problemOf(send(wrong, 'password', link))).toBe('mail-failed');
  expect(mails).toHaveLength(1);
});
