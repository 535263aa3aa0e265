import type {
  Pmrm2CollateralParameters,
  Pmrm2Parameters,
  Pmrm2Scenario,
  Pmrm2SkewCap,
} from '../derive-pmrm2/parameters.js';
import type { Pmrm2CollateralFeed, Pmrm2Market, Pmrm2Portfolio } from '../derive-pmrm2/portfolio.js';
import {
  auctionShape,
  type DeriveAuctionTerms,
  expiryShape,
  optionShape,
  perpFeedShape,
  perpShape,
} from './deriveShapes.js';
import { listOf, object } from './json/compositeShapes.js';
import { finiteNumber, flag, nameText, oneOf } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

export interface Pmrm2Terms extends Pmrm2Parameters {
  readonly auction?: DeriveAuctionTerms | undefined;
}

const skewCap = object<Pmrm2SkewCap>({ baseCap: finiteNumber, cBase: finiteNumber });

export const pmrm2ParametersShape = object<Pmrm2Terms>({
  scenarios: listOf(
    object<Pmrm2Scenario>({
      spotShock: finiteNumber,
      volShock: oneOf('up', 'down', 'none', 'linear', 'abs'),
      dampening: finiteNumber,
    }),
  ),
  imFactor: finiteNumber,
  mmFactor: finiteNumber,
  vol: object<Pmrm2Parameters['vol']>({
    rangeUp: finiteNumber,
    rangeDown: finiteNumber,
    minVolUpShock: finiteNumber,
    shortTermPower: finiteNumber,
    longTermPower: finiteNumber,
    dteFloorDays: finiteNumber,
  }),
  skew: object<Pmrm2Parameters['skew']>({
    linear: skewCap,
    abs: skewCap,
    minKStar: finiteNumber,
    widthScale: finiteNumber,
    volParamStatic: finiteNumber,
    volParamScale: finiteNumber,
  }),
  discount: object<Pmrm2Parameters['discount']>({
    longBase: finiteNumber,
    longRateMult: finiteNumber,
    longRateAdd: finiteNumber,
    shortBase: finiteNumber,
    shortRateMult: finiteNumber,
    shortRateAdd: finiteNumber,
  }),
  basis: object<Pmrm2Parameters['basis']>({
    spotUp: finiteNumber,
    spotDown: finiteNumber,
    addFactor: finiteNumber,
    multFactorPerYear: finiteNumber,
  }),
  peg: object<Pmrm2Parameters['peg']>({ thresholdUsd: finiteNumber, factor: finiteNumber }),
  confidence: object<Pmrm2Parameters['confidence']>({ threshold: finiteNumber, factor: finiteNumber }),
  perp: object<Pmrm2Parameters['perp']>({ mmShare: finiteNumber, imShare: finiteNumber }),
  option: object<Pmrm2Parameters['option']>({ mmShare: finiteNumber, imShare: finiteNumber }),
  collaterals: listOf(
    object<Pmrm2CollateralParameters>({
      asset: nameText,
      isRiskCancelling: flag,
      mmHaircut: finiteNumber,
      imHaircut: finiteNumber,
    }),
  ),
  auction: optional(auctionShape),
});

export const pmrm2MarketShape = object<Pmrm2Market>({
  spotUsd: optional(finiteNumber),
  spotConfidence: finiteNumber,
  stableUsd: optional(finiteNumber),
  perp: optional(perpFeedShape),
  expiries: listOf(expiryShape),
  collaterals: listOf(
    object<Pmrm2CollateralFeed>({ asset: nameText, priceUsd: optional(finiteNumber), confidence: finiteNumber }),
  ),
});

export const pmrm2AccountShape = object<Pmrm2Portfolio>({
  cashUsd: finiteNumber,
  perp: optional(perpShape),
  options: listOf(optionShape),
  collaterals: listOf(object<Pmrm2Portfolio['collaterals'][number]>({ asset: nameText, amount: finiteNumber })),
});
