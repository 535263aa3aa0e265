import type { Hex } from 'viem';
import type { WatchedAccount } from '../../../domain/chain/chainFact.js';
import { type GmxPositionName, gmxPositionKeyOf } from '../../../domain/chain/protocols/gmx/gmxStoreKeys.js';
import type { Reply } from '../endpoints/question.js';
import { GMX_POSITIONS_READ_MAX } from '../limits.js';
import type { CallResult } from './callAnswer.js';
import { fetchReads, type ReadTerms } from './fetchReads.js';
import {
  addressIn,
  gmxAddressCall,
  gmxPositionListCall,
  gmxSideCall,
  gmxSizeCall,
  isTrue,
  keysIn,
} from './gmxStoreCall.js';
import type { GmxStore } from './gmxStores.js';
import type { AnsweredRead } from './heldPositions.js';
import type { PlannedRead } from './plannedRead.js';

export interface GmxAnswers {
  /** The size of each position that the accounts have, and of each that they could have in the markets. */
  readonly sizes: readonly AnsweredRead[];
  /** What nothing can be held against, which is refused with its reason: a market that no catalogue names, an answer that is none. */
  readonly strange: readonly AnsweredRead[];
}

/** A position by the key that the DataStore has it under. */
interface Position {
  readonly key: Hex;
  readonly name: GmxPositionName;
  readonly accountId: string;
  readonly isStrange: boolean;
}

/**
 * What the DataStore says at a block of the accounts' positions in its markets. Each that could be is asked for, with either token of
 * the market and on either side, so that one that logs say and the contract hasn't is found as well; and each that the contract's
 * own list of an account names, so that none is missed whatever it is in. Those on a list come first, where there are too many.
 */
export async function fetchGmxPositions(
  terms: ReadTerms,
  { address, markets }: GmxStore,
  accounts: readonly WatchedAccount[],
  blockHash: Hex,
  signal: AbortSignal,
): Promise<Reply<GmxAnswers>> {
  const tokenCalls = markets.flatMap((market) => [
    gmxAddressCall(address, market, 'LONG_TOKEN'),
    gmxAddressCall(address, market, 'SHORT_TOKEN'),
  ]);
  const listCalls = accounts.map((account) => gmxPositionListCall(address, account.address));
  const answers = await fetchReads(terms, blockHash, [...tokenCalls, ...listCalls], signal);
  if (answers.kind !== 'value') return answers;
  const tokens = answeredBy(tokenCalls, answers.value);
  const lists = answeredBy(listCalls, answers.value.slice(tokenCalls.length));
  const possible = possiblePositions(
    markets,
    tokens.map(([, result]) => addressIn(result)),
    accounts,
  );
  const listed = accounts
    .flatMap((account, at) => (keysIn(lists[at]![1]) ?? []).map((key) => ({ key, account })))
    .slice(0, GMX_POSITIONS_READ_MAX);
  const unknown = listed.filter(({ key }) => !possible.has(key));
  const found = await fetchListed(terms, address, unknown, markets, blockHash, signal);
  if (found.kind !== 'value') return found;
  const named = listed.flatMap(({ key }) => possible.get(key) ?? []);
  const all = new Set([...named, ...found.value.positions, ...possible.values()]);
  const positions = [...all].slice(0, GMX_POSITIONS_READ_MAX);
  const asked = positions.map(({ key, name, accountId }) => gmxSizeCall(address, key, name, accountId));
  const sizes = await fetchReads(terms, blockHash, asked, signal);
  if (sizes.kind !== 'value') return sizes;
  const read = answeredBy(asked, sizes.value);
  const strange = [
    ...tokens.filter(([, result]) => addressIn(result) === undefined),
    ...lists.filter(([, result]) => keysIn(result) === undefined),
    ...found.value.nameless,
    ...read.filter((_, at) => positions[at]!.isStrange),
  ];
  return { kind: 'value', value: { sizes: read.filter((_, at) => !positions[at]!.isStrange), strange } };
}

/** A position is with the long or the short token of its market, which are one in some markets. */
function possiblePositions(
  markets: readonly string[],
  tokens: readonly (string | undefined)[],
  accounts: readonly WatchedAccount[],
): ReadonlyMap<Hex, Position> {
  const positions = new Map<Hex, Position>();
  for (const { address: account, accountId } of accounts) {
    for (const [place, market] of markets.entries()) {
      for (const collateralToken of [tokens[2 * place], tokens[2 * place + 1]]) {
        if (collateralToken === undefined) continue;
        for (const isLong of [true, false]) {
          const name = { account, market, collateralToken, isLong };
          const key = gmxPositionKeyOf(name);
          positions.set(key, { key, name, accountId, isStrange: false });
        }
      }
    }
  }
  return positions;
}

/** What positions are that only the contract's own lists name, and where it doesn't say that. */
async function fetchListed(
  terms: ReadTerms,
  store: Hex,
  listed: readonly { readonly key: Hex; readonly account: WatchedAccount }[],
  markets: readonly string[],
  blockHash: Hex,
  signal: AbortSignal,
): Promise<Reply<{ readonly positions: readonly Position[]; readonly nameless: readonly AnsweredRead[] }>> {
  const calls = listed.flatMap(({ key }) => [
    gmxAddressCall(store, key, 'MARKET'),
    gmxAddressCall(store, key, 'COLLATERAL_TOKEN'),
    gmxSideCall(store, key),
  ]);
  const answers = await fetchReads(terms, blockHash, calls, signal);
  if (answers.kind !== 'value') return answers;
  const positions: Position[] = [];
  const nameless: AnsweredRead[] = [];
  for (const [at, [market, collateral, side]] of inThrees(answeredBy(calls, answers.value)).entries()) {
    const { key, account } = listed[at]!;
    const name = nameOf(account.address, market, collateral, side);
    if (name === undefined) {
      nameless.push(...[market, collateral].filter(([, result]) => addressIn(result) === undefined));
      continue;
    }
    const isStrange = !markets.includes(name.market) || gmxPositionKeyOf(name) !== key;
    positions.push({ key, name, accountId: account.accountId, isStrange });
  }
  return { kind: 'value', value: { positions, nameless } };
}

function nameOf(
  account: string,
  [, market]: AnsweredRead,
  [, collateral]: AnsweredRead,
  [, side]: AnsweredRead,
): GmxPositionName | undefined {
  const [ofMarket, collateralToken] = [addressIn(market), addressIn(collateral)];
  if (ofMarket === undefined || collateralToken === undefined) return undefined;
  return { account, market: ofMarket, collateralToken, isLong: isTrue(side) };
}

type Three = readonly [AnsweredRead, AnsweredRead, AnsweredRead];

function inThrees(reads: readonly AnsweredRead[]): readonly Three[] {
  return Array.from({ length: reads.length / 3 }, (_, at) => reads.slice(3 * at, 3 * at + 3) as unknown as Three);
}

function answeredBy(calls: readonly PlannedRead[], results: readonly CallResult[]): readonly AnsweredRead[] {
  return calls.map((call, at) => [call, results[at]!]);
}
