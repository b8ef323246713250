// The tour behind `npm start`: the real command on real files, each step with the command that a reader would type.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'packages', 'cli', 'bin', 'specwright.js');
const color = process.stdout.isTTY === true && !process.env.NO_COLOR;

const playground = mkdtempSync(join(tmpdir(), 'specwright-tour-'));
cpSync(join(root, 'examples'), join(playground, 'examples'), { recursive: true });
process.once('exit', () => rmSync(playground, { recursive: true, force: true }));

say('A template is the program: this is how the built-in one is read, line by line.');
run(['template', 'explain', 'technical-spec'], { lines: 32 });

say('Five specifications written from it, found and read as typed data.');
run(['list', 'examples']);
run(['risks', 'examples'], { lines: 12 });

say('All of them hold to their template at their status.');
run(['check', 'examples']);

say('These do not. Each finding names the place, and the line of the template that asks for it.');
run(['check', 'examples/mistakes', '--max-findings', '5']);

say('What is certain can be mended. First a look at the changes, then the changes, on a copy.');
run(['check', 'examples/mistakes/specs/0001-single-sign-on.md', '--fix', '--dry-run'], { lines: 40 });
run(['check', 'examples/mistakes/specs/0001-single-sign-on.md', '--fix', '--max-findings', '2']);

say('What a rule wants, and why.');
run(['explain', 'STR109'], { lines: 16 });

say('Now with your own:');
print(`  node ${join('packages', 'cli', 'bin', 'specwright.js')} check FOLDER\n`);
print(`  node ${join('packages', 'cli', 'bin', 'specwright.js')} template explain TEMPLATE.md\n\n`);
print('The manual starts at docs/README.md; npm test runs everything.\n');

/** Runs one command in the copy of the examples. Exit code 2 means that it could not do its work, and ends the tour. */
function run(args, { lines = Number.POSITIVE_INFINITY } = {}) {
  print(`${bold(`$ specwright ${args.join(' ')}`)}\n`);
  const width = String(Math.min(process.stdout.columns ?? 110, 130));
  const { status, stdout } = spawnSync(process.execPath, [bin, ...args, '--color', color ? 'always' : 'never'], {
    cwd: playground,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, COLUMNS: width },
  });
  const shown = stdout.trimEnd().split('\n');
  print(`${shown.slice(0, lines).join('\n')}\n`);
  if (shown.length > lines) print(dim(`… ${shown.length - lines} more lines\n`));
  print('\n');
  if (status === 0 || status === 1) return;
  process.stderr.write(`start: specwright ${args.join(' ')} ended with code ${status}\n`);
  process.exit(1);
}

function say(text) {
  print(`${dim('──')} ${text}\n\n`);
}

function print(text) {
  process.stdout.write(text);
}

function bold(text) {
  return color ? `\u001b[1m${text}\u001b[22m` : text;
}

function dim(text) {
  return color ? `\u001b[2m${text}\u001b[22m` : text;
}
