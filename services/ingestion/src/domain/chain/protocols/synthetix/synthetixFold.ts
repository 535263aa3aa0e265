import type { ContractRead, HeldPosition, StateFact, WatchedContract } from '../../chainFact.js';
import { entryParameter, listParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import { openHolding } from '../erc20/erc20Fold.js';
import type { TokenHoldingRow } from '../erc20/erc20Facts.js';
import { afterTokenMove, positionOfHolding, tokenState } from '../erc20/tokenHolding.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange } from '../protocolFold.js';
import { decodeSynthetixLog, type SynthetixFact } from './decodeSynthetixLog.js';
import { DEBT_SHARE_ABI, PERPS_MARKET_ABI } from './synthetixAbi.js';

/** A perpetual of an account of v3. */
export interface SynthetixPerpRow extends ProtocolRow {
  readonly protocol: 'synthetix';
  readonly kind: 'perp';
  readonly chain: string;
  readonly accountId: string;
  readonly perpAccount: bigint;
  readonly instrumentId: string;
  readonly size: bigint;
}

const readShareCall = callReader(DEBT_SHARE_ABI);
const readPerpCall = callReader(PERPS_MARKET_ABI);
const SIZE_DECIMALS = 18;

/**
 * By `role`: `debt-shares` (`instrument`, for example debtshare:synthetix:main:ETH, and `decimals`), or `perps`
 * (`markets`, a list of `MARKET_ID=INSTRUMENT`, and `accounts`, a list of `PERP_ACCOUNT=ACCOUNT_ID`: accounts of v3 are
 * numbers that no address owns for ever). Synths that are held are tokens like any other.
 */
export const synthetixFold: ProtocolFold<SynthetixFact, TokenHoldingRow | SynthetixPerpRow> = {
  checkContract(contract) {
    const role = textParameter(contract, 'role');
    if (role === 'perps') return missingParameter(contract, { markets: 'list', accounts: 'list' });
    if (role === 'debt-shares') return missingParameter(contract, { instrument: 'text', decimals: 'integer' });
    return `Expected a role of debt-shares or perps of ${contract.name}, was "${role}".`;
  },

  decodeLog: (contract, log) => decodedLogOf(decodeSynthetixLog(contract, log)),

  decodeRead: (contract, read) =>
    textParameter(contract, 'role') === 'perps' ? readPerp(contract, read) : readShares(contract, read),

  apply: (rows, fact, context) =>
    fact.kind === 'token_moved' ? afterTokenMove(rows, fact, context) : applyPerp(fact, context),

  open(rows, state, context) {
    if (textParameter(context.contract, 'role') !== 'perps') return openHolding(rows, state, context);
    const perpAccount = BigInt(/account\/([0-9]+)$/.exec(state.source)?.[1] ?? '0');
    const market = marketOf(context.contract, state.instrumentId);
    if (market === undefined) return [];
    return applyPerp({ kind: 'perp_sized', perpAccount, market, size: state.units, liquidated: false }, context);
  },

  positions: (_key, row) => (row.kind === 'perp' ? [perpHeld(row)] : [positionOfHolding(row)]),

  observations: () => [],
};

function applyPerp(
  fact: Extract<SynthetixFact, { readonly kind: 'perp_sized' }>,
  { contract }: FactContext,
): readonly RowChange[] {
  const accountId = entryParameter(contract, 'accounts', fact.perpAccount.toString());
  const instrumentId = entryParameter(contract, 'markets', fact.market.toString());
  if (accountId === undefined || instrumentId === undefined) return [];
  const row: SynthetixPerpRow = {
    protocol: 'synthetix',
    kind: 'perp',
    chain: contract.chain,
    accountId,
    perpAccount: fact.perpAccount,
    instrumentId,
    size: fact.size,
  };
  return [{ key: `synthetix/${contract.address}/${fact.perpAccount}/${fact.market}`, row }];
}

function marketOf(contract: WatchedContract, instrumentId: string): bigint | undefined {
  const entry = listParameter(contract, 'markets').find((text) => text.endsWith(`=${instrumentId}`));
  const [, market] = /^([0-9]+)=/.exec(entry ?? '') ?? [];
  return market === undefined ? undefined : BigInt(market);
}

function perpHeld(row: SynthetixPerpRow): HeldPosition {
  const { accountId, instrumentId, chain, perpAccount, size } = row;
  const source = perpSource(chain, perpAccount);
  return { accountId, instrumentId, source, units: size, unitDecimals: SIZE_DECIMALS, owed: [] };
}

function perpSource(chain: string, perpAccount: bigint): string {
  return `synthetix:${chain}/account/${perpAccount}`;
}

function readShares(contract: WatchedContract, read: ContractRead): DecodedRead<SynthetixFact> {
  const reading = readShareCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  if (call.functionName === 'totalSupply') return answered([]);
  return answered([], tokenState(contract, read.accountId, addressText(call.args[0]), call.result));
}

function readPerp(contract: WatchedContract, read: ContractRead): DecodedRead<SynthetixFact> {
  const reading = readPerpCall(read);
  if (reading.kind === 'refused') return reading;
  const [perpAccount, market] = reading.call.args;
  const accountId = entryParameter(contract, 'accounts', perpAccount.toString());
  const instrumentId = entryParameter(contract, 'markets', market.toString());
  if (accountId === undefined || instrumentId === undefined) {
    const reason = `Expected a market and an account of ${contract.name}, was ${market} of ${perpAccount}.`;
    return refusal('not_in_catalogue', reason);
  }
  const [, , units] = reading.call.result;
  const states: readonly StateFact[] = [
    { accountId, instrumentId, source: perpSource(contract.chain, perpAccount), units },
  ];
  return answered([], states);
}
