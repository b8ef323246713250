import picomatch from 'picomatch';

/**
 * Matches paths (forward slashes, relative to the configuration's folder) against glob patterns: `specs/**`,
 * `docs/{rfcs,adrs}/*.md`. A pattern that starts with `!` takes paths out again; the last pattern that matches decides.
 * Patterns are compiled once, here.
 */
export function matcher(patterns: readonly string[]): (path: string) => boolean {
  const steps = patterns.map((pattern) => {
    const out = pattern.startsWith('!');
    const glob = (out ? pattern.slice(1) : pattern).replace(/^\.\//u, '');
    return { out, matches: picomatch(glob.endsWith('/') ? `${glob}**` : glob, globOptions) };
  });
  return (path) => {
    for (let index = steps.length - 1; index >= 0; index -= 1) {
      const step = steps[index] as (typeof steps)[number];
      if (step.matches(path)) return !step.out;
    }
    return false;
  };
}

/** Extended globs can take exponential time on a hostile pattern and nobody needs them to name documents. */
const globOptions = { dot: true, noextglob: true, nonegate: true, windows: false } as const;
