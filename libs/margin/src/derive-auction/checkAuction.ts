import { aboveZero, atLeastZero, finite, firstBroken, share } from '../derive/demands.js';
import type { DeriveFailure } from '../derive/failures.js';
import type { AuctionedAccount, DeriveAuctionParameters } from './auctionTypes.js';

/** The first thing wrong with an auction's parameters or account, or undefined. */
export function checkAuction(
  parameters: DeriveAuctionParameters,
  account: AuctionedAccount,
  elapsedSeconds: number,
): DeriveFailure | undefined {
  const { startShare, fastEndShare } = parameters;
  const { markToMarketUsd, maintenanceMarginUsd } = account;
  return firstBroken([
    atLeastZero('bufferShare', parameters.bufferShare),
    share('startShare', startShare),
    share('fastEndShare', fastEndShare),
    [
      'ParametersContradict',
      'fastEndShare',
      fastEndShare <= startShare,
      `at most startShare, ${startShare}`,
      fastEndShare,
    ],
    aboveZero('fastSeconds', parameters.fastSeconds),
    aboveZero('slowSeconds', parameters.slowSeconds),
    aboveZero('insolventSeconds', parameters.insolventSeconds),
    share('feeShare', parameters.feeShare),
    atLeastZero('elapsedSeconds', elapsedSeconds),
    finite('markToMarketUsd', markToMarketUsd),
    finite('maintenanceMarginUsd', maintenanceMarginUsd),
    atLeastZero('reservedCashUsd', account.reservedCashUsd),
    [
      'ValueOutOfRange',
      'maintenanceMarginUsd',
      maintenanceMarginUsd <= markToMarketUsd,
      `at most the mark to market, ${markToMarketUsd}`,
      maintenanceMarginUsd,
    ],
  ]);
}
