import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page that the hub itself shows to browsers; nothing that somebody wrote is in it. */
export interface WebPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** What runs in the browser; empty for nothing. */
  readonly script: string;
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; accent-color: light-dark(#0b5cad, #7cb7ff); }
body { max-width: 26rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
label { display: block; margin: 1rem 0 0; font-weight: 600; }
input { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem .6rem; font: inherit; }
button { margin-top: 1.25rem; padding: .55rem 1.1rem; font: inherit; font-weight: 600; cursor: pointer; }
small { display: block; font-weight: 400; opacity: .75; }
[role=alert] { color: light-dark(#a11, #ff9b9b); white-space: pre-line; }
[hidden] { display: none; }
`;

/**
 * Answers with a page. Its policy names what may run and how it looks by their hashes, so that nothing else ever does, and lets it ask
 * this hub alone.
 */
export function sendPage(reply: FastifyReply, { title, body, script }: WebPage, status = 200): FastifyReply {
  const policy = [
    ...["default-src 'none'", `style-src ${hashOf(style)}`, `script-src ${script === '' ? "'none'" : hashOf(script)}`],
    ...["connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
  ].join('; ');
  return reply
    .status(status)
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${title}</title><style>${style}</style></head><body><main>${body}</main>` +
        `${script === '' ? '' : `<script>${script}</script>`}</body></html>`,
    );
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
