import type { Options, OptionSpecs } from './arguments/options.js';
import type { Terminal } from './terminal.js';

export interface Invocation {
  readonly positionals: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
}

export interface Command {
  readonly name: string;
  /** What stands behind the name, for example `PORTFOLIO`. */
  readonly operands: string;
  readonly operandCount: { readonly min: number; readonly max: number };
  /** One sentence, for the list of commands. */
  readonly summary: string;
  /** What else there is to know, in lines. */
  readonly details?: readonly string[];
  readonly options: OptionSpecs;
  readonly examples?: readonly string[];
  /** Resolves with the exit code: 0, or 1 when what was asked for is not so. Throws CliFailure. */
  run(invocation: Invocation): Promise<0 | 1>;
}
