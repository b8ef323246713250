import type { CheckRequest } from './check-request.ts';

export async function checkAndFix(_request: CheckRequest): Promise<number> {
  return 2;
}
