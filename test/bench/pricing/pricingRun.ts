import type { Contender, Task } from './contenders/contender.ts';
import type { Pace } from './interleave.ts';

/** What every part is given. */
export interface PricingRun {
  readonly size: number;
  readonly pace: Pace;
  readonly contenders: readonly Contender[];
  print(line: string): void;
}

/** Those that do a task, and are here. */
export function contendersOf({ contenders }: PricingRun, task: Task): Contender[] {
  return contenders.filter(({ tasks, missing }) => missing === undefined && tasks.includes(task));
}
