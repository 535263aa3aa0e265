import { borrower, market as comet } from '../compound-v3/comet.sample.js';
import { case12Market, case12Parameters, case12Portfolio } from '../derive-pmrm2/pmrm2.sample.js';
import { ethExpiry, portfolioOf, publishedMarket, publishedParameters } from '../derive-srm/srm.sample.js';
import { parameters as dydx, states } from '../dydx-v4/dydx.sample.js';
import { ethLong, parameters as hyperliquid } from '../hyperliquid/hyperliquid.sample.js';
import type { MarginEngineId } from '../marginEngines.js';
import { PARADEX_PORTFOLIO_MARGIN } from '../scenario-margin/parameters.js';
import { call, perp, portfolio, SPOTS } from '../scenario-margin/scenario.sample.js';
import type { CometMarketData, CometParameters } from './compoundShapes.js';
import type { DeriveAuctionTerms } from './deriveShapes.js';

/** Made-up, round terms of an auction, with a bidder who comes after a minute. */
export const auction: DeriveAuctionTerms = {
  bufferShare: 0.05,
  startShare: 1,
  fastEndShare: 0.7,
  fastSeconds: 600,
  slowSeconds: 7200,
  feeShare: 0.05,
  insolventSeconds: 3600,
  bidAfterSeconds: 60,
  securityModuleUsd: 0,
};

const { baseDecimals, storeFrontPriceFactorE18, basePriceE8, baseSupplyIndexE15, baseBorrowIndexE15 } = comet;
export const cometParameters: CometParameters = {
  baseAsset: 'USDC',
  baseDecimals,
  storeFrontPriceFactorE18,
  assets: comet.assets.map(({ asset, decimals, ...factors }) => ({
    asset,
    decimals,
    borrowCollateralFactorE18: factors.borrowCollateralFactorE18,
    liquidateCollateralFactorE18: factors.liquidateCollateralFactorE18,
    liquidationFactorE18: factors.liquidationFactorE18,
  })),
};
export const cometMarketData: CometMarketData = {
  basePriceE8,
  baseSupplyIndexE15,
  baseBorrowIndexE15,
  prices: comet.assets.map(({ asset, priceE8 }) => ({ asset, priceE8: priceE8! })),
};

/** One healthy account at each engine: parameters, market and account as its own types. */
export const samples: Readonly<Record<MarginEngineId, readonly [unknown, unknown, unknown]>> = {
  'derive-pmrm2': [{ ...case12Parameters, auction }, case12Market, { ...case12Portfolio, cashUsd: 20_000 }],
  'derive-srm': [
    { ...publishedParameters, auction },
    publishedMarket,
    portfolioOf([['call', ethExpiry.markVols![4]!.strikeUsd, -1]], {}, 1_000),
  ],
  hyperliquid: [
    { ...hyperliquid, liquidation: { slippageShare: 0.01, feeShare: 0.00035 } },
    { marksUsd: { ETH: 2_000 } },
    ethLong,
  ],
  'dydx-v4': [dydx, { markets: states }, { quoteUsd: -45_000, positions: [{ market: 'BTC-USD', size: 1 }] }],
  'compound-v3': [cometParameters, cometMarketData, borrower],
  'scenario-margin': [
    { ...PARADEX_PORTFOLIO_MARGIN, liquidationPenaltyShare: 0.01 },
    { spotsUsd: SPOTS },
    portfolio(60_000, perp(-0.5), call(1, 30)),
  ],
};
