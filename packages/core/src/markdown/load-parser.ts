import { mdastParser } from './mdast-parser.ts';
import type { MarkdownParser } from './parser.ts';

/**
 * The fastest parser that loads here: the native one, or the one in JavaScript where no native package is installed
 * for the platform. Both give the same trees; see `parser-contract.test.ts`.
 */
export async function loadParser(): Promise<MarkdownParser> {
  try {
    const { nativeParser } = await import('./native-parser.ts');
    return nativeParser;
  } catch {
    return mdastParser;
  }
}
