import type { Invocation } from './command.ts';

/** `specwright lsp`: serves until the editor ends it. */
export async function run(invocation: Invocation): Promise<number> {
  const { serveEditor } = await import('../lsp/serve-editor.ts');
  return serveEditor({ version: invocation.version, worker: invocation.worker });
}
