// The tour behind `npm run tour`: the real command on real files, each step with the command that a reader would type.

import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
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
run(['template', 'explain', 'technical-spec'], { head: 34, tail: 3 });

say('Five specifications written from it, found and read as typed data.');
run(['list', 'examples']);
run(['risks', 'examples'], { head: 8, tail: 2 });

say('All of them hold to their template at their status.');
run(['check', 'examples']);

say('These do not. Each finding names the place, and the line of the template that asks for it.');
run(['check', 'examples/mistakes', '--max-findings', '5'], { head: 46, tail: 9 });

say('What is certain can be mended. First a look at the changes, then the changes, on a copy.');
run(['check', 'examples/mistakes/specs/0001-single-sign-on.md', '--fix', '--dry-run'], { head: 40, tail: 4 });
run(['check', 'examples/mistakes/specs/0001-single-sign-on.md', '--fix', '--max-findings', '1'], { head: 9, tail: 4 });

say('What a rule wants, and why.');
run(['explain', 'STR109'], { head: 20 });

say('Now with your own:');
print(`  node ${join('packages', 'cli', 'bin', 'specwright.js')} check FOLDER\n`);
print(`  node ${join('packages', 'cli', 'bin', 'specwright.js')} template explain TEMPLATE.md\n\n`);
print('The manual starts at docs/README.md; npm test runs everything.\n');

/**
 * Runs one command in the copy of the examples and shows what it prints, `head` lines from the start and `tail` from the
 * end. Exit code 2 means that it could not do its work, and ends the tour.
 */
function run(args, { head = Number.POSITIVE_INFINITY, tail = 0 } = {}) {
  print(`${bold(`$ specwright ${args.join(' ')}`)}\n`);
  // One file for both streams keeps their lines in order.
  const output = join(playground, 'output');
  const stream = openSync(output, 'w');
  const { status } = spawnSync(process.execPath, [bin, ...args, '--color', color ? 'always' : 'never'], {
    cwd: playground,
    stdio: ['ignore', stream, stream],
    env: {
      ...process.env,
      COLUMNS: String(Math.min(process.stdout.columns ?? 110, 130)),
      SPECWRIGHT_CACHE: join(playground, 'cache'),
    },
  });
  closeSync(stream);
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
  const left = lines.length - head - tail;
  if (left > 1) lines.splice(head, left, dim(`… ${left} more lines`));
  print(`${lines.join('\n')}\n\n`);
  if (status === 0 || status === 1) return;
  process.stderr.write(`tour: specwright ${args.join(' ')} ended with code ${status}\n`);
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
