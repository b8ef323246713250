// The least that any checker written in Node does: start, read every file of a folder, decode it, count its newlines.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
let lines = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith('.md')) continue;
  const text = decoder.decode(readFileSync(join(entry.parentPath, entry.name)));
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
}
console.log(lines);
