/** A text for a message, cut at `most` units where it is longer; never within an astral character. */
export function shortened(text: string, most = 60): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 3)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}
