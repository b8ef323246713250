import { isAbsolute } from 'node:path';
import { Failure } from '../failure.ts';
import { isOutside, nameOf, pathOf } from '../workspace/paths.ts';

type LinkTo = (name: string) => string | null;

/** Links to the files of a workspace from a page that stands in `folder`. */
export function fileLinks(root: string, folder: string): LinkTo {
  return (name) => {
    const path = nameOf(folder, pathOf(root, name));
    // Across drives there is no relative way.
    if (isAbsolute(path)) return null;
    return encoded(path.startsWith('../') ? path : `./${path}`);
  };
}

/** Links to where the workspace can be read on the web. @throws {Failure} when that is no address to publish */
export function webLinks(base: string): LinkTo {
  const url = URL.canParse(base) ? new URL(base) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw new Failure(`${JSON.stringify(base)} is no address on the web`, 'It begins with https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure('The address of --base-url holds a name or a password, which would stand in the page');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new Failure(
      `${JSON.stringify(base)} ends in a question or a fragment, so no path can stand behind it`,
      'Give the address of the folder',
    );
  }
  const folder = url.href.endsWith('/') ? url.href : `${url.href}/`;
  return (name) => (isOutside(name) ? null : `${folder}${encoded(name)}`);
}

/** Nothing in a file's name ends a link, begins another, or names a scheme. */
function encoded(path: string): string {
  return path
    .split('/')
    .map((step) => encodeURIComponent(step.toWellFormed()))
    .join('/');
}
