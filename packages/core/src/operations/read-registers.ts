import type { BoundDocument } from '../document/document.ts';
import type { OperationContext, Skipped } from './context.ts';
import type { Operation } from './operation.ts';
import { type GlossaryRow, glossaryRegister } from './registers/glossary.ts';
import { type MetricRow, metricRegister } from './registers/metrics.ts';
import { type OpenQuestionRow, openQuestionRegister } from './registers/open-questions.ts';
import { type RiskRow, riskRegister } from './registers/risks.ts';
import { type TaskRow, taskRegister } from './registers/tasks.ts';

export interface RegisterOutput<Row> {
  readonly rows: readonly Row[];
  /** How many documents were read. */
  readonly documents: number;
  readonly skipped: readonly Skipped[];
}

type RegisterOperation<Row> = Operation<Record<string, never>, RegisterOutput<Row>>;

export const risks: RegisterOperation<RiskRow> = registerOperation(riskRegister);
export const metrics: RegisterOperation<MetricRow> = registerOperation(metricRegister);
export const tasks: RegisterOperation<TaskRow> = registerOperation(taskRegister);
export const openQuestions: RegisterOperation<OpenQuestionRow> = registerOperation(openQuestionRegister);
export const glossary: RegisterOperation<GlossaryRow> = registerOperation(glossaryRegister);

function registerOperation<Row>(register: (documents: Iterable<BoundDocument>) => Row[]): RegisterOperation<Row> {
  return {
    input: (zod) => zod.object({}) as never,
    async run(context: OperationContext): Promise<RegisterOutput<Row>> {
      const skipped: Skipped[] = [];
      const opened = await context.documents.open((file) => skipped.push(file));
      let documents = 0;
      const rows = register(
        (function* bounds() {
          for (const { bound } of opened) {
            documents += 1;
            yield bound;
          }
        })(),
      );
      return { rows, documents, skipped };
    },
  };
}
