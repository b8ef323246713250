import { shapeAsTemplate, sharedShape } from '../document/shared-shape.ts';
import type { Documents, OperationContext } from './context.ts';
import type { Operation } from './operation.ts';
import type { TemplateFile } from './template-plan.ts';

/** Documents looked at: more of them do not make a habit clearer. */
const sampleSize = 200;
/** Fewer say nothing about a habit. */
const fewestDocuments = 5;

/** How findings name a template that is not saved yet. */
export const sharedTemplateFile = 'shared-shape.md';

/** A template made of what most of the documents have in common; null when that is too little. */
export async function inferTemplate(documents: Documents, files: readonly string[]): Promise<TemplateFile | null> {
  if (files.length < fewestDocuments) return null;
  const step = Math.max(1, files.length / sampleSize);
  const sample = Array.from(
    { length: Math.min(files.length, sampleSize) },
    (_, index) => files[Math.floor(index * step)] as string,
  );
  const shape = sharedShape(await documents.outlines(sample));
  return shape === null ? null : { file: sharedTemplateFile, text: shapeAsTemplate(shape), companion: null };
}

/** The text of such a template for documents that have none; null when they have too little in common. */
export const inferTemplateOperation: Operation<Record<string, never>, string | null> = {
  input: (zod) => zod.object({}) as never,
  async run({ documents }: OperationContext): Promise<string | null> {
    const files: string[] = [];
    for (const { bound } of await documents.open((skipped) => files.push(skipped.file))) files.push(bound.file);
    return (await inferTemplate(documents, files.sort()))?.text ?? null;
  },
};
