import type { SrmUnderlying } from '@gimbal/margin';

const DAY_S = 86_400;
const EIGHT_HOURS_S = 28_800;

/**
 * The market of the published SRM portfolio cases, which their file leaves out. Figures as the publisher's own test sets
 * them (derivexyz/v2-core, test/risk-managers/unit-tests: TestCaseExpiries.t.sol and
 * StandardManager/TestStandardManager_Portfolio_Cases.t.sol): days to each expiry and forwards less spot.
 */
const EXPIRIES = [
  { date: '20230104', days: 3, eth: 0.91345, btc: 12.7883 },
  { date: '20230111', days: 10, eth: 2.83305, btc: 39.66276 },
  { date: '20230118', days: 17, eth: 4.7545, btc: 66.56301 },
  { date: '20230227', days: 57, eth: 15.7696, btc: 220.77451 },
  { date: '20230804', days: 215, eth: 59.87416, btc: 838.23835 },
  { date: '20230811', days: 222, eth: 61.85933, btc: 865.90472 },
  { date: '20230818', days: 229, eth: 63.8284, btc: 893.59763 },
  { date: '20230825', days: 238, eth: 66.3744, btc: 929.24184 },
] as const;

const UNDERLYINGS = [
  { underlying: 'eth', spotUsd: 2_000, perpUsd: 2_001 },
  { underlying: 'btc', spotUsd: 28_000, perpUsd: 28_020 },
] as const;

export const expiriesOfPortfolioCases: ReadonlyMap<string, number> = new Map(
  EXPIRIES.map(({ date, days }) => [date, days * DAY_S + EIGHT_HOURS_S]),
);

/** What a case changes for ETH and its expiry of 18 January 2023. */
interface Change {
  readonly stableUsd?: number;
  readonly spotConfidence?: number;
  readonly perpConfidence?: number;
  readonly volConfidence?: number;
  readonly forwardConfidence?: number;
}

/** The publisher sets 0.4 less 10^-18, which no double holds; this is the next below 0.4. */
const JUST_BELOW = 0.39999999999999997;

const CHANGES: Readonly<Record<string, Change>> = {
  test_USDC_depeg: { stableUsd: 0.1 },
  test_short_call_low_vol_conf: { volConfidence: 0.1 },
  test_short_call_low_vol_and_fwd_confidence: { volConfidence: 0.5, forwardConfidence: JUST_BELOW },
  test_short_call_low_spot_vol_fwd_confidence: { volConfidence: 0.5, forwardConfidence: 0.4, spotConfidence: 0.2 },
  test_long_call_low_spot_vol_fwd_confidence: { volConfidence: 0.5, forwardConfidence: 0.4, spotConfidence: 0.2 },
  test_short_options_two_expiries_low_conf_one_expiry: {
    volConfidence: 0.3,
    forwardConfidence: 0.4,
    spotConfidence: 0.9,
  },
  test_long_eth_perp_low_perp_confidence: { perpConfidence: 0.1 },
  test_base_asset_low_spot_confidence: { spotConfidence: 0.1 },
  test_long_perp_and_USDC_depeg: { stableUsd: 0.1 },
  test_general_portfolio: {
    stableUsd: 0.97,
    volConfidence: 0.5,
    forwardConfidence: JUST_BELOW,
    spotConfidence: 0.2,
  },
};

const CHANGED_EXPIRY = '20230118';
/** Where a case changes a forward's confidence, it sets the forward again, cut off after two decimals. */
const CHANGED_FORWARD_OVER_SPOT = 4.75;

/** The feeds of a case, by its name; of a name that is unknown, the feeds as they stand before any change. */
export function marketOfPortfolioCase(name: string): {
  readonly stableUsd: number;
  readonly underlyings: readonly SrmUnderlying[];
} {
  const change: Change = Object.hasOwn(CHANGES, name) ? CHANGES[name]! : {};
  return {
    stableUsd: change.stableUsd ?? 1,
    underlyings: UNDERLYINGS.map(({ underlying, spotUsd, perpUsd }) => {
      const changed: Change = underlying === 'eth' ? change : {};
      return {
        underlying,
        spotUsd,
        spotConfidence: changed.spotConfidence ?? 1,
        perp: { priceUsd: perpUsd, confidence: changed.perpConfidence ?? 1 },
        expiries: EXPIRIES.map((expiry) => {
          const own: Change = expiry.date === CHANGED_EXPIRY ? changed : {};
          const secondsToExpiry = expiriesOfPortfolioCases.get(expiry.date)!;
          const overSpot = own.forwardConfidence === undefined ? expiry[underlying] : CHANGED_FORWARD_OVER_SPOT;
          return {
            expiryS: secondsToExpiry,
            secondsToExpiry,
            forwardUsd: spotUsd + overSpot,
            forwardConfidence: own.forwardConfidence ?? 1,
            ratePer1: 0,
            rateConfidence: 1,
            volConfidence: own.volConfidence ?? 1,
          };
        }),
      };
    }),
  };
}
