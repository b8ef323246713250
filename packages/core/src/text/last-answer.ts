/**
 * `read` with its last answer kept, by the identity of what was asked about: the rules ask of one document after
 * another, and all of them about the same before the next. A weak map would keep every answer for as long as its
 * document lives, but V8's quick collections take whatever the values of such a map reach for alive, so each document's
 * tree would be moved twice and die of old age.
 */
export function lastAnswer<Subject extends object, Answer>(
  read: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  let last: { readonly subject: Subject; readonly answer: Answer } | null = null;
  return (subject) => {
    if (last === null || last.subject !== subject) last = { subject, answer: read(subject) };
    return last.answer;
  };
}
