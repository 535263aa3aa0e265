import type {
  HyperliquidAccount,
  HyperliquidMarginMode,
  HyperliquidMarks,
  HyperliquidPosition,
} from '../hyperliquid/account.js';
import type { HyperliquidAsset, HyperliquidParameters, HyperliquidTier } from '../hyperliquid/parameters.js';
import { byKind, listOf, object, recordOf } from './json/compositeShapes.js';
import { finiteNumber, nameText, oneOf } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

/** How the venue's market order is filled: an assumption, and so a part of the data. Shares of the mark and of the fill. */
export interface HyperliquidLiquidationTerms {
  readonly slippageShare: number;
  readonly feeShare: number;
}

/** The venue's parameters, and what a liquidation is assumed to cost. */
export interface HyperliquidTerms extends HyperliquidParameters {
  readonly liquidation?: HyperliquidLiquidationTerms | undefined;
}

export interface HyperliquidMarket {
  readonly marksUsd: HyperliquidMarks;
}

const tier = object<HyperliquidTier>({ lowerBoundUsd: finiteNumber, maxLeverage: finiteNumber });

export const hyperliquidParametersShape = object<HyperliquidTerms>({
  assets: listOf(object<HyperliquidAsset>({ asset: nameText, tiers: listOf(tier) })),
  maintenanceShare: finiteNumber,
  backstopShare: finiteNumber,
  partialAboveUsd: finiteNumber,
  partialShare: finiteNumber,
  coolDownSeconds: finiteNumber,
  withdrawalShare: finiteNumber,
  maintenanceAtLiquidation: oneOf('moves', 'held'),
  liquidation: optional(object<HyperliquidLiquidationTerms>({ slippageShare: finiteNumber, feeShare: finiteNumber })),
});

export const hyperliquidMarketShape = object<HyperliquidMarket>({ marksUsd: recordOf(finiteNumber) });

const mode = byKind<HyperliquidMarginMode>({
  cross: object<Extract<HyperliquidMarginMode, { kind: 'cross' }>>({ kind: oneOf('cross'), leverage: finiteNumber }),
  isolated: object<Extract<HyperliquidMarginMode, { kind: 'isolated' }>>({
    kind: oneOf('isolated'),
    leverage: finiteNumber,
    rawUsd: finiteNumber,
  }),
});

export const hyperliquidAccountShape = object<HyperliquidAccount>({
  crossRawUsd: finiteNumber,
  positions: listOf(object<HyperliquidPosition>({ asset: nameText, size: finiteNumber, mode })),
});
