import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { technicalSpecFile, technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { templatesOf } from '../../documents/workspaces.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';

export const templateFile = z.string().min(1).max(400).describe('A template of the workspace, or the built-in one');

/** A template of a workspace, or the built-in one. Throws a `Problem` for a name that none has. */
export async function namedTemplate(
  database: Database,
  caller: Caller,
  workspace: string,
  file: string,
): Promise<TemplateFile> {
  const own = await templatesOf(database, caller, workspace);
  const all = [...own, { file: technicalSpecFile, text: technicalSpecText }];
  const found = all.find((one) => one.file === file);
  if (found !== undefined) return { ...found, companion: null };
  throw new Problem('not-found', `The workspace has no template ${file}`, {
    hint: `It has ${all.map((one) => one.file).join(', ')}`,
  });
}
