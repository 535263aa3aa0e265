import { event } from '@gimbal/contracts';
import {
  EModeConfigured,
  LendingAction,
  LendingPositionObserved,
  LiquidationObserved,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace } from '../../chainFact.js';
import type { RowReader, WatchIndex } from '../protocolFold.js';
import { aaveAccountTotal } from './aaveAccounts.js';
import type { AaveAccountRow, AaveAction, AaveReserveStateRow, AaveRow } from './aaveRows.js';

/** What the services that reckon health and exposure hear when a row changed. */
export function aaveObservations(
  row: AaveRow,
  rows: RowReader,
  place: ChainPlace,
  watch: WatchIndex,
): readonly Observed[] {
  const { blockTimeUs: observedAtUs, cause } = place;
  switch (row.kind) {
    case 'account':
      return lendingPosition(aaveAccountTotal(rows, row, watch), place);
    case 'reserve_state':
      return reserveState(row, place);
    case 'reserve':
      return [
        said(
          'protocol',
          row.deployment,
          observedAtUs,
          event(ReserveConfigured, {
            deployment: row.deployment,
            asset: row.asset,
            tokenAddress: row.address,
            decimals: row.decimals,
            ltvBps: row.ltvBps,
            liquidationThresholdBps: row.liquidationThresholdBps,
            liquidationBonusBps: row.liquidationBonusBps,
            liquidationProtocolFeeBps: row.protocolFeeBps,
            ruleset: row.ruleset,
            oracleFeed: row.oracleFeed,
            source: cause,
            effectiveAtUs: observedAtUs,
          }),
        ),
      ];
    case 'emode':
      return [
        said(
          'protocol',
          row.deployment,
          observedAtUs,
          event(EModeConfigured, {
            deployment: row.deployment,
            category: row.category,
            ltvBps: row.ltvBps,
            liquidationThresholdBps: row.liquidationThresholdBps,
            liquidationBonusBps: row.liquidationBonusBps,
            collateralAssets: [...row.collateral],
            borrowableAssets: [...row.borrowable],
            oracleFeed: '',
            source: cause,
            effectiveAtUs: observedAtUs,
            ltvZeroAssets: [...row.ltvZero],
            isolated: false,
          }),
        ),
      ];
    case 'user_emode':
      return [
        said(
          'account',
          row.accountId,
          observedAtUs,
          event(UserEModeObserved, {
            accountId: row.accountId,
            deployment: row.deployment,
            category: row.category,
            cause,
            observedAtUs,
          }),
        ),
      ];
    case 'liquidation':
      return [
        said(
          'account',
          row.accountId,
          observedAtUs,
          event(LiquidationObserved, {
            accountId: row.accountId,
            deployment: row.deployment,
            debtAsset: row.debtAsset,
            debtRepaid: row.repaidUnits.toString(),
            collateralAsset: row.collateralAsset,
            collateralSeized: row.seizedUnits.toString(),
            // The log doesn't say what the treasury took, nor where health stood; nobody guesses here.
            protocolFee: '',
            healthFactorWadBefore: '',
            healthFactorWadAfter: '',
            lossUsd: '',
            observedAtUs,
          }),
        ),
      ];
  }
}

/** Said once all of its indexes and rates are known, with the totals that were read at the same block. */
function reserveState(row: AaveReserveStateRow, { blockTimeUs: observedAtUs }: ChainPlace): readonly Observed[] {
  const { deployment, asset, liquidityIndexRay, variableBorrowIndexRay, liquidityRateRay, variableBorrowRateRay } = row;
  if (liquidityIndexRay === undefined || variableBorrowIndexRay === undefined) return [];
  if (liquidityRateRay === undefined || variableBorrowRateRay === undefined) return [];
  const observed = event(ReserveStateObserved, {
    feed: `${deployment}/${asset}`,
    deployment,
    asset,
    liquidityIndexRay: liquidityIndexRay.toString(),
    variableBorrowIndexRay: variableBorrowIndexRay.toString(),
    liquidityRateRay: liquidityRateRay.toString(),
    variableBorrowRateRay: variableBorrowRateRay.toString(),
    observedAtUs,
    suppliedUnits: row.suppliedUnits?.toString(),
    borrowedUnits: row.borrowedUnits?.toString(),
    availableUnits: row.availableUnits?.toString(),
    deficitUnits: row.deficitUnits?.toString(),
  });
  return [said('protocol', deployment, observedAtUs, observed)];
}

/** Nothing of a balance below zero: its facts began in the middle, and no reader has a use for it. */
function lendingPosition(total: AaveAccountRow, { blockTimeUs, cause }: ChainPlace): readonly Observed[] {
  if (total.scaledSupply < 0n || total.scaledDebt < 0n) return [];
  return [
    said(
      'account',
      total.accountId,
      blockTimeUs,
      event(LendingPositionObserved, {
        accountId: total.accountId,
        deployment: total.deployment,
        asset: total.asset,
        scaledSupply: total.scaledSupply.toString(),
        scaledVariableDebt: total.scaledDebt.toString(),
        usedAsCollateral: total.usedAsCollateral,
        action: ACTIONS[total.action],
        amount: total.units.toString(),
        cause,
        observedAtUs: blockTimeUs,
      }),
    ),
  ];
}

const ACTIONS: Readonly<Record<AaveAction, LendingAction>> = {
  '': LendingAction.LENDING_ACTION_UNSPECIFIED,
  supply: LendingAction.LENDING_ACTION_SUPPLY,
  withdraw: LendingAction.LENDING_ACTION_WITHDRAW,
  borrow: LendingAction.LENDING_ACTION_BORROW,
  repay: LendingAction.LENDING_ACTION_REPAY,
  liquidation: LendingAction.LENDING_ACTION_LIQUIDATION,
};

function said(topic: Observed['topic'], key: string, observedAtUs: bigint, of: Observed['event']): Observed {
  return { topic, key, observedAtUs, event: of };
}
