import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { answered } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead } from '../protocolFold.js';
import { AAVE_POOL_ABI } from './aaveAbi.js';
import type { AaveFact, AavePoolFact, EModeSet } from './aaveFacts.js';
import { reserveConfigurationOf } from './reserveConfigurationOf.js';
import { reserveList } from './reserveList.js';

const readPoolCall = callReader(AAVE_POOL_ABI);

/** What the pool answers about reserves, categories and accounts, as the facts that logs would have said. */
export function decodeAavePoolRead(contract: WatchedContract, read: ContractRead): DecodedRead<AaveFact> {
  const reading = readPoolCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'getUserEMode': {
      if (call.result > 255n) return refusal('impossible_value', `Expected a category up to 255, was ${call.result}.`);
      return answered([{ kind: 'emode_chosen', user: addressText(call.args[0]), category: Number(call.result) }]);
    }
    case 'getUserConfiguration':
      return answered(collateralFlags(contract, addressText(call.args[0]), call.result.data));
    case 'getConfiguration': {
      const reserve = addressText(call.args[0]);
      const { ltvBps, liquidationThresholdBps, liquidationBonusBps, protocolFeeBps } = reserveConfigurationOf(
        call.result.data,
      );
      const percentages = { ltvBps, liquidationThresholdBps, liquidationBonusBps };
      return answered([
        { kind: 'collateral_configured', reserve, ...percentages },
        { kind: 'protocol_fee_changed', reserve, feeBps: protocolFeeBps },
      ]);
    }
    case 'getReservesList': {
      const found = call.result.map(addressText);
      const wrong = reserveList(contract).findIndex(({ address }, place) => address !== found[place]);
      if (wrong === -1) return answered([]);
      const listed = reserveList(contract)[wrong]?.address ?? 'none';
      const reason = `Expected reserve ${wrong} of the catalogue to be ${found[wrong] ?? 'none'}, was ${listed}.`;
      return refusal('not_in_catalogue', reason);
    }
    case 'getEModeCategoryCollateralConfig': {
      const { ltv, liquidationThreshold, liquidationBonus } = call.result;
      return answered([
        {
          kind: 'emode_configured',
          category: call.args[0],
          ltvBps: ltv,
          liquidationThresholdBps: liquidationThreshold,
          liquidationBonusBps: liquidationBonus,
          oracle: '',
        },
      ]);
    }
    case 'getEModeCategoryCollateralBitmap':
      return members(call.args[0], 'collateral', call.result);
    case 'getEModeCategoryBorrowableBitmap':
      return members(call.args[0], 'borrowable', call.result);
    case 'getEModeCategoryLtvzeroBitmap':
      return members(call.args[0], 'ltv_zero', call.result);
    case 'getReserveNormalizedIncome':
      return ofReserve(call.args[0], { kind: 'reserve_index', of: 'supply', indexRay: call.result });
    case 'getReserveNormalizedVariableDebt':
      return ofReserve(call.args[0], { kind: 'reserve_index', of: 'debt', indexRay: call.result });
    case 'getReserveData': {
      // The stored indexes are those of the last update: a reserve is said as of the block.
      const { currentLiquidityRate: liquidityRateRay, currentVariableBorrowRate: variableBorrowRateRay } = call.result;
      return ofReserve(call.args[0], { kind: 'reserve_rates', liquidityRateRay, variableBorrowRateRay });
    }
    case 'getVirtualUnderlyingBalance':
      return ofReserve(call.args[0], { kind: 'reserve_money', of: 'available', units: call.result });
    case 'getReserveDeficit':
      return ofReserve(call.args[0], { kind: 'reserve_money', of: 'deficit', units: call.result });
  }
}

type ReserveFact = Extract<AavePoolFact, { readonly kind: `reserve_${string}` }>;
type Unnamed<Fact> = Fact extends unknown ? Omit<Fact, 'reserve'> : never;

function ofReserve(asset: string, fact: Unnamed<ReserveFact>): DecodedRead<AaveFact> {
  return answered([{ ...fact, reserve: addressText(asset) }]);
}

/** Of two bits a reserve the upper one says that it is used as collateral (UserConfiguration). */
function collateralFlags(pool: WatchedContract, user: string, data: bigint): readonly AaveFact[] {
  return reserveList(pool).map(({ address }, place) => ({
    kind: 'collateral_use',
    reserve: address,
    user,
    enabled: ((data >> BigInt(2 * place + 1)) & 1n) === 1n,
  }));
}

function members(category: number, set: EModeSet, bitmap: bigint): DecodedRead<AaveFact> {
  return answered([{ kind: 'emode_members', category, set, bitmap }]);
}
