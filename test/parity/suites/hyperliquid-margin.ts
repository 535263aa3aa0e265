import { compareAccount } from '../hyperliquidMargin/compareAccount.ts';
import type { Comparison } from '../hyperliquidMargin/compareAccount.ts';
import { readResponses } from '../hyperliquidMargin/readResponses.ts';
import { isComplete, recordedAccount } from '../hyperliquidMargin/recordedAccount.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';

const TOLERANCE = '1e-6 USD of margin, and that over the size (and half of 1e-8) of price';

/** Compares margins and liquidation prices that Hyperliquid printed in `clearinghouseState` with the engine's. */
const hyperliquidMargin: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const { states, metas } = await readResponses(paths);
    const records = states.map((state) => recordedAccount(state, metas));
    for (const record of records) {
      if (isComplete(record)) continue;
      const { where, lacking } = record;
      print(lacking.length === 0 ? `${where}: no positions` : `apart: ${where} lacks ${lacking.join(', ')}`);
    }
    const compared = records.filter(isComplete).map((account) => ({ account, ...compareAccount(account) }));
    for (const { account, comparisons, apart } of compared) {
      const rule = account.parameters.maintenanceAtLiquidation;
      print(
        `${account.where}: ${account.printed.length} positions, ${comparisons.length} numbers compared, ` +
          `${apart.length} apart; maintenance ${rule} in the printed price`,
      );
      for (const what of apart) print(`apart: ${account.where} ${what}`);
    }
    const comparisons = compared.flatMap((one) => one.comparisons).sort(furthestFirst);
    const differing = comparisons.filter((one) => !matches(one));
    for (const { what, printed, computed } of differing.slice(0, 20)) {
      print(`differs: ${what} printed ${printed}, computed ${computed}`);
    }
    const positions = compared.reduce((sum, { account }) => sum + account.printed.length, 0);
    const apart = compared.reduce((sum, one) => sum + one.apart.length, 0);
    print(`${positions} positions in ${compared.length} of ${records.length} accounts, ${apart} numbers apart`);
    const worst = comparisons[0];
    return {
      matched: comparisons.length - differing.length,
      total: comparisons.length,
      tolerance: TOLERANCE,
      worst: worst === undefined ? 'none' : `${worst.units.toFixed(3)} of the tolerance (${worst.what})`,
    };
  },
};

export default hyperliquidMargin;

function matches({ units }: Comparison): boolean {
  return units <= 1;
}

function furthestFirst(one: Comparison, other: Comparison): number {
  if (one.units === other.units) return 0;
  return one.units > other.units ? -1 : 1;
}
