import type { Black76InputColumns } from '@gimbal/quant';
import type { Moves } from '../columnsFiles.ts';
import type { Quantity } from '../readReference.ts';

/** One measured round: whole passes over the rows, and what they took. */
export interface Round {
  readonly passes: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** What is asked of a contender, prepared once. A peer is asked through a file, the rest through the columns. */
export type Job =
  | { readonly task: 'greeks'; readonly inputs: Black76InputColumns }
  | { readonly task: 'implied'; readonly inputs: Black76InputColumns; readonly price: Float64Array }
  | {
      readonly task: 'grid';
      readonly inputs: Black76InputColumns;
      readonly quantity: Float64Array;
      readonly moves: Moves;
    };

export type Task = Job['task'];

/** Columns of answers, NaN where there is none; of `implied` and `grid` there is one, under `value`. */
export type Answers = Partial<Record<Quantity | 'value', Float64Array>>;

export interface PreparedJob {
  /** Passes until at least so many seconds of processor time were used. */
  measure(leastSeconds: number): Promise<Round>;
  answers(): Promise<Answers>;
  close(): void;
}

export interface Contender {
  readonly name: string;
  /** `ours` is held to the aims, `peer` and `limit` are what it is compared with, `naive` is how one would begin. */
  readonly kind: 'ours' | 'peer' | 'limit' | 'naive';
  readonly tasks: readonly Task[];
  /** Slow ones are timed on the first rows alone. */
  readonly rowsMax?: number | undefined;
  /** Its numbers are those of a neighbour that is measured for accuracy, without some of the columns. */
  readonly forSpeedAlone?: boolean | undefined;
  /** Why it can't take part. */
  readonly missing?: string | undefined;
  prepare(job: Job): Promise<PreparedJob>;
}
