/** Every three letters of a word that follow each other, its ends as spaces. */
export function trigramsOf(word: string): string[] {
  const letters = [' ', ...word, ' '];
  return [...new Set(letters.slice(2).map((letter, place) => `${letters[place]}${letters[place + 1]}${letter}`))];
}
