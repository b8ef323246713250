import { isApproved, stageOf } from '../check/stage.ts';
import { kebabName } from '../template/names.ts';
import type { Schema, SectionSchema, TableSchema } from '../template/schema.ts';

/** How surely an event's author is known, weakest first. Derived by whoever verifies. */
export const assurances = ['claimed', 'key', 'session', 'reauthenticated'] as const;
export type Assurance = (typeof assurances)[number];

/** A condition that a move must meet. */
export const gateNames = [
  'no-errors',
  'sign-offs',
  'no-open-questions',
  'no-blocking-threads',
  'tasks-done',
  'metrics-measured',
] as const;
export type GateName = (typeof gateNames)[number];

/** The rules of a lifecycle: plain data, complete, whoever wrote it. */
export interface Policy {
  /** In order; a document begins in the first. */
  readonly states: readonly string[];
  readonly moves: readonly MovePolicy[];
  /** Required and other roles, in the order of the template's sign-off table. */
  readonly roles: readonly RolePolicy[];
  /** The least assurance with which an event meets a gate. */
  readonly assurance: Assurance;
  /** Separation of duties: whether authors, and whoever edited a section last, do not meet a required role on it. */
  readonly separation: { readonly authors: boolean; readonly editors: boolean };
  /** Ids of agents and services that may sign. */
  readonly agents: readonly string[];
  /** Who may waive what a gate misses; null for any person. */
  readonly waivers: readonly string[] | null;
}

export interface MovePolicy {
  readonly from: string;
  readonly to: string;
  readonly gates: readonly GateName[];
  /** Who may move although a gate is not met: nobody for an empty list, null for any person. */
  readonly override: readonly string[] | null;
  /** Who may move; null for any person. */
  readonly by: readonly string[] | null;
}

export interface RolePolicy {
  readonly name: string;
  readonly required: boolean;
  /** Ids of the people who hold it; empty when the policy names none, and then any person may act for it. */
  readonly people: readonly string[];
  /** Ids of those who may act while one of `people` is absent. */
  readonly deputies: readonly string[];
  readonly absences: readonly Absence[];
  /** What it holds, each with all below it: whole addresses, or from any segment on; null for everything. */
  readonly scope: readonly string[] | null;
}

export interface Absence {
  readonly who: string;
  /** First and last day, `YYYY-MM-DD`; null where open. */
  readonly from: string | null;
  readonly until: string | null;
}

/** What `specwright.yaml` may say of a lifecycle; what it leaves out is as the template has it. */
export interface PolicyChoices {
  readonly states?: readonly string[] | undefined;
  readonly moves?:
    | readonly {
        readonly from: string;
        readonly to: string;
        readonly gates?: readonly GateName[] | undefined;
        readonly override?: readonly string[] | 'anyone' | 'nobody' | undefined;
        readonly by?: readonly string[] | 'anyone' | 'nobody' | undefined;
      }[]
    | undefined;
  readonly roles?:
    | Readonly<
        Record<
          string,
          {
            readonly required?: boolean | undefined;
            readonly people?: readonly string[] | undefined;
            readonly deputies?: readonly string[] | undefined;
            readonly absent?:
              | readonly {
                  readonly who: string;
                  readonly from?: string | undefined;
                  readonly until?: string | undefined;
                }[]
              | undefined;
            readonly scope?: readonly string[] | undefined;
          }
        >
      >
    | undefined;
  readonly assurance?: Assurance | undefined;
  readonly separation?: { readonly authors?: boolean | undefined; readonly editors?: boolean | undefined } | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly waivers?: readonly string[] | 'anyone' | 'nobody' | undefined;
}

/** The policy of a template: what the configuration says, and for the rest what its states and its sign-off table imply. */
export function policyOf(schema: Schema, choices: PolicyChoices = {}): Policy {
  const states = choices.states ?? schema.lifecycle?.states ?? [];
  const roles = rolesOf(schema, choices);
  const defaults = defaultMoves(
    states,
    roles.some(({ required }) => required),
  );
  return {
    states,
    moves: choices.moves === undefined ? defaults : chosenMoves(choices.moves, defaults),
    roles,
    assurance: choices.assurance ?? 'claimed',
    separation: { authors: choices.separation?.authors ?? true, editors: choices.separation?.editors ?? true },
    agents: (choices.agents ?? []).map(foldPerson),
    waivers: peopleOf(choices.waivers ?? 'anyone'),
  };
}

/**
 * One step forward along the line, any number of steps back, out of the line (withdrawn, rejected) from anywhere, and from
 * there to the beginning.
 */
