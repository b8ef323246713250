import type { BlockList } from 'node:net';
import { blockList } from './telling/public-address.ts';

// How single values of settings are read; each gives undefined for what is none.

/** One line of text. */
export function text(value: string): string | undefined {
  return value.length <= 2_000 && !/\p{Cc}/u.test(value) ? value : undefined;
}

export function port(value: string): number | undefined {
  return /^\d{1,5}$/u.test(value) && Number(value) <= 65_535 ? Number(value) : undefined;
}

/** Reads a whole number from 1 on. */
export function numberUpTo(most: number): (value: string) => number | undefined {
  return (value) => (/^[1-9]\d{0,7}$/u.test(value) && Number(value) <= most ? Number(value) : undefined);
}

/** A setting of a team's hub that bounds a size. */
export function megabytes(environment: string, most: number, about: string) {
  const wanted = `a whole number from 1 to ${most}`;
  return { argument: '<megabytes>', environment, about, wanted, team: true, read: numberUpTo(most) } as const;
}

export function onOrOff(value: string): boolean | undefined {
  return { on: true, off: false }[value];
}

/** Words with commas between them. */
export function list(value: string): string[] | undefined {
  return text(value)
    ?.split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
}

export function hasScheme(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

/** Ranges of addresses. */
export function rangesOf(value: string): BlockList | undefined {
  try {
    return blockList(list(value) ?? ['none']);
  } catch {
    return undefined;
  }
}

/** An address without path, query and name of a user. */
export function bareAddress(value: string): URL | undefined {
  if (!hasScheme(value, ['https:', 'http:'])) return undefined;
  const url = new URL(value);
  return url.href === `${url.origin}/` ? url : undefined;
}
