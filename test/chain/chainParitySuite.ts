import { ParityInputError, type ParityOutcome, type ParitySuite } from '../parity/paritySuite.ts';
import type { ChainSuiteName } from './chainSuites.ts';
import { ensureInstalled } from './install.mjs';

const SIZE = { accounts: 150, liquidations: 40, positions: 200, swaps: 300, actions: 150, seed: 1 };

/**
 * The comparison `name` at its usual size as a parity suite. Where the contracts can't be installed it says what was
 * skipped and ends the process with status 0, so that a machine without them is not called wrong; under CI=1 it fails.
 */
export function chainParitySuite(name: ChainSuiteName): ParitySuite {
  return {
    async run(_paths, print): Promise<ParityOutcome> {
      const installed = ensureInstalled();
      if (!installed.ok) {
        if (process.env['CI'] === '1') throw new ParityInputError(`${name}: ${installed.reason}.`);
        print(`parity ${name}: skipped, ${installed.reason}`);
        process.exit(0);
      }
      // Only now, since these need what was just installed.
      const { chainSuites } = await import('./chainSuites.ts');
      const tally = await chainSuites[name](SIZE, print);
      for (const difference of tally.differences) print(`differs: ${difference}`);
      return {
        matched: tally.matched,
        total: tally.total,
        tolerance: '0 wei',
        worst: `${tally.worst} wei`,
      };
    },
  };
}
