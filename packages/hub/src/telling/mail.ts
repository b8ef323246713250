import { eq } from 'drizzle-orm';
import { createTransport, type Transporter } from 'nodemailer';
import type { Database } from '../database/database.ts';
import { tellingChoice } from '../database/tables/telling.ts';
import { digestFor } from './digest.ts';
import { digestText } from './digest-text.ts';
import { type Deliver, Undeliverable } from './relay.ts';
import { callerOf } from './whom.ts';

/** The server that takes the hub's mail, and in whose name it is sent. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it, and always where a password is sent. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** Address of the sender. */
  readonly from: string;
  /** Address of the hub without a slash at its end. */
  readonly hub: string;
}

/** A plain address of one mailbox, so short and simple that nothing else can be said by it. */
const mailbox = /^[^\s@"<>(),:;\\[\]\p{C}]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?$/iu;

/** True for an address that mail can be sent to. */
export function isMailbox(address: string): boolean {
  return mailbox.test(address);
}

/** Opens the way to a mail server; nothing is sent before the first mail. */
export function openMail({ host, port, secure, user, password }: MailServer): Transporter {
  return createTransport({
    ...{ host, port, secure, pool: true, maxConnections: 2 },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' }, requireTLS: !secure }),
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, dnsTimeout: 15_000 },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

/**
 * Sends digests. What they tell is looked up when they are sent, so nobody is told of what they may not read any more; where nothing is
 * left to tell, or no digest is wanted any more, nothing is sent. The mail has one Message-ID however often it is sent.
 */
export function deliverDigest(database: Database, transport: Transporter, server: MailServer): Deliver<'mail'> {
  return async ({ id, body }) => {
    const { queries } = database;
    const caller = await callerOf(queries, body.account);
    const [choice] = await queries.select().from(tellingChoice).where(eq(tellingChoice.account, body.account));
    if (caller === null || choice === undefined || choice.digest === 'off') return;
    const { id: address } = caller.actor;
    if (!isMailbox(address)) throw new Undeliverable('The address is none that mail can be sent to');
    const unsubscribe = `${server.hub}/unsubscribe/${choice.unsubscribe}`;
    const digest = digestText(await digestFor(queries, caller, new Date()), { hub: server.hub, unsubscribe });
    if (digest === null) return;
    try {
      await transport.sendMail({
        from: { name: 'Specwright', address: server.from },
        to: { name: '', address },
        ...digest,
        messageId: `<${id}@${new URL(server.hub).hostname}>`,
        headers: {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
        },
      });
    } catch (error) {
      throw isRefused(error) ? new Undeliverable((error as Error).message) : error;
    }
  };
}

/** Whether the server refused this very mail or its receiver for good; what it thinks of the hub may change. */
function isRefused(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 550 && responseCode < 560;
}
