import type { DeriveResult } from '../derive/failures.js';
import { auctionFraction } from './auctionFraction.js';
import { auctionShare } from './auctionShare.js';
import type { AuctionedAccount, AuctionFailure, DeriveAuctionParameters } from './auctionTypes.js';
import { checkAuction } from './checkAuction.js';

export interface SolventBid {
  /** What a bidder pays of the value it takes. */
  readonly share: number;
  readonly fractionMax: number;
  /** Of the account as it is before this bid. */
  readonly fraction: number;
  readonly paidUsd: number;
  /** What the account loses to the bidder: the value taken less what was paid for it. */
  readonly lossUsd: number;
  readonly after: AuctionedAccount;
}

/** A bid on a solvent account: the bidder takes a fraction of everything but the reserved cash, at the share of the moment. */
export function solventBid(
  parameters: DeriveAuctionParameters,
  account: AuctionedAccount,
  elapsedSeconds: number,
  fractionWanted: number,
): DeriveResult<SolventBid, AuctionFailure> {
  const failure =
    checkAuction(parameters, account, elapsedSeconds) ?? notForSale(parameters, account) ?? wanted(fractionWanted);
  if (failure !== undefined) return { ok: false, failure };
  const share = auctionShare(parameters, elapsedSeconds);
  const fractionMax = auctionFraction(parameters.bufferShare, account, share);
  const fraction = Math.min(fractionWanted, fractionMax);
  const { markToMarketUsd, maintenanceMarginUsd, reservedCashUsd } = account;
  const takenUsd = fraction * (markToMarketUsd - reservedCashUsd);
  const paidUsd = share * takenUsd;
  return {
    ok: true,
    value: {
      share,
      fractionMax,
      fraction,
      paidUsd,
      lossUsd: takenUsd - paidUsd,
      after: {
        markToMarketUsd: markToMarketUsd - takenUsd + paidUsd,
        maintenanceMarginUsd: maintenanceMarginUsd - fraction * (maintenanceMarginUsd - reservedCashUsd) + paidUsd,
        reservedCashUsd: reservedCashUsd + paidUsd,
      },
    },
  };
}

function notForSale({ bufferShare }: DeriveAuctionParameters, account: AuctionedAccount): AuctionFailure | undefined {
  const { markToMarketUsd, reservedCashUsd } = account;
  if (markToMarketUsd <= reservedCashUsd) {
    const expected = `more than the reserved cash, ${reservedCashUsd}`;
    return { code: 'AccountInsolvent', field: 'markToMarketUsd', expected, found: String(markToMarketUsd) };
  }
  // The auction of an account whose maintenance margin is back at 0 goes on until its buffer is.
  return auctionFraction(bufferShare, account, 1) > 0
    ? undefined
    : { code: 'NotLiquidatable', field: 'the buffer margin', expected: 'below 0', found: 'at least 0' };
}

function wanted(fraction: number): AuctionFailure | undefined {
  return fraction > 0 && fraction <= 1
    ? undefined
    : { code: 'ValueOutOfRange', field: 'fractionWanted', expected: 'above 0 and at most 1', found: String(fraction) };
}
