import { DECIMAL_SCALE_MAX } from '@gimbal/money';
import type { ContractRead, StateFact, WatchedContract } from '../../chainFact.js';
import { integerParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, FactContext, ProtocolFold, RowReader } from '../protocolFold.js';
import { decodeErc20Log } from './decodeErc20Log.js';
import { ERC20_ABI } from './erc20Abi.js';
import type { Erc20Fact, TokenHoldingRow } from './erc20Facts.js';
import { readTokenSymbol } from './readTokenSymbol.js';
import { afterTokenMove, holderOf, positionOfHolding, tokenState, withBalanceRead } from './tokenHolding.js';
import { tokenSummability } from './tokenSummability.js';

const readErc20Call = callReader(ERC20_ABI);
const BEHAVIOURS: readonly string[] = ['', 'plain', 'rebasing', 'fee_on_transfer'];

/**
 * Tokens: `instrument` (for example spot:USDC), `decimals`, and `behaviour` where transfers don't add up. The balance of a
 * token that adds up is held against `balanceOf`; the balance of one that doesn't is what `balanceOf` says.
 */
export const erc20Fold: ProtocolFold<Erc20Fact, TokenHoldingRow> = {
  checkContract(contract) {
    const missing = missingParameter(contract, { instrument: 'text', decimals: 'integer' });
    if (missing !== undefined) return missing;
    const decimals = integerParameter(contract, 'decimals');
    if (decimals > DECIMAL_SCALE_MAX) {
      return `Expected at most ${DECIMAL_SCALE_MAX} decimals of ${contract.name}, was ${decimals}.`;
    }
    const behaviour = textParameter(contract, 'behaviour');
    if (BEHAVIOURS.includes(behaviour)) return undefined;
    return `Expected a behaviour of plain, rebasing or fee_on_transfer of ${contract.name}, was ${behaviour}.`;
  },

  decodeLog: (_contract, log) => decodedLogOf(decodeErc20Log(log)),

  decodeRead: readErc20,

  apply(rows, fact, context) {
    const summable = tokenSummability(context.contract).kind === 'summable';
    // A log of a token that doesn't add up says no more than that a balance is to be read.
    if (fact.kind === 'token_moved') return summable ? afterTokenMove(rows, fact, context) : [];
    return withBalanceRead(rows, fact.holder, fact.units, context);
  },

  open: (rows, state, context) => openHolding(rows, state, context),

  positions: (_key, row) => [positionOfHolding(row)],

  observations: () => [],
};

export function openHolding(rows: RowReader, state: StateFact, context: FactContext): ReturnType<ProtocolFold['open']> {
  return withBalanceRead(rows, holderOf(state), state.units, context);
}

function readErc20(contract: WatchedContract, read: ContractRead): DecodedRead<Erc20Fact> {
  const reading = readErc20Call(read);
  if (reading.kind === 'refused') {
    const symbol = readTokenSymbol(read);
    return symbol.kind === 'symbol' ? answered([]) : reading;
  }
  const { call } = reading;
  switch (call.functionName) {
    case 'balanceOf': {
      const holder = addressText(call.args[0]);
      const units = call.result;
      if (tokenSummability(contract).kind === 'summable') {
        return answered([], tokenState(contract, read.accountId, holder, units));
      }
      return answered([{ kind: 'token_balance_read', token: contract.address, holder, units }]);
    }
    case 'decimals': {
      const decimals = integerParameter(contract, 'decimals');
      if (call.result === decimals) return answered([]);
      return { kind: 'refused', reason: `Expected ${decimals} decimals of ${contract.name}, was ${call.result}.` };
    }
    case 'symbol': {
      const symbol = readTokenSymbol(read);
      return symbol.kind === 'symbol' ? answered([]) : symbol;
    }
    case 'totalSupply':
      return answered([]);
  }
}
