const words =
  'tbd|tba|tbc|t\\.b\\.d\\.?|todo|to[ -]do|fixme|xxx+|\\?{3,}|wip|to be (?:determined|decided|defined|done|added|written|filled in|confirmed|announced|completed)|coming soon|fill (?:me|this) in|待定|待补充|未定|à définir|à compléter|por definir|a definir|noch zu klären|da definire|nog te bepalen';

/** The whole text is a note that the text is still to be written; brackets and emphasis around it do not matter. */
const whole = new RegExp(`^[\\s*_~"'([{<]{0,8}(?:${words})[\\s*_~"')\\]}>.:…!]{0,8}$`, 'iu');

/** A note in capitals before a colon or dash that says what is still to be done. */
const leading = /^[*_[(]{0,4}(?:TODO|FIXME|TBD|XXX)(?:\([^)\n]{0,60}\))?[*_\])]{0,4}(?:[:：]| [-–—] )/u;

/** True for a text that is nothing but `TBD`, `TODO`, `???` and the like. */
export function isTodo(text: string): boolean {
  return text.length <= 60 && whole.test(text);
}

/** True for a text that starts with `TODO:`. */
export function startsWithTodo(text: string): boolean {
  return leading.test(text);
}
