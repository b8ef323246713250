import { commentTool, replyTool } from './append-tools.ts';
import { checkTool } from './check-tool.ts';
import { contextTool, historyTool, showTool, threadsTool } from './document-tools.ts';
import { type AgentVerb, forAgents } from './for-agents.ts';
import { proposeTool } from './propose-tool.ts';
import { type EditName, isEdit } from './proposed-edits.ts';
import { explainTool, templateExplainTool, templateListTool } from './template-tools.ts';
import type { Tool } from './tool.ts';
import { gatesTool, listTool, registerTools, searchTool, stuckTool, turnsTool } from './workspace-tools.ts';

/** A verb that agents use as it is, under its own name. */
type OwnVerb = Exclude<AgentVerb, EditName>;

const tools: Readonly<Record<OwnVerb, Tool>> = {
  check: checkTool,
  show: showTool,
  context: contextTool,
  list: listTool,
  search: searchTool,
  ...registerTools,
  turns: turnsTool,
  stuck: stuckTool,
  gates: gatesTool,
  history: historyTool,
  threads: threadsTool,
  comment: commentTool,
  reply: replyTool,
  'template explain': templateExplainTool,
  'template list': templateListTool,
  explain: explainTool,
};

/** Verbs that record something. */
const appends: ReadonlySet<AgentVerb> = new Set(['comment', 'reply']);

/** A tool by the name that clients know. */
export interface NamedTool {
  readonly name: string;
  readonly verb: OwnVerb | 'propose';
  readonly tool: Tool;
  readonly reads: boolean;
}

/**
 * What agents are offered: a loop over the verbs of the product. All edits go through one tool, `propose`. What records
 * something is offered only where writing is allowed.
 */
export function agentTools(mayWrite: boolean): NamedTool[] {
  const own = forAgents.flatMap((verb): NamedTool[] => {
    if (isEdit(verb) || (appends.has(verb) && !mayWrite)) return [];
    return [{ name: verb.replace(/[ -]/gu, '_'), verb, tool: tools[verb], reads: !appends.has(verb) }];
  });
  return [...own, { name: 'propose', verb: 'propose', tool: proposeTool(mayWrite), reads: !mayWrite }];
}
