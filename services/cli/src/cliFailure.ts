/** What a failed call said, for people who read JSON. */
export interface FailureDetails {
  readonly code: string;
  readonly service: string;
  readonly fields: readonly { readonly field: string; readonly description: string }[];
}

/** Ends a command with a sentence and an exit code: 1 when it failed, 2 when it was called in a wrong way. */
export class CliFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    readonly details?: FailureDetails,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

/** The caller's mistake. */
export function usageFailure(message: string): CliFailure {
  return new CliFailure(message, 2);
}
