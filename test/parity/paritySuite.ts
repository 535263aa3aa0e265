/** How one suite ended. `matched` of `total` comparisons were within `tolerance`; `worst` names the one furthest out. */
export interface ParityOutcome {
  readonly matched: number;
  readonly total: number;
  readonly tolerance: string;
  readonly worst: string;
}

/** A suite compares our numbers with somebody else's on the files or folders at `paths`; `print` is for its table. */
export interface ParitySuite {
  run(paths: string[], print: (line: string) => void): Promise<ParityOutcome>;
}

/** What was handed in can't be read or isn't what the suite compares. The runner prints it and exits with status 2. */
export class ParityInputError extends Error {
  override readonly name = 'ParityInputError';
}
