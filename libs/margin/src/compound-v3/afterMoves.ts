import { type MarginResult, refuse } from '../marginFailures.js';
import { checkMarket } from './checkMarket.js';
import { presentValue, principalOfSupply } from './cometMath.js';
import { INDEX_SCALE } from './limits.js';
import type { CometAccount, CometMarket } from './market.js';

/** What might be done: base tokens in (supply, repay) or out (withdraw, borrow), and collateral in or out. */
export interface CometMoves {
  readonly baseChange: bigint;
  readonly collateralChanges: readonly { readonly asset: string; readonly change: bigint }[];
}

/** The account as it would be after these moves, for any of the other operations; whether Comet allows them is `accountStanding`'s to say. */
export function afterMoves(account: CometAccount, market: CometMarket, moves: CometMoves): MarginResult<CometAccount> {
  const invalid = checkMarket(market, account);
  if (invalid !== undefined) return refuse(invalid);
  const amounts = new Map(account.collateral.map(({ asset, amount }) => [asset, amount]));
  for (const { asset, change } of moves.collateralChanges) {
    if (!market.assets.some((one) => one.asset === asset)) return refuse({ code: 'UnknownAsset', asset });
    const amount = (amounts.get(asset) ?? 0n) + change;
    if (amount < 0n) {
      const expected = 'to be 0 or more after the move';
      return refuse({ code: 'ValueOutOfRange', subject: asset, field: 'amount', expected, found: amount });
    }
    amounts.set(asset, amount);
  }
  const balance = presentValue(account.principal, market) + moves.baseChange;
  return {
    ok: true,
    value: {
      principal: moves.baseChange === 0n ? account.principal : principalOf(balance, market),
      collateral: [...amounts].map(([asset, amount]) => ({ asset, amount })),
    },
  };
}

/** A debt's principal is rounded up, a supply's down: Comet never gives away a unit. */
function principalOf(balance: bigint, market: CometMarket): bigint {
  if (balance >= 0n) return principalOfSupply(balance, market);
  const index = market.baseBorrowIndexE15;
  return -((-balance * INDEX_SCALE + index - 1n) / index);
}
