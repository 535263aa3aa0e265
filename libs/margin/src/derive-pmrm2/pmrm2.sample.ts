import type { DeriveExpiry } from '../derive/deriveMarket.js';
import type { Pmrm2Parameters, Pmrm2Scenario } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';

const both = (move: number): Pmrm2Scenario[] =>
  (['down', 'none', 'up'] as const).map((volShock) => ({ spotShock: 1 + move, volShock, dampening: 1 }));
const up = (spotShock: number, dampening: number): Pmrm2Scenario => ({ spotShock, volShock: 'up', dampening });

/** The parameters of Derive's published worked case 12 (derivexyz/v2-core, PMRM_2 portfolio cases), figures only. */
export const case12Parameters: Pmrm2Parameters = {
  scenarios: [
    up(1.18, 1),
    ...[0.135, 0.09, 0.045, 0, -0.045, -0.09, -0.135].flatMap(both),
    up(0.82, 1),
    up(0.34, 0.6 / 11),
    up(0.67, 1.2 / 11),
    up(1.5, 0.072),
    up(2, 0.036),
    up(3, 0.018),
    up(4, 0.012),
    { spotShock: 1, volShock: 'linear', dampening: 1 },
    { spotShock: 1, volShock: 'abs', dampening: 1 },
  ],
  imFactor: 1,
  mmFactor: 0.8,
  vol: {
    rangeUp: 0.5,
    rangeDown: 0.275,
    minVolUpShock: 0.45,
    shortTermPower: 0.3,
    longTermPower: 0.13,
    dteFloorDays: 1,
  },
  skew: {
    linear: { baseCap: 0.15, cBase: -0.05 },
    abs: { baseCap: 0.15, cBase: -0.05 },
    minKStar: 0.01,
    widthScale: 4,
    volParamStatic: 0.6,
    volParamScale: -0.1,
  },
  discount: {
    longBase: 0.95,
    longRateMult: 1,
    longRateAdd: 0.08,
    shortBase: 1.04,
    shortRateMult: 0.5,
    shortRateAdd: 0.08,
  },
  basis: { spotUp: 1.045, spotDown: 0.955, addFactor: 0.5, multFactorPerYear: 2 },
  peg: { thresholdUsd: 0.98, factor: 2 },
  confidence: { threshold: 0.55, factor: 1 },
  perp: { mmShare: 0.015, imShare: 0.005 },
  option: { mmShare: 0.003, imShare: 0.002 },
  collaterals: [
    { asset: 'USDT', isRiskCancelling: false, mmHaircut: 0.02, imHaircut: 0.03 },
    { asset: 'CBBTC', isRiskCancelling: true, mmHaircut: 0.04, imHaircut: 0.015 },
  ],
};

export const case12Expiry: DeriveExpiry = {
  expiryS: 1_740_729_600,
  secondsToExpiry: 794_852,
  forwardUsd: 95_776.67392708939,
  forwardConfidence: 1,
  ratePer1: 0.15,
  rateConfidence: 1,
  volConfidence: 0.95,
  svi: {
    a: 0.002138900837067276,
    b: 0.04163976582038121,
    rho: -0.29089434907604955,
    m: -0.026351062568175803,
    sigma: 0.06256307931421391,
    forwardUsd: 95_776.67392708939,
    refTauYears: 0.02520611364789,
  },
};

export const case12Market: Pmrm2Market = {
  spotUsd: 95_663.50604855,
  spotConfidence: 1,
  stableUsd: 1.00019088635,
  perp: { priceUsd: 95_650, confidence: 1 },
  expiries: [case12Expiry],
  collaterals: [
    { asset: 'USDT', priceUsd: 0.99984231175, confidence: 1 },
    { asset: 'CBBTC', priceUsd: 95_551, confidence: 1 },
  ],
};

export const nothing: Pmrm2Portfolio = { cashUsd: 0, options: [], collaterals: [] };

/** Short one call of 100,000. */
export const case12Portfolio: Pmrm2Portfolio = {
  ...nothing,
  options: [{ expiryS: case12Expiry.expiryS, strikeUsd: 100_000, right: 'call', amount: -1 }],
};
