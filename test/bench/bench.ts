/** What a bench has to reach: its words, what was found, and whether that is enough. */
export interface Aim {
  readonly aim: string;
  readonly found: string;
  readonly met: boolean;
  /** For an aim that is missed: what it would take. */
  readonly note?: string | undefined;
}

export interface BenchOptions {
  /** How many events and how much else; every bench scales its parts with it. */
  readonly size: number | undefined;
  /** Parts by name; all of them when empty. */
  readonly only: readonly string[];
  print(line: string): void;
}

export interface Bench {
  run(options: BenchOptions): Promise<readonly Aim[]>;
}

/** What was asked for can't be run. The runner prints it and exits with status 2. */
export class BenchInputError extends Error {
  override readonly name = 'BenchInputError';
}
