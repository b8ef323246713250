import type { Transporter } from 'nodemailer';
import { Problem } from '../rights/problem.ts';
import { isMailbox, type MailServer } from './mail.ts';

const words = {
  invitation: {
    subject: 'You are invited to Specwright',
    text: 'You are invited to write and review specifications. Choose a name and a password here:',
    end: 'The link works once, for a week. Whoever has it can join in your name, so pass it on to nobody.',
  },
  password: {
    subject: 'Choose a new password for Specwright',
    text: 'An administrator lets you choose a new password here:',
    end: 'The link works once, for a day. If you did not ask for it, tell an administrator; your password stays as it is.',
  },
} as const;

/**
 * Sends one-time links. They go at once and not by the outbox, which would keep a secret that lets people in. Throws a `Problem` when the
 * server does not take the mail; whoever asked for the link can ask again.
 */
export function linkMail(
  transport: Transporter,
  { from, hub }: Pick<MailServer, 'from' | 'hub'>,
): (to: string, purpose: keyof typeof words, link: string) => Promise<void> {
  return async (to, purpose, link) => {
    const { subject, text, end } = words[purpose];
    if (!isMailbox(to))
      throw new Problem('mail-failed', `No mail can be sent to ${to}`, { hint: 'Use another address' });
    try {
      await transport.sendMail({
        from: { name: 'Specwright', address: from },
        to: { name: '', address: to },
        subject,
        text: `${text}\n\n${link}\n\n${end}\n\n-- \n${hub}\n`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw new Problem('mail-failed', `The mail server did not take the mail to ${to}`, {
        hint: 'Try again; if it fails again, an administrator finds the reason in the log of the hub',
        cause: error,
      });
    }
  };
}
