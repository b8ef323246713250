import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path behind a URI; null for what is no file here: `untitled:`, `git:`, another host, a broken escape. */
export function pathOfUri(uri: string): string | null {
  if (!/^file:/iu.test(uri)) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}

/** True for a text that has no file yet. */
export function isUntitled(uri: string): boolean {
  return /^untitled:/iu.test(uri);
}
