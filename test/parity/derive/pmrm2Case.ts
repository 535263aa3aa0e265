import type { Pmrm2Market, Pmrm2Parameters, Pmrm2Portfolio, Pmrm2Scenario } from '@gimbal/margin';
import {
  type JsonObject,
  listAt,
  MalformedCase,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  toNumber,
} from './readCases.ts';

export interface Pmrm2Case {
  readonly parameters: Pmrm2Parameters;
  readonly market: Pmrm2Market;
  readonly portfolio: Pmrm2Portfolio;
  readonly expected: JsonObject;
}

/** A case may list an asset twice, at two prices: each row is a collateral of its own, under its own name. */
function assetOf(collateral: JsonObject, row: number): string {
  return `${textAt(collateral, 'Name')} (${row + 1})`;
}

const VOL_SHOCKS: Readonly<Record<string, Pmrm2Scenario['volShock']>> = {
  Up: 'up',
  Down: 'down',
  None: 'none',
  LINEAR: 'linear',
  ABS: 'abs',
};

/** A published portfolio case in the engine's terms. Throws MalformedCase on what it can't read. */
export function readPmrm2Case(data: JsonObject): Pmrm2Case {
  const scenario = objectAt(data, 'Scenario');
  const collaterals = objectsAt(scenario, 'Collaterals');
  return {
    parameters: readParameters(objectAt(data, 'Parameters'), collaterals),
    market: readMarket(scenario, collaterals),
    portfolio: readPortfolio(scenario, collaterals),
    expected: objectAt(data, 'Result'),
  };
}

function readPortfolio(scenario: JsonObject, collaterals: readonly JsonObject[]): Pmrm2Portfolio {
  return {
    cashUsd: numberAt(scenario, 'Cash'),
    perp: {
      amount: numberAt(scenario, 'NumPerps'),
      unrealisedPnlUsd: numberAt(scenario, 'UnrealisedPerpPNL'),
      unsettledFundingUsd: numberAt(scenario, 'UnrealisedFunding'),
    },
    options: objectsAt(scenario, 'Options').map((option) => ({
      expiryS: numberAt(option, 'Expiry'),
      strikeUsd: numberAt(option, 'Strike'),
      right: numberAt(option, 'IsCall') === 1 ? 'call' : 'put',
      amount: numberAt(option, 'Amount'),
    })),
    collaterals: collaterals.map((one, row) => ({ asset: assetOf(one, row), amount: numberAt(one, 'Amount') })),
  };
}

function readMarket(scenario: JsonObject, collaterals: readonly JsonObject[]): Pmrm2Market {
  return {
    spotUsd: numberAt(scenario, 'SpotPrice'),
    spotConfidence: numberAt(scenario, 'SpotConfidence'),
    stableUsd: numberAt(scenario, 'StablePrice'),
    perp: { priceUsd: numberAt(scenario, 'PerpPrice'), confidence: numberAt(scenario, 'PerpConfidence') },
    expiries: uniqueFeeds(scenario).map((feed) => {
      const [a, b, rho, m, sigma, forwardUsd, refTauYears] = sviOf(feed);
      const secondsToExpiry = numberAt(feed, 'FeedExpiry');
      const forward = numberAt(feed, 'Forward');
      return {
        expiryS: secondsToExpiry,
        secondsToExpiry,
        forwardUsd: forward,
        // In the case of an expiry that is past, the published forward is what it settled at.
        settlementPriceUsd: secondsToExpiry <= 0 ? forward : undefined,
        forwardConfidence: numberAt(feed, 'ForwardConfidence'),
        ratePer1: numberAt(feed, 'Rate'),
        rateConfidence: numberAt(feed, 'RateConfidence'),
        volConfidence: numberAt(feed, 'OptionVolConfidences'),
        svi: { a, b, rho, m, sigma, forwardUsd, refTauYears },
      };
    }),
    collaterals: collaterals.map((one, row) => ({
      asset: assetOf(one, row),
      priceUsd: numberAt(one, 'Price'),
      confidence: numberAt(one, 'Confidence'),
    })),
  };
}

/** A feed that is listed once for each option is one feed. */
function uniqueFeeds(scenario: JsonObject): readonly JsonObject[] {
  const feeds = objectsAt(scenario, 'OptionFeeds');
  return feeds.filter((feed, i) => feeds.findIndex((one) => one['FeedExpiry'] === feed['FeedExpiry']) === i);
}

