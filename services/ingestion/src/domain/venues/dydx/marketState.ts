import type { RawJson, RawObject } from '../rawJson/readRawJson.js';

/** What is known of a market, as the venue wrote it; undefined what it hasn't said yet. Messages name only what changed. */
export interface MarketState {
  readonly clobPairId: RawJson | undefined;
  readonly tickSize: RawJson | undefined;
  readonly stepSize: RawJson | undefined;
  readonly initialMarginFraction: RawJson | undefined;
  readonly status: RawJson | undefined;
  readonly nextFundingRate: RawJson | undefined;
  readonly openInterest: RawJson | undefined;
  readonly oraclePrice: RawJson | undefined;
}

const NOTHING_KNOWN: RawObject = {};

export function withChange(known: MarketState | undefined, change: RawObject): MarketState {
  const before = known ?? NOTHING_KNOWN;
  const said = (name: keyof MarketState): RawJson | undefined =>
    change[name] === undefined ? before[name] : change[name];
  return {
    clobPairId: said('clobPairId'),
    tickSize: said('tickSize'),
    stepSize: said('stepSize'),
    initialMarginFraction: said('initialMarginFraction'),
    status: said('status'),
    nextFundingRate: said('nextFundingRate'),
    openInterest: said('openInterest'),
    oraclePrice: said('oraclePrice'),
  };
}

export function withOraclePrice(known: MarketState | undefined, oraclePrice: string): MarketState {
  return known === undefined ? withChange(known, { oraclePrice }) : { ...known, oraclePrice };
}

/** Whether two states of a market have the same terms, which a listing is said from. */
export function haveSameTerms(one: MarketState, other: MarketState): boolean {
  return (
    one.tickSize === other.tickSize &&
    one.stepSize === other.stepSize &&
    one.initialMarginFraction === other.initialMarginFraction &&
    one.status === other.status
  );
}
