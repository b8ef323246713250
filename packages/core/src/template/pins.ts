/** One thing that a team says of its template in a comment, `<!-- spec: optional -->`, where our reading differs. */
export interface Pins {
  readonly optional: boolean | null;
  readonly repeatMin: number | null;
  readonly choices: readonly string[] | null;
  readonly role: string | null;
  readonly living: boolean;
  readonly free: boolean;
  /** Words that are no pin, for a problem that names them. */
  readonly unknown: readonly string[];
}

const PIN = /^\s*spec\s*:\s*([\s\S]*)$/u;

/** Reads the inner text of a comment; null when it is no pin. Several are separated by `;`. */
export function readPins(comment: string): Pins | null {
  const body = PIN.exec(comment)?.[1];
  if (body === undefined) return null;
  const pins = { ...NO_PINS, unknown: [] as string[] };
  for (const part of body.split(';')) readPin(part.trim(), pins);
  return pins;
}

export const NO_PINS: Pins = {
  optional: null,
  repeatMin: null,
  choices: null,
  role: null,
  living: false,
  free: false,
  unknown: [],
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function readPin(part: string, pins: Writable<Pins> & { unknown: string[] }): void {
  const [word = '', ...rest] = part.split(/\s+/u);
  const argument = rest.join(' ');
  if (word === '') return;
  if (word === 'optional') pins.optional = true;
  else if (word === 'required') pins.optional = false;
  else if (word === 'living') pins.living = true;
  else if (word === 'free') pins.free = true;
  else if (word === 'role' && argument !== '') pins.role = argument;
  else if (word === 'repeat') pins.repeatMin = Number.parseInt(argument, 10) || 0;
  else if (word === 'choices' && argument !== '') {
    pins.choices = argument.split(/\s*[|,]\s*/u).filter((choice) => choice !== '');
  } else pins.unknown.push(part);
}

/** What an unknown pin's problem lists. */
export const PIN_WORDS = [
  'optional',
  'required',
  'repeat N..',
  'choices A | B',
  'role NAME',
  'living',
  'free',
] as const;
