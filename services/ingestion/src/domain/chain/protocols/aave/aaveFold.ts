import { isMarginRulesetId } from '@gimbal/margin';
import type { ContractLog, ContractRead, WatchedContract } from '../../chainFact.js';
import { listParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import { eventReader } from '../abi/readEvent.js';
import { ignored, refusal } from '../abi/reading.js';
import type { DecodedLog, DecodedRead, ProtocolFold } from '../protocolFold.js';
import { AAVE_ORACLE_ABI } from './aaveAbi.js';
import { aavePositions } from './aaveAccounts.js';
import type { AaveConfiguratorFact, AaveFact, AavePoolFact, AaveTokenFact } from './aaveFacts.js';
import { aaveObservations } from './aaveObservations.js';
import type { AaveRow } from './aaveRows.js';
import { applyConfiguratorFact } from './applyConfiguratorFact.js';
import { applyPoolFact } from './applyPoolFact.js';
import { decodeAaveConfiguratorLog } from './decodeAaveConfiguratorLog.js';
import { decodeAavePoolLog } from './decodeAavePoolLog.js';
import { decodeAavePoolRead } from './decodeAavePoolRead.js';
import { RESERVES_MAX } from './limits.js';
import { checkReserves } from './reserveList.js';

const readOracleEvent = eventReader(AAVE_ORACLE_ABI);
const readOracleCall = callReader(AAVE_ORACLE_ABI);

/**
 * An Aave v3 deployment. By `role`: `pool` (`deployment`, `ruleset`, `reserves`), `configurator` (`deployment`, `pool`: the
 * pool contract's name) or `oracle` (`deployment`).
 */
export const aaveFold: ProtocolFold<AaveFact, AaveRow> = {
  checkContract(contract) {
    switch (textParameter(contract, 'role')) {
      case 'pool':
        return checkPool(contract);
      case 'configurator':
        return missingParameter(contract, { deployment: 'text', pool: 'text' });
      case 'oracle':
        return missingParameter(contract, { deployment: 'text' });
      default:
        return `Expected a role of pool, configurator or oracle of ${contract.name}.`;
    }
  },

  decodeLog: decodeAaveLog,

  decodeRead(contract, read) {
    return textParameter(contract, 'role') === 'oracle' ? decodeOracleRead(read) : decodeAavePoolRead(contract, read);
  },

  apply(rows, fact, context) {
    if (isConfiguratorFact(fact)) return applyConfiguratorFact(rows, fact, context);
    return isPoolFact(fact) ? applyPoolFact(rows, fact, context) : [];
  },

  // Balances are opened by the tokens that count them.
  open: () => [],

  positions: (_key, row) => (row.kind === 'account' ? aavePositions(row) : []),

  observations: (_key, row, rows, place, watch) => aaveObservations(row, rows, place, watch),

  ended(_key, row, rows, place, watch) {
    const nothing = nothingOf(row);
    return nothing === undefined ? [] : aaveObservations(nothing, rows, place, watch);
  },
};

/** What is left of a row whose first block was undone, where others have to hear of it. */
function nothingOf(row: AaveRow): AaveRow | undefined {
  if (row.kind === 'user_emode') return { ...row, category: 0 };
  if (row.kind !== 'account') return undefined;
  return { ...row, scaledSupply: 0n, scaledDebt: 0n, usedAsCollateral: false, action: '', units: 0n };
}

function checkPool(contract: WatchedContract): string | undefined {
  const missing = missingParameter(contract, { deployment: 'text', ruleset: 'text', reserves: 'list' });
  if (missing !== undefined) return missing;
  const ruleset = textParameter(contract, 'ruleset');
  if (!isMarginRulesetId(ruleset)) return `Expected a ruleset of libs/margin of ${contract.name}, was ${ruleset}.`;
  const { length } = listParameter(contract, 'reserves');
  if (length > RESERVES_MAX) return `Expected at most ${RESERVES_MAX} reserves of ${contract.name}, were ${length}.`;
  return checkReserves(contract);
}

function decodeAaveLog(contract: WatchedContract, log: ContractLog): DecodedLog<AaveFact> {
  switch (textParameter(contract, 'role')) {
    case 'configurator':
      return decodedLogOf<AaveFact>(decodeAaveConfiguratorLog(log));
    case 'oracle': {
      const read = readOracleEvent(log);
      // A new source is told by the reads of the feed that it is; a catalogue has to name that feed.
      return decodedLogOf<AaveFact>(read.kind === 'refused' ? read : ignored(read.event.eventName));
    }
    default:
      return decodedLogOf<AaveFact>(decodeAavePoolLog(log));
  }
}

/** Prices come from the feeds' own rounds; the oracle's answer shows only that there is one. */
function decodeOracleRead(read: ContractRead): DecodedRead<AaveFact> {
  const reading = readOracleCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  if (call.functionName === 'getAssetPrice' && call.result === 0n) {
    return refusal('impossible_value', `Expected a price of ${call.args[0].toLowerCase()}, was 0.`);
  }
  return answered([]);
}

const CONFIGURATOR_KINDS: readonly string[] = [
  'collateral_configured',
  'protocol_fee_changed',
  'emode_configured',
  'emode_of_asset',
  'emode_member',
  'emode_members',
] satisfies readonly AaveConfiguratorFact['kind'][];

const TOKEN_KINDS: readonly string[] = [
  'total_read',
  'scaled_changed',
  'scaled_moved',
] satisfies readonly AaveTokenFact['kind'][];

function isConfiguratorFact(fact: AaveFact): fact is AaveConfiguratorFact {
  return CONFIGURATOR_KINDS.includes(fact.kind);
}

function isPoolFact(fact: AaveFact): fact is AavePoolFact {
  return !TOKEN_KINDS.includes(fact.kind) && !isConfiguratorFact(fact);
}
