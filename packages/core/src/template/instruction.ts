import { foldSpace } from '../markdown/plain.ts';

/** What an author is told to do, and what is asked, at the start of help text; by language. */
const BEGINNINGS = [
  'add attach avoid be briefly call check choose cite clarify compare consider define delete',
  'demonstrate describe detail discuss do document enumerate ensure estimate evaluate explain fill',
  'focus give highlight how identify if illustrate include indicate insert introduce introducing',
  'justify keep let link list make mention name note outline point present provide put refer remember',
  'remove replace review see set show specify start state substitute suggest summari[sz]e talk tell',
  'think try use what when where which who why will write',
  'beschreib\\p{L}* erläuter\\p{L}* erklär\\p{L}* nenn\\p{L}* liste\\p{L}* welche\\p{L}* was wie warum',
  'wer wo',
  'décri\\p{L}* expliqu\\p{L}* indiqu\\p{L}* précis\\p{L}* list(?:ez|er) quel\\p{L}* pourquoi comment',
  'descri[bvt]\\p{L}* expli(?:ca|qu)\\p{L}* indi[cq]\\p{L}* enumer\\p{L}* detall\\p{L}* detalh\\p{L}* qué',
  'cuál\\p{L}* cómo qual quais como por(?:qué|que|quê)',
  'spieg\\p{L}* elenc\\p{L}* illustra(?:re|te)? perché qual[ei] cosa',
  'beschrijf\\p{L}* noem geef benoem leg welke wat hoe waarom',
  'opis\\p{L}* wyjaśnij podaj wymień dlaczego jak(?:ie|a|i)? popiš\\p{L}* vysvětl\\p{L}* uveď\\p{L}*',
  'proč',
  'beskriv\\p{L}* förklara forklar ange angi hvorfor varför vad hva hvad',
  'опишите укажите перечислите добавьте объясните приведите поясните какие какой что как почему зачем',
  'опишіть вкажіть чому',
  'açıkla\\p{L}* belirt\\p{L}* neden mô tại',
]
  .join(' ')
  .split(' ');

const IMPERATIVE = new RegExp(`^\\W*(?:${BEGINNINGS.join('|')})(?![\\p{L}])`, 'iu');

/** A word before the command that says how binding it is: `Mandatory.`, `(Optional)`. */
const REMARK = /^\W{0,4}(?:mandatory|required|optional|note|important|tip)\W{1,5}/iu;

/** A noun phrase that stands for what is to be written: `A short description of …`. */
const ASKS_FOR_ONE =
  /^\W*(?:an?|one|short|brief|concise)\b[^.]{0,40}\b(?:description|summary|overview|explanation|paragraphs?|list|statement|sentences?)\b/iu;

/** True for text that speaks to the author: a question, a command, or "you" and "this section". */
export function isInstruction(words: string): boolean {
  const text = foldSpace(words).replace(REMARK, '');
  if (/[?？]\s*$|[?？]\s/u.test(text)) return true;
  if (IMPERATIVE.test(text) || /\b(?:e\.g\.|i\.e\.|z\.\s?B\.)/iu.test(text) || ASKS_FOR_ONE.test(text)) return true;
  return /\b(?:this (?:section|document|template|part|field|is where|should|is the)|you|your|should|for example|please|the author|must (?:be|include|contain))\b|описать|请|描述|説明|記述|してください|ください。?$|を書く|を記載|记录|列出|填写|주세요|하세요|십시오|작성|설명합니다|기술합니다|hier\b/iu.test(
    text,
  );
}
