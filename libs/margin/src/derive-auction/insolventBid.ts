import type { DeriveResult } from '../derive/failures.js';
import type { AuctionedAccount, AuctionFailure, DeriveAuctionParameters } from './auctionTypes.js';
import { checkAuction } from './checkAuction.js';

export interface InsolventBid {
  readonly fraction: number;
  /** What the bidder is paid for taking the fraction on, and who pays it. */
  readonly payoutUsd: number;
  readonly fromSecurityModuleUsd: number;
  /** What the security module could not pay, and all holders of cash bear. */
  readonly socialisedUsd: number;
  readonly after: AuctionedAccount;
}

/**
 * A bid on an account that is worth less than nothing: the bidder is paid, at first what the account is short of, and in
 * the end what its maintenance margin asks for.
 */
export function insolventBid(
  parameters: DeriveAuctionParameters,
  account: AuctionedAccount,
  elapsedSeconds: number,
  fraction: number,
  securityModuleUsd: number,
): DeriveResult<InsolventBid, AuctionFailure> {
  const failure =
    checkAuction(parameters, account, elapsedSeconds) ?? notInsolvent(account, fraction, securityModuleUsd);
  if (failure !== undefined) return { ok: false, failure };
  const { markToMarketUsd, maintenanceMarginUsd, reservedCashUsd } = account;
  const passed = Math.min(1, elapsedSeconds / parameters.insolventSeconds);
  const valueUsd = markToMarketUsd + (maintenanceMarginUsd - markToMarketUsd) * passed;
  const payoutUsd = -valueUsd * fraction;
  const fromSecurityModuleUsd = Math.min(securityModuleUsd, payoutUsd);
  return {
    ok: true,
    value: {
      fraction,
      payoutUsd,
      fromSecurityModuleUsd,
      socialisedUsd: payoutUsd - fromSecurityModuleUsd,
      after: {
        markToMarketUsd: markToMarketUsd * (1 - fraction),
        maintenanceMarginUsd: maintenanceMarginUsd * (1 - fraction),
        reservedCashUsd: reservedCashUsd * (1 - fraction),
      },
    },
  };
}

function notInsolvent(
  { markToMarketUsd }: AuctionedAccount,
  fraction: number,
  securityModuleUsd: number,
): AuctionFailure | undefined {
  if (markToMarketUsd > 0) {
    return { code: 'AccountSolvent', field: 'markToMarketUsd', expected: 'at most 0', found: String(markToMarketUsd) };
  }
  if (!(fraction > 0 && fraction <= 1)) {
    const expected = 'above 0 and at most 1';
    return { code: 'ValueOutOfRange', field: 'fraction', expected, found: String(fraction) };
  }
  if (securityModuleUsd >= 0) return undefined;
  return {
    code: 'ValueOutOfRange',
    field: 'securityModuleUsd',
    expected: 'at least 0',
    found: String(securityModuleUsd),
  };
}
