import { CliFailure, usageFailure } from '../cliFailure.js';
import type { Invocation } from '../command.js';

/** Asks at the terminal unless --yes was said. Throws a usage failure where nobody answers, a failure at a no. */
export async function confirm({ options, terminal }: Invocation, question: string, ifNot: string): Promise<void> {
  if (options.flag('yes')) return;
  const answer = await terminal.ask(`${question} [y/N] `);
  if (answer === undefined) throw usageFailure('Expected somebody to confirm at a terminal, or --yes.');
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliFailure(ifNot);
}
