import { spawn } from 'node:child_process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { type Playground, program } from '../playground.ts';

/** A client of the SDK, connected to the real server over its standard streams. */
export class Agent {
  readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  static async connect(playground: Playground, ...words: readonly string[]): Promise<Agent> {
    const client = new Client({ name: 'scribe', version: '1.0.0' });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', ...words],
      cwd: playground.folder,
      env: playground.env as Record<string, string>,
      stderr: 'pipe',
    });
    await client.connect(transport);
    // The client holds every answer to the shape that the tool was listed with.
    await client.listTools();
    return new Agent(client);
  }

  /** What a tool gives; its error as a text. */
  // biome-ignore lint/suspicious/noExplicitAny: each tool's data has the shape that its own schema says
  async call(name: string, input: Readonly<Record<string, unknown>> = {}): Promise<any> {
    const result = (await this.client.callTool({ name, arguments: { ...input } })) as CallToolResult;
    const [first] = result.content;
    const text = first?.type === 'text' ? first.text : '';
    if (result.isError === true) throw new Error(text);
    return result.structuredContent;
  }

  /** Why a call was refused. */
  async refusal(name: string, input: Readonly<Record<string, unknown>>): Promise<string> {
    try {
      await this.call(name, input);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`${name} was not refused`);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** What the server answers to a stream of bytes, line by line, and how it ends. */
export function pour(
  playground: Playground,
  input: string | Buffer,
): Promise<{ readonly status: number | null; readonly lines: readonly string[]; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const server = spawn(process.execPath, [program, 'mcp'], { cwd: playground.folder, env: playground.env });
    let output = '';
    let errors = '';
    server.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    server.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    server.on('error', reject);
    server.on('close', (status) =>
      resolve({ status, lines: output.split('\n').filter((line) => line !== ''), errors }),
    );
    server.stdin.end(input);
  });
}
