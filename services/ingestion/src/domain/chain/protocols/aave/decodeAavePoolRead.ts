import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { answered } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead } from '../protocolFold.js';
import { AAVE_POOL_ABI } from './aaveAbi.js';
import type { AaveFact, EModeSet } from './aaveFacts.js';
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
    case 'getReserveNormalizedVariableDebt':
      // Indexes carried forward to the block: what readers reckon themselves from the last stored ones.
      return answered([]);
  }
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
