// Gathers the licences of everything that the bundle carries.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `inputs`: paths from `root` that the bundler read. Returns the text of THIRD-PARTY-NOTICES.txt, sorted by package. */
export function noticesOf(root, inputs) {
  const folders = new Set(inputs.filter((path) => path.includes('node_modules/')).map((path) => packageFolder(path)));
  const notices = [...folders].map((folder) => noticeOf(root, folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const head = 'This program contains the following packages, each under its own licence.\n';
  return [head, ...notices.map(({ text }) => text)].join(`\n${'-'.repeat(78)}\n\n`);
}

/** `node_modules/@a/b/lib/c.js` → `node_modules/@a/b`; the innermost package counts. */
function packageFolder(path) {
  const at = path.lastIndexOf('node_modules/') + 'node_modules/'.length;
  const [first, second] = path.slice(at).split('/');
  return path.slice(0, at) + (first.startsWith('@') ? `${first}/${second}` : first);
}

function noticeOf(root, folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const licence = licenceText(join(root, folder)) ?? `Licence: ${manifest.license}`;
  const name = `${manifest.name} ${manifest.version}`;
  return { name, text: `${name} (${manifest.license})\n\n${licence.trim()}\n` };
}

function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)(?:\.|-|$)/iu.test(name));
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
}
