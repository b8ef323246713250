import { holds, type Right } from './right.ts';

/** What of a document's state decides whether something can be done with it. */
export interface DocumentState {
  /** Withdrawn, replaced or abandoned: it is still read and talked about, and says no more than it did. */
  readonly archived: boolean;
  /** Taken away; it can be brought back. */
  readonly removed: boolean;
  /** Only rights on the document itself count. */
  readonly restricted: boolean;
}

/** Who may do something, and when it can be done at all. Plain data, so that clients can be given it. */
export interface ActionRule {
  /** What the right must be held on. */
  readonly on: 'document' | 'workspace' | 'hub';
  readonly least: Right;
  /** States of a document in which nobody can. */
  readonly never: readonly (keyof DocumentState)[];
  /** States of a document without which nobody can. */
  readonly only: readonly (keyof DocumentState)[];
}

const standing = ['removed'] as const;
const live = ['archived', 'removed'] as const;

/**
 * Everything that can be asked of the hub. The right is the least that lets somebody ask; what the policy of a document says of
 * roles, moves and waivers is decided after it.
 */
export const actions = {
  'read document': onDocument('reader', standing),
  'see own right': onDocument('reader', []),
  'see history': onDocument('reader', standing),
  'export document': onDocument('reader', standing),
  comment: onDocument('commenter', standing),
  reply: onDocument('commenter', standing),
  react: onDocument('commenter', standing),
  'resolve thread': onDocument('commenter', standing),
  nudge: onDocument('commenter', live),
  snooze: onDocument('commenter', live),
  suggest: onDocument('commenter', live),
  sign: onDocument('commenter', live),
  delegate: onDocument('commenter', live),
  edit: onDocument('author', live),
  'apply suggestion': onDocument('author', live),
  rename: onDocument('author', live),
  move: onDocument('author', live),
  override: onDocument('author', live),
  waive: onDocument('author', live),
  assign: onDocument('author', live),
  hold: onDocument('author', live),
  measure: onDocument('author', live),
  'migrate to template': onDocument('author', live),
  archive: onDocument('author', live),
  'import events': onDocument('maintainer', standing),
  remove: onDocument('maintainer', standing),
  restore: onDocument('maintainer', [], ['removed']),
  restrict: onDocument('maintainer', ['removed', 'restricted']),
  'lift restriction': onDocument('maintainer', standing, ['restricted']),
  'see rights on document': onDocument('author', standing),
  'set rights on document': onDocument('maintainer', standing),

  'read workspace': onWorkspace('reader'),
  create: onWorkspace('author'),
  'upload attachment': onWorkspace('author'),
  'import documents': onWorkspace('maintainer'),
  'edit templates': onWorkspace('maintainer'),
  'edit configuration': onWorkspace('maintainer'),
  'set role owners': onWorkspace('maintainer'),
  'see rights on workspace': onWorkspace('maintainer'),
  'set rights on workspace': onWorkspace('admin'),
  invite: onWorkspace('admin'),
  'see audit': onWorkspace('admin'),
  'manage webhooks': onWorkspace('admin'),
  'manage mirrors': onWorkspace('admin'),
  'remove workspace': onWorkspace('admin'),

  'see people': onHub('reader'),
  'see notifications': onHub('reader'),
  'manage own account': onHub('author'),
  'create workspace': onHub('admin'),
  'restore workspace': onHub('admin'),
  'manage people': onHub('admin'),
  'manage groups': onHub('admin'),
  'see audit of hub': onHub('admin'),
  'configure hub': onHub('admin'),
  'rebuild projections': onHub('admin'),
  backup: onHub('admin'),
} as const satisfies Readonly<Record<string, ActionRule>>;

export type Action = keyof typeof actions;

const anyDocument: DocumentState = { archived: false, removed: false, restricted: false };

/** True when a right on what the action is done on lets somebody do it, in the state that the document is in. */
export function allowed(right: Right | null, action: Action, state: DocumentState = anyDocument): boolean {
  const { least, never, only }: ActionRule = actions[action];
  return holds(right, least) && !never.some((name) => state[name]) && only.every((name) => state[name]);
}

function onDocument(
  least: Right,
  never: readonly (keyof DocumentState)[],
  only: readonly (keyof DocumentState)[] = [],
): ActionRule {
  return { on: 'document', least, never, only };
}

function onWorkspace(least: Right): ActionRule {
  return { on: 'workspace', least, never: [], only: [] };
}

function onHub(least: Right): ActionRule {
  return { on: 'hub', least, never: [], only: [] };
}
