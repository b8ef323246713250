import { InvalidArgumentError } from 'commander';

/** Collects the values of a flag that may be repeated or hold several, separated by commas. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

/** Collects the values of a flag that may be repeated; commas belong to them. */
export function collectWhole(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** A count that is at least 1; commander says what else is wrong. */
export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}
