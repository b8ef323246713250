import { bindDocument } from '@specwright/core/document/bind.ts';
import { authorsOf, lastEdits } from '@specwright/core/lifecycle/authorship.ts';
import type { Decision } from '@specwright/core/lifecycle/decide.ts';
import { digestsOf } from '@specwright/core/lifecycle/digest.ts';
import {
  type Actor,
  type EventData,
  type EventOf,
  type HistoryEvent,
  makeEvent,
} from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import { partsByRole } from '@specwright/core/lifecycle/parts.ts';
import { type Assurance, type PolicyChoices, policyOf } from '@specwright/core/lifecycle/policy.ts';
import type { Review, Revision } from '@specwright/core/lifecycle/review.ts';
import { effectiveStatus } from '@specwright/core/lifecycle/status.ts';
import { mdastParser } from '@specwright/core/markdown/mdast-parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';

export function person(id: string): Actor {
  return { kind: 'person', id: `${id}@example.org`, name: id };
}

/** A document with its history, in memory: what happens to it is decided by the real rules. */
export class ReviewWorld {
  readonly #schema;
  readonly #choices: PolicyChoices;
  readonly #texts = new Map<string, string>();
  readonly #read = new Map<string, Revision>();
  readonly #assurances = new Map<string, Assurance>();
  #day = 1;
  events: HistoryEvent[] = [];
  text: string;
  /** Who edited each line of the text last. */
  editor: string | null = null;

  constructor(text: string, choices: PolicyChoices = {}, template = technicalSpecText) {
    this.text = text;
    this.#choices = choices;
    this.#schema = compileTemplate(template, 'template.md', mdastParser);
  }

  get revision(): string {
    return sha256Of(this.text);
  }

  review(choices: PolicyChoices = this.#choices): Review {
    const read = (text: string): Revision => {
      const known = this.#read.get(text);
      if (known !== undefined) return known;
      const source = readMarkdown(text, mdastParser);
      const bound = bindDocument({ source, file: 'spec.md', schema: this.#schema, companion: null });
      const revision = { bound, digests: digestsOf(bound) };
      this.#read.set(text, revision);
      return revision;
    };
    const current = read(this.text);
    const history = foldEvents(this.events);
    const who = this.editor;
    const lines = who === null ? [] : this.text.split('\n').map(() => ({ who, at: this.#at() }));
    const edits = lastEdits(current.bound, lines);
    return {
      history,
      claims: [],
      policy: policyOf(this.#schema, choices),
      current,
      revisionOf: ({ revision }) => {
        const text = this.#texts.get(revision);
        return text === undefined ? null : read(text);
      },
      assuranceOf: ({ id }) => this.#assurances.get(id) ?? 'claimed',
      authorship: { authors: authorsOf(current.bound, history), edits, editsAt: () => edits },
      errors: [],
      today: this.#at().slice(0, 10),
      sees: () => true,
    };
  }

  /** Appends what was decided; throws when it was refused. */
  take(decision: Decision, by: Actor, assurance: Assurance = 'claimed', parents?: readonly string[]): HistoryEvent {
    if (decision.kind === 'refused') throw new Error(decision.message);
    return this.append(decision.data, by, assurance, parents);
  }

  /** Appends an event whatever the rules say of it, as anybody who can write a file may. */
  append(data: EventData, by: Actor, assurance: Assurance = 'claimed', parents?: readonly string[]): HistoryEvent {
    const history = foldEvents(this.events);
    const event = makeEvent({
      ...data,
      document: data.kind === 'created' ? null : (history?.document ?? null),
      parents: parents ?? history?.order.heads ?? [],
      at: this.#at(),
      by,
      revision: this.revision,
    });
    this.#day += 1;
    this.#texts.set(this.revision, this.text);
    this.#assurances.set(event.id, assurance);
    this.events = [...this.events, event];
    return event;
  }

  begin(by: Actor): this {
    const template = { file: 'template.md', digest: sha256Of('') };
    this.append({ kind: 'created', file: 'spec.md', title: '', template, origin: 'written', nonce: '1' }, by);
    return this;
  }

  /** As documents begin that were there before anything was recorded of them. */
  found(by: Actor): this {
    const template = { file: 'template.md', digest: sha256Of('') };
    this.append({ kind: 'created', file: 'spec.md', title: '', template, origin: 'found', nonce: '1' }, by);
    return this;
  }

  /** What rows of the sign-off table say that approve the text as it is. */
  claimsOf(roles: readonly string[]): EventOf<'signed'>[] {
    const { policy, current } = this.review();
    const required = policy.roles.map(({ name }) => name).sort();
    const held = [...partsByRole(current, policy)];
    return roles.map((role) => {
      const own = held.find(([{ name }]) => name === role)?.[1] ?? [];
      const parts = Object.fromEntries(own.map((part) => [part, current.digests.own.get(part) ?? '']));
      const said = {
        kind: 'signed',
        role,
        verdict: 'Approved',
        reason: null,
        parts,
        required,
        origin: 'table',
      } as const;
      const under = { policy: sha256Of(''), template: sha256Of('') };
      const frame = { document: null, parents: [], at: this.#at(), by: person(role.toLowerCase()) };
      return makeEvent({ ...frame, ...said, ...under, revision: this.revision }) as EventOf<'signed'>;
    });
  }

  get state(): string | null {
    return effectiveStatus(this.review()).state;
  }

  edit(from: string, to: string): void {
    if (!this.text.includes(from)) throw new Error(`There is no ${from}`);
    this.text = this.text.replace(from, to);
  }

  #at(): string {
    return `2026-03-${String(this.#day).padStart(2, '0')}T09:00:00.000Z`;
  }
}
