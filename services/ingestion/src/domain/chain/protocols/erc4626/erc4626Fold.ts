import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { integerParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import { openHolding } from '../erc20/erc20Fold.js';
import type { TokenHoldingRow, TokenMoved } from '../erc20/erc20Facts.js';
import { afterTokenMove, positionOfHolding, tokenState } from '../erc20/tokenHolding.js';
import type { DecodedRead, ProtocolFold, ProtocolRow } from '../protocolFold.js';
import { conversionRateOf } from './conversionRateOf.js';
import { decodeErc4626Log, type VaultFlow } from './decodeErc4626Log.js';
import { ERC4626_ABI } from './erc4626Abi.js';

/** A share of a vault redeems for so many units of the asset. */
export interface ShareWorthRead {
  readonly kind: 'share_worth_read';
  readonly vault: string;
  readonly assetUnits: bigint;
}

export type Erc4626Fact = TokenMoved | VaultFlow | ShareWorthRead;

export interface ShareWorthRow extends ProtocolRow {
  readonly kind: 'share_worth';
  readonly feed: string;
  readonly instrumentId: string;
  readonly assetUnits: bigint;
  readonly assetDecimals: number;
}

const readVaultCall = callReader(ERC4626_ABI);

/**
 * Vaults: `instrument` (for example staked:ethereum:sDAI:DAI), `decimals` of the share, `assetDecimals`, `feed` of the
 * rate. What a whole share redeems for is a read, since interest leaves no log.
 */
export const erc4626Fold: ProtocolFold<Erc4626Fact, TokenHoldingRow | ShareWorthRow> = {
  checkContract: (contract) =>
    missingParameter(contract, { instrument: 'text', decimals: 'integer', assetDecimals: 'integer', feed: 'text' }),

  decodeLog: (_contract, log) => decodedLogOf(decodeErc4626Log(log)),

  decodeRead: readVault,

  apply(rows, fact, context) {
    // Deposits and withdrawals explain; the shares have moved by the transfer that came with them.
    if (fact.kind === 'token_moved') return afterTokenMove(rows, fact, context);
    if (fact.kind !== 'share_worth_read') return [];
    const { contract } = context;
    const row: ShareWorthRow = {
      protocol: 'erc4626',
      kind: 'share_worth',
      feed: textParameter(contract, 'feed'),
      instrumentId: textParameter(contract, 'instrument'),
      assetUnits: fact.assetUnits,
      assetDecimals: integerParameter(contract, 'assetDecimals'),
    };
    return [{ key: `erc4626/${contract.address}`, row }];
  },

  open: openHolding,

  positions: (_key, row) => (row.kind === 'token_holding' ? [positionOfHolding(row)] : []),

  observations: (_key, row, _rows, place) =>
    row.kind === 'share_worth' ? [conversionRateOf(row, place.blockTimeUs)] : [],
};

function readVault(contract: WatchedContract, read: ContractRead): DecodedRead<Erc4626Fact> {
  const reading = readVaultCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'balanceOf':
      return answered([], tokenState(contract, read.accountId, addressText(call.args[0]), call.result));
    case 'convertToAssets': {
      const share = 10n ** BigInt(integerParameter(contract, 'decimals'));
      if (call.args[0] !== share) {
        return refusal('impossible_value', `Expected the worth of ${share} shares to be asked, was ${call.args[0]}.`);
      }
      return worth(contract, call.result);
    }
    case 'stEthPerToken':
    case 'getExchangeRate':
      return worth(contract, call.result);
    case 'totalAssets':
    case 'totalSupply':
      return answered([]);
  }
}

/** A share that is worth nothing is a vault that is empty or broken, and no rate. */
function worth(contract: WatchedContract, assetUnits: bigint): DecodedRead<Erc4626Fact> {
  if (assetUnits === 0n) return refusal('impossible_value', 'Expected a share that is worth something, was 0.');
  return answered([{ kind: 'share_worth_read', vault: contract.address, assetUnits }]);
}
