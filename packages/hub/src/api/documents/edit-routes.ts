import { add } from '@specwright/core/operations/edit-add.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { remove } from '@specwright/core/operations/edit-remove.ts';
import { rename } from '@specwright/core/operations/edit-rename.ts';
import { resolve } from '@specwright/core/operations/edit-resolve.ts';
import { set } from '@specwright/core/operations/edit-set.ts';
import { tick, untick } from '@specwright/core/operations/edit-tick.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DocumentPorts } from './ports.ts';
import { demandDone, followed, params, revision, written, writtenOf } from './shapes.ts';
import { type Verb, verb } from './verb.ts';

/** The verbs that edit a document by addresses, as core has them. */
const verbs: readonly Verb<EditContext, EditOutput>[] = [
  verb('set', 'Put values in the place of those at addresses', set),
  verb('add', 'Add an item, row, entry, section or field', add),
  verb('remove', 'Take an item, row, entry, section or field away', remove),
  verb('rename', 'Rename a heading, an entry or a term', rename),
  verb('tick', 'Tick tasks, questions and other items off', tick),
  verb('untick', 'Take ticks away', untick),
  verb('resolve', 'Answer an open question', resolve),
];

const terms = { force: z.boolean().default(false), keepDate: z.boolean().default(false) };

/** Edits by address, each on the revision that it names. */
export const editRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  for (const { name, summary, input, run } of verbs) {
    app.post(`/documents/:id/${name}`, {
      config: { action: 'edit', verb: name },
      schema: {
        tags: ['Editing'],
        summary,
        params,
        body: input.extend({ ...terms, revision }),
        response: { 200: written.extend({ addresses: z.array(z.string()), notes: z.array(z.string()), ...followed }) },
      },
      handler: async (request) => {
        const { revision: base, ...given } = request.body as { revision: string };
        const caller = await callerOf(request);
        const { output, document, links } = await path.edit(caller, request.params.id, base, async (context) => {
          const done = await run(context, given);
          demandDone(done);
          return done;
        });
        const { addresses, notes } = output as Extract<EditOutput, { kind: 'edited' }>;
        return { ...writtenOf(document), addresses: [...addresses], notes: [...notes], ...links };
      },
    });
  }
};
