const both = (move: number): object[] => ['Down', 'None', 'Up'].map((direction) => scenario(1 + move, direction, 1));

function scenario(SpotShock: number, VolShockDirection: string, DampeningFactor: number): object {
  return { SpotShock, VolShockDirection, DampeningFactor };
}

/**
 * The worked case 12 of Derive's portfolio manager in its publisher's format, with the figures that the domain handbook
 * (2.1) prints: a naked short call.
 */
export const workedCase = {
  case: 'test_12_risk_cancelling_naked_short_call',
  Scenario: {
    Cash: 0,
    Collaterals: [] as object[],
    SpotPrice: 95663.50604855,
    SpotConfidence: 1,
    NumPerps: 0,
    PerpPrice: 0,
    PerpConfidence: 0,
    UnrealisedPerpPNL: 0,
    UnrealisedFunding: 0,
    StablePrice: 1.00019088635,
    Options: [{ Expiry: 794852, Strike: 100000, IsCall: 1, Amount: -1 }],
    OptionFeeds: [
      {
        FeedExpiry: 794852,
        Forward: 95776.67392708939,
        ForwardConfidence: 1,
        Rate: 0.15,
        RateConfidence: 1,
        SVIparam: [
          '0.002138900837067276',
          '0.041639765820381208',
          '-0.290894349076049536',
          '-0.026351062568175804',
          '0.062563079314213912',
          95776.67392708939,
          '0.02520611364789',
        ],
        OptionVolConfidences: 0.95,
      },
    ],
  },
  Parameters: {
    Scenarios: [
      scenario(1.18, 'Up', 1),
      ...[0.135, 0.09, 0.045, 0, -0.045, -0.09, -0.135].flatMap(both),
      scenario(0.82, 'Up', 1),
      scenario(0.34, 'Up', 0.6 / 11),
      scenario(0.67, 'Up', 1.2 / 11),
      scenario(1.5, 'Up', 0.072),
      scenario(2, 'Up', 0.036),
      scenario(3, 'Up', 0.018),
      scenario(4, 'Up', 0.012),
      scenario(1, 'LINEAR', 1),
      scenario(1, 'ABS', 1),
    ],
    SkewShock: {
      LINEAR_SCALE_CAP: 0.15,
      LINEAR_CBASE: -0.05,
      ABS_SCALE_CAP: 0.15,
      ABS_CBASE: -0.05,
      MIN_K_STAR: 0.01,
      MIN_WIDTH_SCALE: 4,
      VOL_PARAM_STATIC: 0.6,
      VOL_PARAM_SCALE: -0.1,
    },
    VolShock: {
      VOLRANGEUP: 0.5,
      MIN_VOL_EVAL_SHOCKED: 0.45,
      VOLRANGEDOWN: 0.275,
      SHORTTERMPOWER: 0.3,
      LONGTERMPOWER: 0.13,
      DTE_FLOOR: 1,
    },
    Margin: {
      MM_LOSS_FACTOR: 0.8,
      IM_LOSS_FACTOR: 1,
      SHORT_RATE_MULTSCALE: 0.5,
      LONG_RATE_MULTSCALE: 1,
      SHORT_RATE_ADDSCALE: 0.08,
      LONG_RATE_ADDSCALE: 0.08,
      BASE_STATIC_DISCOUNT: 0.95,
      BASE_STATIC_DISCOUNT_NEG: 1.04,
    },
    BasisContingency: {
      SCENARIO_SPOT_UP: 1.045,
      SCENARIO_SPOT_DOWN: 0.955,
      BASIS_CONT_ADD_FACTOR: 0.5,
      BASIS_CONT_MULT_FACTOR: 2,
    },
    OtherContingency: {
      PEG_LOSS_THRESHOLD: 0.98,
      PEG_LOSS_FACTOR: 2,
      CONF_THRESHOLD: 0.55,
      CONF_MARGIN: 1,
      MM_PERP_PERCENT: 0.015,
      IM_PERP_PERCENT: 0.005,
      MM_OPTION_PERCENT: 0.003,
      IM_OPTION_PERCENT: 0.002,
    },
  },
  Result: {
    IM: -14604.048120144837,
    MM: -11824.858703959073,
    PortfolioMTM: -1186.4185694587657,
    ForwardContingency: -947.2098049301085,
    MMOptionCont: -286.99051814565,
    IMOptionCont: -191.3270120971,
    reg_losses: [['0.179999999999999993', 1, '-12939.312020443322']],
    tail_losses: [['0.5', 1, '-3058.966961715574']],
    skew_losses: [
      ['LINEAR', '-43.4339525950301'],
      ['ABS', '-43.4339525950301'],
    ],
  },
};

/** A perp in the format of the standard manager's published cases, in 18-decimal fixed point: their Test17. */
export const workedSrmCase = {
  Scenario: {
    OptionUnderlying: [] as string[],
    OptionExpiries: [] as number[],
    OptionStrikes: [] as number[],
    OptionIsCall: [] as number[],
    OptionAmounts: [] as number[],
    OptionVols: [] as number[],
    OptionVolConfidences: [] as number[],
    Cash: 0,
    Perps_ETH: 1e18,
    Perps_BTC: 0,
    wETH: 0,
    wBTC: 0,
    LastEntryETH: 1535e18,
    LastEntryBTC: null,
    ETHGlobalFundingIndex: 0,
    BTCGlobalFundingIndex: 0,
    AccountETHFundingIndex: 10e18,
    AccountBTCFundingIndex: null,
    ETHSpotPrice: 1500e18,
    BTCSpotPrice: 28000e18,
    SpotPerpConfidences: [
      [1e18, 1e18],
      [1e18, 1e18],
    ],
    FeedExpiries: [] as number[],
    Forwards: [] as number[],
    ForwardConfidences: [] as number[],
    Discounts: [] as number[],
    DiscountConfidences: [] as number[],
    USDCValue: 1e18,
    PerpPrice: [1505e18, 27990e18],
  },
  Result: { realMM: -95.25e18, realIM: -117.825e18, PortfolioMtM: -20e18, PerpMargin: -75.25e18 },
};

/** One of the standard manager's published portfolios, whose results are whole dollars. */
export const workedSrmPortfolio = {
  bases: [],
  cash: 0,
  options: [],
  perps: [{ amount: -100000000, entryPrice: 200000000000, underlying: 'eth' }],
  results: { mm: -101, im: -131 },
};
