import type { OperationEntry } from './operation.ts';

const onlyTerminal = ['terminal'] as const;

/** Every verb of the product. Each surface is a loop over this. */
export const operations = [
  {
    name: 'check',
    summary: 'Check documents against the template each follows',
    effect: 'edits',
    right: 'write',
    surfaces: onlyTerminal,
  },
  {
    name: 'set',
    summary: 'Set a value of a document by its address',
    effect: 'edits',
    right: 'write',
    surfaces: onlyTerminal,
  },
  {
    name: 'tick',
    summary: 'Tick tasks, questions and other items off',
    effect: 'edits',
    right: 'write',
    surfaces: onlyTerminal,
  },
  {
    name: 'untick',
    summary: 'Take ticks away',
    effect: 'edits',
    right: 'write',
    surfaces: onlyTerminal,
  },
  {
    name: 'show',
    summary: 'Show a document, or the part at an address, as typed data',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'list',
    summary: 'List documents; filter and sort by any field',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'risks',
    summary: 'List the risks of all documents',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'metrics',
    summary: 'List the success metrics of all documents',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'tasks',
    summary: 'List the tasks of all documents',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'open-questions',
    summary: 'List the open questions of all documents',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'glossary',
    summary: 'List the terms that all documents define',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'template explain',
    summary: 'Show how every line of a template is read, and why',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'template schema',
    summary: "Print the JSON Schema of a template's documents",
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'template types',
    summary: "Print the TypeScript types of a template's documents",
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'template list',
    summary: 'List the templates that documents here may follow',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'template draft',
    summary: 'Print a template made of what the documents here have in common',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
  {
    name: 'explain',
    summary: 'Explain a finding: what it means, why it matters, what to do',
    effect: 'reads',
    right: 'read',
    surfaces: onlyTerminal,
  },
] as const satisfies readonly OperationEntry[];

export type OperationName = (typeof operations)[number]['name'];
