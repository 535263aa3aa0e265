import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';
import type { FactContext, RowChange, RowReader } from '../protocolFold.js';
import { withAaveAccount } from './aaveAccounts.js';
import type { AavePoolFact } from './aaveFacts.js';
import { aaveAccountKey, aaveLiquidationKey, type AaveLiquidationRow } from './aaveRows.js';
import { aaveUserEModeKey, type AaveUserEModeRow } from './aaveRows.js';
import { type ReserveEntry, reserveList } from './reserveList.js';
import { NO_TOTALS, withReserveState } from './reserveState.js';

/** What a fact of the pool changes: who did what last, collateral flags, indexes, categories. Balances aren't its business. */
export function applyPoolFact(rows: RowReader, fact: AavePoolFact, context: FactContext): readonly RowChange[] {
  const { contract, place, watch } = context;
  const deployment = textParameter(contract, 'deployment');
  switch (fact.kind) {
    case 'lending_action':
      return ofReserve(contract, fact.reserve, (reserve) =>
        withAaveAccount(rows, { ...reserve, deployment }, fact.user, context, (row) => ({
          ...row,
          action: fact.action,
          units: fact.units,
          notModelled: fact.notModelled === '' ? row.notModelled : fact.notModelled,
        })),
      );
    case 'collateral_use':
      return ofReserve(contract, fact.reserve, (reserve) => {
        // A read of all flags says of most reserves that the account has nothing to do with them.
        const known = rows.get(aaveAccountKey(deployment, reserve.asset, fact.user)) !== undefined;
        if (!known && !fact.enabled) return [];
        return withAaveAccount(rows, { ...reserve, deployment }, fact.user, context, (row) => ({
          ...row,
          usedAsCollateral: fact.enabled,
        }));
      });
    case 'reserve_updated':
      return ofReserve(contract, fact.reserve, ({ asset }) => {
        const { liquidityIndexRay, variableBorrowIndexRay, liquidityRateRay, variableBorrowRateRay } = fact;
        const indexes = { liquidityIndexRay, variableBorrowIndexRay, liquidityRateRay, variableBorrowRateRay };
        // Totals that were read before the update are those of another state: the reads of this block say them anew.
        return withReserveState(rows, { deployment, asset }, { ...indexes, ...NO_TOTALS });
      });
    case 'reserve_index':
      return ofReserve(contract, fact.reserve, ({ asset }) =>
        withReserveState(
          rows,
          { deployment, asset },
          fact.of === 'supply' ? { liquidityIndexRay: fact.indexRay } : { variableBorrowIndexRay: fact.indexRay },
        ),
      );
    case 'reserve_rates': {
      const { liquidityRateRay, variableBorrowRateRay } = fact;
      return ofReserve(contract, fact.reserve, ({ asset }) =>
        withReserveState(rows, { deployment, asset }, { liquidityRateRay, variableBorrowRateRay }),
      );
    }
    case 'reserve_money':
      return ofReserve(contract, fact.reserve, ({ asset }) =>
        withReserveState(
          rows,
          { deployment, asset },
          fact.of === 'available' ? { availableUnits: fact.units } : { deficitUnits: fact.units },
        ),
      );
    case 'emode_chosen': {
      const account = watch.accountAt(fact.user);
      if (account === undefined) return [];
      const { accountId } = account;
      const row: AaveUserEModeRow = {
        protocol: 'aave-v3',
        kind: 'user_emode',
        deployment,
        accountId,
        category: fact.category,
      };
      return [{ key: aaveUserEModeKey(deployment, fact.user), row }];
    }
    case 'lending_liquidated': {
      const account = watch.accountAt(fact.user);
      const collateral = reserveAt(contract, fact.collateralReserve);
      const debt = reserveAt(contract, fact.debtReserve);
      if (account === undefined || collateral === undefined || debt === undefined) return [];
      const row: AaveLiquidationRow = {
        protocol: 'aave-v3',
        kind: 'liquidation',
        deployment,
        accountId: account.accountId,
        debtAsset: debt.asset,
        repaidUnits: fact.repaidUnits,
        collateralAsset: collateral.asset,
        seizedUnits: fact.seizedUnits,
      };
      const acted = (reserve: ReserveEntry, units: bigint): readonly RowChange[] =>
        withAaveAccount(rows, { ...reserve, deployment }, fact.user, context, (held) => ({
          ...held,
          action: 'liquidation',
          units,
        }));
      // A loop, collateral and debt in one asset, has one row: what was repaid stands in it.
      const seized = collateral.asset === debt.asset ? [] : acted(collateral, fact.seizedUnits);
      const key = aaveLiquidationKey(deployment, fact.user, place.cause);
      return [{ key, row }, ...seized, ...acted(debt, fact.repaidUnits)];
    }
    case 'deficit_created':
      // The debt token burns what is written off; its log is what the balance follows.
      return [];
  }
}

function ofReserve(
  pool: WatchedContract,
  address: string,
  change: (reserve: ReserveEntry) => readonly RowChange[],
): readonly RowChange[] {
  const reserve = reserveAt(pool, address);
  return reserve === undefined ? [] : change(reserve);
}

function reserveAt(pool: WatchedContract, address: string): ReserveEntry | undefined {
  return reserveList(pool).find((reserve) => reserve.address === address);
}
