import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { AAVE_CONFIGURATOR_ABI } from './aaveAbi.js';
import type { AaveConfiguratorFact } from './aaveFacts.js';
import { RESERVE_BPS_MAX } from './limits.js';

const readConfiguratorEvent = eventReader(AAVE_CONFIGURATOR_ABI);

/** What a log of the pool's configurator says of what counts as collateral, and how far. */
export function decodeAaveConfiguratorLog(log: EvmLog): LogReading<AaveConfiguratorFact> {
  const read = readConfiguratorEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'CollateralConfigurationChanged': {
      const { asset, ...percentages } = event.args;
      return withBps(percentages, (bps) => ({
        kind: 'collateral_configured',
        reserve: addressText(asset),
        ...bps,
      }));
    }
    case 'LiquidationProtocolFeeChanged': {
      const { asset, newFee } = event.args;
      if (newFee > RESERVE_BPS_MAX) return tooLarge(newFee);
      return facts({ kind: 'protocol_fee_changed', reserve: addressText(asset), feeBps: Number(newFee) });
    }
    case 'EModeCategoryAdded': {
      const { categoryId, oracle, ltv, liquidationThreshold, liquidationBonus } = event.args;
      return withBps({ ltv, liquidationThreshold, liquidationBonus }, (bps) => ({
        kind: 'emode_configured',
        category: categoryId,
        ...bps,
        oracle: addressText(oracle),
      }));
    }
    case 'EModeAssetCategoryChanged':
      return facts({
        kind: 'emode_of_asset',
        reserve: addressText(event.args.asset),
        category: event.args.newCategoryId,
      });
    case 'AssetCollateralInEModeChanged':
      return member(event.args.asset, event.args.categoryId, 'collateral', event.args.collateral);
    case 'AssetBorrowableInEModeChanged':
      return member(event.args.asset, event.args.categoryId, 'borrowable', event.args.borrowable);
    case 'AssetLtvzeroInEModeChanged':
      return member(event.args.asset, event.args.categoryId, 'ltv_zero', event.args.ltvzero);
    default:
      return ignored(event.eventName);
  }
}

interface Percentages {
  readonly ltv: bigint;
  readonly liquidationThreshold: bigint;
  readonly liquidationBonus: bigint;
}

interface PercentagesBps {
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
}

function withBps(
  { ltv, liquidationThreshold, liquidationBonus }: Percentages,
  fact: (bps: PercentagesBps) => AaveConfiguratorFact,
): LogReading<AaveConfiguratorFact> {
  const largest = [ltv, liquidationThreshold, liquidationBonus].find((bps) => bps > RESERVE_BPS_MAX);
  if (largest !== undefined) return tooLarge(largest);
  return facts(
    fact({
      ltvBps: Number(ltv),
      liquidationThresholdBps: Number(liquidationThreshold),
      liquidationBonusBps: Number(liquidationBonus),
    }),
  );
}

function tooLarge(bps: bigint): LogReading<AaveConfiguratorFact> {
  return refusal('impossible_value', `Expected at most ${RESERVE_BPS_MAX} basis points, was ${bps}.`);
}

function member(
  reserve: string,
  category: number,
  set: 'collateral' | 'borrowable' | 'ltv_zero',
  isMember: boolean,
): LogReading<AaveConfiguratorFact> {
  return facts({ kind: 'emode_member', reserve: addressText(reserve), category, set, member: isMember });
}
