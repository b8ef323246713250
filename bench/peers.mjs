import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../packages/cli/bin/specwright.js', import.meta.url));

/** A check by the real command; findings are wanted, so every severity may fail it. */
export function specwright(folder, template, flags) {
  const arguments_ = [binary, 'check', folder, '--template', template, '--format', 'json', ...flags];
  return { name: 'specwright check', command: process.execPath, arguments: arguments_ };
}

/** The peers on the same files, each as its documentation says for a folder of Markdown. */
export function peersFor(here, folder) {
  const modules = `${here}node_modules/`;
  return [
    {
      name: 'rumdl check',
      command: process.execPath,
      arguments: [`${modules}rumdl/bin/rumdl`, 'check', '--no-cache', '--quiet', folder],
    },
    { name: 'eipw-lint-js', command: process.execPath, arguments: [`${here}peers/eipw.mjs`, folder] },
    {
      name: 'markdownlint-cli2',
      command: process.execPath,
      arguments: [`${modules}markdownlint-cli2/markdownlint-cli2-bin.mjs`, '**/*.md'],
      cwd: folder,
    },
    {
      name: 'remark-cli, recommended preset',
      command: process.execPath,
      arguments: [
        `${modules}remark-cli/cli.js`,
        '--no-stdout',
        '--quiet',
        '--use',
        `${modules}remark-preset-lint-recommended/index.js`,
        folder,
      ],
    },
  ];
}
