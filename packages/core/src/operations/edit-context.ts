import type { LinkingFiles } from '../edit/follow-headings.ts';
import type { OperationContext } from './context.ts';

/** What verbs that edit need of the place they run in. */
export interface EditContext extends OperationContext, LinkingFiles {}
