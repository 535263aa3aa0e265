import { type DeriveExpiry, type DeriveOption } from '../derive/deriveMarket.js';
import { fixedShare } from '../derive/fixedShare.js';
import { SECONDS_PER_YEAR, SETTLEMENT_AVERAGE_SECONDS } from '../derive/limits.js';
import { markVol } from '../derive/markVol.js';
import type { Pmrm2Parameters } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';
import { type SkewShock, skewShock } from './skewShock.js';
import { type StaticDiscount, staticDiscount } from './staticDiscount.js';
import { volShockMultipliers } from './volShock.js';

export interface OptionLeg {
  readonly option: DeriveOption;
  readonly vol: number;
  readonly skew: SkewShock;
}

/** An expiry of the portfolio, with all that its shocks need. */
export interface ExpiryState {
  readonly expiry: DeriveExpiry;
  readonly tauYears: number;
  readonly ratePer1: number;
  /** The part of the forward that the settlement average has fixed, and the part that still moves. */
  readonly fixedUsd: number;
  readonly variableUsd: number;
  readonly volUp: number;
  readonly volDown: number;
  readonly discount: StaticDiscount;
  readonly legs: readonly OptionLeg[];
}

/** The expiries that the portfolio holds options of. Takes what `checkPortfolio` has let through. */
export function expiryStates(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
): readonly ExpiryState[] {
  return market.expiries.flatMap((expiry) => {
    const options = portfolio.options.filter(({ expiryS }) => expiryS === expiry.expiryS);
    return options.length === 0 ? [] : [expiryState(parameters, expiry, options)];
  });
}

function expiryState(parameters: Pmrm2Parameters, expiry: DeriveExpiry, options: readonly DeriveOption[]): ExpiryState {
  const seconds = Math.max(0, expiry.secondsToExpiry);
  const tauYears = seconds / SECONDS_PER_YEAR;
  const ratePer1 = Math.max(0, expiry.ratePer1);
  const forwardUsd = (seconds > 0 ? expiry.forwardUsd : expiry.settlementPriceUsd)!;
  const fixedUsd =
    seconds > 0 && seconds < SETTLEMENT_AVERAGE_SECONDS && expiry.forwardFixedUsd !== undefined
      ? expiry.forwardFixedUsd
      : forwardUsd * fixedShare(seconds);
  const multipliers = volShockMultipliers(seconds, parameters.vol);
  return {
    expiry,
    tauYears,
    ratePer1,
    fixedUsd,
    variableUsd: forwardUsd - fixedUsd,
    volUp: multipliers.up,
    volDown: multipliers.down,
    discount: staticDiscount(tauYears, ratePer1, parameters.discount),
    legs: options.map((option) => ({
      option,
      vol: seconds > 0 ? markVol(expiry, option.strikeUsd)! : 0,
      skew: skewShock(Math.log(option.strikeUsd / forwardUsd), tauYears, parameters.skew),
    })),
  };
}
