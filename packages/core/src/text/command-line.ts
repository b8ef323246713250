/**
 * Words as they are typed into a shell: quoted where they must be, in double quotes where that does. The same for bash,
 * zsh, fish and PowerShell unless a word holds quotes, `$`, backticks, backslashes or `!`.
 */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  if (/^[\p{L}\p{N}\p{M}_%+:,./-][\p{L}\p{N}\p{M}_@%+=:,./-]*$/u.test(word)) return word;
  return /["$`\\!]/u.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}