function defaultMoves(states: readonly string[], signed: boolean): MovePolicy[] {
  const line = states.filter((state) => stageOf(state) !== 'aside');
  return states.flatMap((from) =>
    states.flatMap((to): MovePolicy[] => {
      const start = line.indexOf(from);
      const end = line.indexOf(to);
      const forward = start !== -1 && end === start + 1;
      const free = from !== to && (end === -1 || end < start || (start === -1 && end === 0));
      if (!forward && !free) return [];
      const gates = forward ? gatesInto(end, line, signed) : [];
      // Only a gate about form may be passed over with a reason; what people must agree to may not, unless a team says so.
      const override = gates.every((gate) => gate === 'no-errors') ? null : [];
      return [{ from, to, gates, override, by: null }];
    }),
  );
}

/** The gates before the state at `place`: form until something is approved, then agreement, then proof of the work. */
function gatesInto(place: number, line: readonly string[], signed: boolean): GateName[] {
  const stage = stageOf(line[place] as string);
  const approved = line.findIndex((state) => isApproved(stageOf(state)));
  if (place > approved && approved !== -1) return stage === 'done' ? ['tasks-done', 'metrics-measured'] : [];
  if (place < approved || approved === -1) return ['no-errors'];
  const agreement: GateName[] = [
    ...(signed ? (['sign-offs'] as const) : []),
    'no-open-questions',
    'no-blocking-threads',
  ];
  return place === 1 ? ['no-errors', ...agreement] : agreement;
}

function chosenMoves(
  moves: NonNullable<PolicyChoices['moves']>,
  defaults: readonly MovePolicy[],
): readonly MovePolicy[] {
  return moves.map(({ from, to, gates, override, by }) => {
    const known = defaults.find((move) => sameState(move.from, from) && sameState(move.to, to));
    return {
      from,
      to,
      gates: gates ?? known?.gates ?? [],
      override: override === undefined ? (known?.override ?? []) : peopleOf(override),
      by: peopleOf(by ?? 'anyone'),
    };
  });
}

/** States are compared as people type them. */
export function sameState(a: string, b: string): boolean {
  return foldState(a) === foldState(b);
}

function foldState(state: string): string {
  return state
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

function peopleOf(people: readonly string[] | 'anyone' | 'nobody'): readonly string[] | null {
  if (people === 'anyone') return null;
  return people === 'nobody' ? [] : people.map(foldPerson);
}

/** Ids of people are compared without case and without the `@` that handles are written with. */
export function foldPerson(id: string): string {
  return id.normalize('NFC').trim().replace(/^@/u, '').toLowerCase();
}

function rolesOf(schema: Schema, { roles = {} }: PolicyChoices): RolePolicy[] {
  const known = signOffRoles(schema);
  const names = [...known, ...Object.keys(roles).filter((name) => !known.some((other) => sameState(other, name)))];
  return names.map((name) => {
    const chosen = Object.entries(roles).find(([other]) => sameState(other, name))?.[1] ?? {};
    return {
      name,
      required: chosen.required ?? true,
      people: (chosen.people ?? []).map(foldPerson),
      deputies: (chosen.deputies ?? []).map(foldPerson),
      absences: (chosen.absent ?? []).map(({ who, from, until }) => ({
        who: foldPerson(who),
        from: from ?? null,
        until: until ?? null,
      })),
      scope: chosen.scope?.map(foldAddress) ?? defaultScope(name, schema),
    };
  });
}

/** An address as people write it in a configuration: `API Changes` and `apiChanges` mean `api-changes`. */
function foldAddress(written: string): string {
  return written
    .split('.')
    .map((step) => (step.startsWith('(') ? step.trim() : kebabName(step)))
    .join('.');
}

/** The roles that the template's sign-off table fixes. */
function signOffRoles(schema: Schema): readonly string[] {
  return signOffTable(schema)?.fixedRows ?? [];
}

/** The template's sign-off table; null when it has none. */
export function signOffTable(schema: Schema): TableSchema | null {
  for (const section of everySection(schema.sections)) {
    const table = section.content?.tables.find(({ role }) => role === 'sign-offs');
    if (table !== undefined) return table;
  }
  return schema.preamble?.tables.find(({ role }) => role === 'sign-offs') ?? null;
}

export function* everySection(sections: readonly SectionSchema[]): Generator<SectionSchema> {
  for (const section of sections) {
    yield section;
    yield* everySection(section.sections);
  }
}

/** Security reads what can be attacked and what depends on others, where the template has such sections; others read all. */
function defaultScope(role: string, schema: Schema): readonly string[] | null {
  if (!/\bsecurity\b|\bprivacy\b/iu.test(role)) return null;
  const held = [...everySection(schema.sections)].filter(
    (section) => section.role === 'risks' || section.role === 'dependencies' || SECURITY_SECTIONS.test(section.name),
  );
  return held.length === 0 ? null : held.map(({ address }) => address);
}

const SECURITY_SECTIONS =
  /^(?:data models?|schemas?|apis?|api changes|interfaces?|security.{0,40}|privacy.{0,40}|threat model|roll ?out.{0,20}|roll ?back.{0,20})$/iu;