function sviOf(feed: JsonObject): [number, number, number, number, number, number, number] {
  const numbers = listAt(feed, 'SVIparam').map((value, i) => toNumber(value, `SVIparam[${i}]`));
  if (numbers.length !== 7) throw new MalformedCase(`SVIparam has ${numbers.length} of 7 numbers`);
  return numbers as ReturnType<typeof sviOf>;
}

function readParameters(parameters: JsonObject, collaterals: readonly JsonObject[]): Pmrm2Parameters {
  const skew = objectAt(parameters, 'SkewShock');
  const vol = objectAt(parameters, 'VolShock');
  const margin = objectAt(parameters, 'Margin');
  const basis = objectAt(parameters, 'BasisContingency');
  const other = objectAt(parameters, 'OtherContingency');
  return {
    scenarios: objectsAt(parameters, 'Scenarios').map(readScenario),
    imFactor: numberAt(margin, 'IM_LOSS_FACTOR'),
    mmFactor: numberAt(margin, 'MM_LOSS_FACTOR'),
    vol: {
      rangeUp: numberAt(vol, 'VOLRANGEUP'),
      rangeDown: numberAt(vol, 'VOLRANGEDOWN'),
      minVolUpShock: numberAt(vol, 'MIN_VOL_EVAL_SHOCKED'),
      shortTermPower: numberAt(vol, 'SHORTTERMPOWER'),
      longTermPower: numberAt(vol, 'LONGTERMPOWER'),
      dteFloorDays: numberAt(vol, 'DTE_FLOOR'),
    },
    skew: {
      linear: { baseCap: numberAt(skew, 'LINEAR_SCALE_CAP'), cBase: numberAt(skew, 'LINEAR_CBASE') },
      abs: { baseCap: numberAt(skew, 'ABS_SCALE_CAP'), cBase: numberAt(skew, 'ABS_CBASE') },
      minKStar: numberAt(skew, 'MIN_K_STAR'),
      widthScale: numberAt(skew, 'MIN_WIDTH_SCALE'),
      volParamStatic: numberAt(skew, 'VOL_PARAM_STATIC'),
      volParamScale: numberAt(skew, 'VOL_PARAM_SCALE'),
    },
    discount: {
      longBase: numberAt(margin, 'BASE_STATIC_DISCOUNT'),
      longRateMult: numberAt(margin, 'LONG_RATE_MULTSCALE'),
      longRateAdd: numberAt(margin, 'LONG_RATE_ADDSCALE'),
      shortBase: numberAt(margin, 'BASE_STATIC_DISCOUNT_NEG'),
      shortRateMult: numberAt(margin, 'SHORT_RATE_MULTSCALE'),
      shortRateAdd: numberAt(margin, 'SHORT_RATE_ADDSCALE'),
    },
    basis: {
      spotUp: numberAt(basis, 'SCENARIO_SPOT_UP'),
      spotDown: numberAt(basis, 'SCENARIO_SPOT_DOWN'),
      addFactor: numberAt(basis, 'BASIS_CONT_ADD_FACTOR'),
      multFactorPerYear: numberAt(basis, 'BASIS_CONT_MULT_FACTOR'),
    },
    peg: { thresholdUsd: numberAt(other, 'PEG_LOSS_THRESHOLD'), factor: numberAt(other, 'PEG_LOSS_FACTOR') },
    confidence: { threshold: numberAt(other, 'CONF_THRESHOLD'), factor: numberAt(other, 'CONF_MARGIN') },
    perp: { mmShare: numberAt(other, 'MM_PERP_PERCENT'), imShare: numberAt(other, 'IM_PERP_PERCENT') },
    option: { mmShare: numberAt(other, 'MM_OPTION_PERCENT'), imShare: numberAt(other, 'IM_OPTION_PERCENT') },
    collaterals: collaterals.map((one, row) => ({
      asset: assetOf(one, row),
      isRiskCancelling: one['IsRiskCancelling'] === true,
      mmHaircut: numberAt(one, 'MMHaircut'),
      imHaircut: numberAt(one, 'IMHaircut'),
    })),
  };
}

function readScenario(scenario: JsonObject): Pmrm2Scenario {
  const direction = textAt(scenario, 'VolShockDirection');
  const volShock = VOL_SHOCKS[direction];
  if (volShock === undefined) throw new MalformedCase(`VolShockDirection is unknown: ${direction}`);
  return {
    spotShock: numberAt(scenario, 'SpotShock'),
    volShock,
    dampening: numberAt(scenario, 'DampeningFactor'),
  };
}
