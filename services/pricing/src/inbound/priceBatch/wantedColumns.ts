import { PriceBatchColumn } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { InstrumentOutput } from '@gimbal/quant';
import { type Refusal, refusal } from './refusal.js';

const OUTPUT_OF: Readonly<Record<InstrumentOutput, PriceBatchColumn>> = {
  priceUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_PRICE_USD,
  delta: PriceBatchColumn.PRICE_BATCH_COLUMN_DELTA,
  gammaPerUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_GAMMA_PER_USD,
  vegaUsdPerVolPoint: PriceBatchColumn.PRICE_BATCH_COLUMN_VEGA_USD_PER_VOL_POINT,
  thetaUsdPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_THETA_USD_PER_DAY,
  rhoUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_RHO_USD,
  vanna: PriceBatchColumn.PRICE_BATCH_COLUMN_VANNA,
  volga: PriceBatchColumn.PRICE_BATCH_COLUMN_VOLGA,
  charmPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_CHARM_PER_DAY,
  carryUsdPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_CARRY_USD_PER_DAY,
  fundingUsdPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_FUNDING_USD_PER_DAY,
  basisUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_BASIS_USD,
  basisDeltaUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_BASIS_DELTA_USD,
  priceCoin: PriceBatchColumn.PRICE_BATCH_COLUMN_PRICE_COIN,
  netDelta: PriceBatchColumn.PRICE_BATCH_COLUMN_NET_DELTA,
  netGammaPerUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_NET_GAMMA_PER_USD,
  feesUsd: PriceBatchColumn.PRICE_BATCH_COLUMN_FEES_USD,
  lvrUsdPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_LVR_USD_PER_DAY,
  arbitrageUsdPerDay: PriceBatchColumn.PRICE_BATCH_COLUMN_ARBITRAGE_USD_PER_DAY,
};

const OUTPUTS = new Map(
  Object.entries(OUTPUT_OF).map(([output, column]) => [column, output as InstrumentOutput] as const),
);

/** What is wanted when nothing is named. */
const USUAL: readonly InstrumentOutput[] = ['priceUsd', 'delta', 'gammaPerUsd', 'vegaUsdPerVolPoint', 'thetaUsdPerDay'];

/** The outputs that a request wants, or the column that nobody knows. */
export function wantedColumns(columns: readonly PriceBatchColumn[]): ReadonlySet<InstrumentOutput> | Refusal {
  if (columns.length === 0) return new Set(USUAL);
  const wanted = new Set<InstrumentOutput>();
  for (const [i, column] of columns.entries()) {
    const output = OUTPUTS.get(column);
    if (output === undefined) return refusal(`columns[${i}]`, `Expected a column that is known, was ${column}.`);
    wanted.add(output);
  }
  return wanted;
}
