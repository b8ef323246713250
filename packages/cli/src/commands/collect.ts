/** Collects the values of a flag that may be repeated or hold several, separated by commas. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

/** Collects the values of a flag that may be repeated; commas belong to them. */
export function collectWhole(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
