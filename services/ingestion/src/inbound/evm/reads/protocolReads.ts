import { encodeFunctionData, type Hex, pad, parseAbi, toEventSelector, toFunctionSelector } from 'viem';
import type { ProtocolId, WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { marketAddresses } from '../../../domain/chain/protocols/gmx/gmxMarkets.js';
import { GMX_READER_ABI } from '../../../domain/venues/gmx/gmxAbi.js';
import { ARBITRUM_FEE_EVERY_BLOCKS, OP_FEE_EVERY_BLOCKS, ROUND_EVERY_BLOCKS } from '../limits.js';
import type { LogRead, PlannedRead, Touch } from './plannedRead.js';

/** The functions that are called, as the protocols' own interfaces spell them; what they answer is the decoders' business. */
const ABI = parseAbi([
  'function balanceOf(address account) view returns (uint256)',
  'function scaledBalanceOf(address account) view returns (uint256)',
  'function convertToAssets(uint256 shares) view returns (uint256)',
  'function getUserEMode(address account) view returns (uint256)',
  'function getUserConfiguration(address account) view returns ((uint256))',
  'function getConfiguration(address asset) view returns ((uint256))',
  'function getReserveNormalizedIncome(address asset) view returns (uint256)',
  'function getReserveNormalizedVariableDebt(address asset) view returns (uint256)',
  // Of what it answers the decoder has the form; a call has none of it.
  'function getReserveData(address asset) view',
  'function getVirtualUnderlyingBalance(address asset) view returns (uint128)',
  'function getReserveDeficit(address asset) view returns (uint256)',
  'function getAssetPrice(address asset) view returns (uint256)',
  'function userBasic(address account) view returns (int104, uint64, uint64, uint16, uint8)',
  'function totalsBasic() view',
  'function userCollateral(address account, address asset) view returns (uint128, uint128)',
  'function getReserves() view returns (uint112, uint112, uint32)',
  'function totalSupply() view returns (uint256)',
  'function slot0() view returns (uint160, int24, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
  'function normalizationFactor() view returns (uint128)',
  'function l1BaseFee() view returns (uint256)',
  'function blobBaseFee() view returns (uint256)',
  'function baseFeeScalar() view returns (uint32)',
  'function blobBaseFeeScalar() view returns (uint32)',
  'function getPricesInWei() view returns (uint256, uint256, uint256, uint256, uint256, uint256)',
  'function getOpenPosition(uint128 accountId, uint128 marketId) view returns (int256, int256, int128, uint256)',
]);

/** A token of a position comes to an account: ERC-721, Transfer(from, to, tokenId). */
const TRANSFER = toEventSelector('Transfer(address,address,uint256)');

type Accounts = readonly WatchedAccount[];
type FixedReads = (contract: WatchedContract, accounts: Accounts, all: readonly WatchedContract[]) => PlannedRead[];

/** What is read of a contract, by its protocol. Where nothing stands, the logs say everything. */
export const protocolReads: { readonly [id in ProtocolId]?: FixedReads } = {
  erc20: (contract, accounts) => accounts.map((account) => ofAccount(contract, 'balanceOf', account)),
  erc4626: (contract, accounts) => [
    // Interest leaves no log, so it is also read at every reconciliation.
    call(contract, 'convertToAssets', [10n ** BigInt(integerOf(contract, 'decimals'))], [anyLog(contract)]),
    ...accounts.map((account) => ofAccount(contract, 'balanceOf', account)),
  ],
  'aave-v3': aaveReads,
  'aave-v3-atoken': aaveTokenReads,
  'aave-v3-variable-debt': aaveTokenReads,
  'compound-v3': (contract, accounts) => [
    // Before the principals: what logs say of them is reckoned at the indexes of the block.
    call(
      contract,
      'totalsBasic',
      [],
      accounts.map(({ address }) => ({ address: contract.address as Hex, word: wordOf(address) })),
    ),
    ...accounts.flatMap((account) => [
      ofAccount(contract, 'userBasic', account),
      ...keysOf(contract, 'collaterals').map((asset) => ofAccount(contract, 'userCollateral', account, [asset])),
    ]),
  ],
  'uniswap-v2': (contract, accounts) => [
    call(contract, 'getReserves', [], [anyLog(contract)]),
    call(contract, 'totalSupply', [], [anyLog(contract)]),
    ...accounts.map((account) => ofAccount(contract, 'balanceOf', account)),
  ],
  'uniswap-v3-pool': (contract) => [
    call(contract, 'slot0', [], [anyLog(contract)]),
    call(contract, 'liquidity', [], [anyLog(contract)]),
  ],
  // The aggregator has the logs and its proxy the answers: contracts of one feed.
  chainlink: (contract, _accounts, all) => {
    const feed = contract.parameters['feed'];
    const alike = all.filter(({ protocol, parameters }) => protocol === 'chainlink' && parameters['feed'] === feed);
    // A proxy goes over to another aggregator without a log of anything that is watched.
    return [{ ...call(contract, 'latestRoundData', [], alike.map(anyLog)), everyBlocks: ROUND_EVERY_BLOCKS }];
  },
  'squeeth-controller': (contract) => [call(contract, 'normalizationFactor', [], [anyLog(contract)])],
  'gmx-v2': gmxReads,
  synthetix: (contract, accounts) =>
    contract.parameters['role'] === 'perps'
      ? perpReads(contract)
      : accounts.map((account) => ofAccount(contract, 'balanceOf', account)),
  // No log tells of what L1 costs.
  'op-gas-oracle': (contract) =>
    (['l1BaseFee', 'blobBaseFee', 'baseFeeScalar', 'blobBaseFeeScalar'] as const).map((name) => ({
      ...call(contract, name, [], []),
      everyBlocks: OP_FEE_EVERY_BLOCKS,
    })),
  'arb-gas-info': (contract) => [
    { ...call(contract, 'getPricesInWei', [], []), everyBlocks: ARBITRUM_FEE_EVERY_BLOCKS },
  ],
};

/** What is read of something that only a log names. */
export function namedByLogs(contract: WatchedContract, accounts: Accounts): readonly LogRead[] {
  if (contract.protocol !== 'uniswap-v4-positions') return [];
  return accounts.map(({ address, accountId }) => ({
    address: contract.address as Hex,
    event: TRANSFER,
    word: wordOf(address),
    // `to`: what is said is about its new owner, never about the one who gave it away.
    place: 2,
    argument: 3,
    // Where it lies: a position that came from elsewhere has no other log.
    function: 'getPoolAndPositionInfo',
    selector: toFunctionSelector('getPoolAndPositionInfo(uint256)'),
    accountId,
  }));
}

function aaveReads(contract: WatchedContract, accounts: Accounts): PlannedRead[] {
  switch (contract.parameters['role']) {
    case 'oracle':
      return keysOf(contract, 'reserves').map((asset) => call(contract, 'getAssetPrice', [asset], []));
    case 'pool':
      return [
        ...keysOf(contract, 'reserves').flatMap((asset) => [
          call(contract, 'getConfiguration', [asset], []),
          ...aaveStateFunctions(contract).map((name) => call(contract, name, [asset], [aaveTouch(contract, asset)])),
        ]),
        ...accounts.flatMap((account) => [
          ofAccount(contract, 'getUserEMode', account),
          ofAccount(contract, 'getUserConfiguration', account),
        ]),
      ];
    default:
      return [];
  }
}

/** What is lent and owed in all, of the reserve whose token it is. */
function aaveTokenReads(token: WatchedContract, accounts: Accounts, all: readonly WatchedContract[]): PlannedRead[] {
  const { deployment, asset } = token.parameters;
  const touches = all.flatMap((pool) => {
    if (pool.protocol !== 'aave-v3' || pool.parameters['role'] !== 'pool') return [];
    if (pool.parameters['deployment'] !== deployment) return [];
    const named = entriesOf(pool, 'reserves').filter(([, entry]) => entry.slice(0, entry.indexOf('/')) === asset);
    return named.map(([address]) => aaveTouch(pool, address));
  });
  return [
    call(token, 'totalSupply', [], touches),
    ...accounts.map((account) => ofAccount(token, 'scaledBalanceOf', account)),
  ];
}

/** The logs of a pool that name the reserve: totals change by nothing else but interest. */
function aaveTouch({ address }: WatchedContract, reserve: string): Touch {
  return { address: address as Hex, word: wordOf(reserve) };
}

/** What the pool's version says of a reserve as it stands. */
function aaveStateFunctions({ parameters }: WatchedContract): readonly FunctionName[] {
  const all = ['getReserveNormalizedIncome', 'getReserveNormalizedVariableDebt', 'getReserveData'] as const;
  // The pool counts its own money from v3.1, and bad debts from v3.3.
  const counted = ['getVirtualUnderlyingBalance', 'getReserveDeficit'] as const;
  return parameters['ruleset'] === 'aave-v3.0' ? all : [...all, ...counted];
}

/** Perpetual accounts are numbers of their own: `accounts` and `markets` of the catalogue name them. */
function perpReads(contract: WatchedContract): PlannedRead[] {
  return entriesOf(contract, 'accounts').flatMap(([number, accountId]) =>
    entriesOf(contract, 'markets').map(([market]) => {
      const word = `0x${BigInt(number).toString(16).padStart(64, '0')}` as Hex;
      const touch: Touch = { address: contract.address as Hex, word };
      return { ...call(contract, 'getOpenPosition', [BigInt(number), BigInt(market)], [touch]), accountId };
    }),
  );
}

/**
 * What either side of a market pays, at the prices of the catalogue: what is paid rests on the tokens that lie in the pool, and on
 * prices only as far as the index and the tokens move apart. It is due when the emitter's logs name the market.
 */
function gmxReads(contract: WatchedContract, _accounts: Accounts, all: readonly WatchedContract[]): PlannedRead[] {
  const { parameters } = contract;
  if (parameters['role'] !== 'reader') return [];
  const emitters = all.filter(
    ({ protocol, parameters: other }) =>
      protocol === 'gmx-v2' && other['role'] === 'events' && other['feed'] === parameters['feed'],
  );
  const prices = new Map(entriesOf(contract, 'prices'));
  return marketAddresses(contract).flatMap((market) => {
    const [index, long, short] = (prices.get(market) ?? '').split('/').filter((text) => text !== '');
    if (index === undefined || long === undefined || short === undefined) return [];
    const exactly = (price: string) => ({ min: BigInt(price), max: BigInt(price) });
    const at = {
      indexTokenPrice: exactly(index),
      longTokenPrice: exactly(long),
      shortTokenPrice: exactly(short),
    };
    const callData = encodeFunctionData({
      abi: GMX_READER_ABI,
      functionName: 'getMarketInfo',
      args: [parameters['dataStore'] as Hex, at, market as Hex],
    });
    const word = wordOf(market);
    const touchedBy = emitters.map(({ address }) => ({ address: address as Hex, word }));
    const name = `getMarketInfo(${market})`;
    return [{ address: contract.address as Hex, function: name, callData, accountId: undefined, touchedBy }];
  });
}

type FunctionName = (typeof ABI)[number]['name'];

function call(
  { address }: WatchedContract,
  name: FunctionName,
  args: readonly (string | bigint)[],
  touchedBy: readonly Touch[],
): PlannedRead {
  const callData = encodeFunctionData({ abi: ABI, functionName: name, args } as unknown as {
    readonly abi: typeof ABI;
    readonly functionName: 'totalSupply';
  });
  const text = args.length === 0 ? name : `${name}(${args.join(', ')})`;
  return { address: address as Hex, function: text, callData, accountId: undefined, touchedBy };
}

/** A call with the account as its first argument, due when a log of the contract names the account. */
function ofAccount(
  contract: WatchedContract,
  name: FunctionName,
  { address, accountId }: WatchedAccount,
  further: readonly string[] = [],
): PlannedRead {
  const touch: Touch = { address: contract.address as Hex, word: wordOf(address) };
  return { ...call(contract, name, [address, ...further], [touch]), accountId };
}

function anyLog({ address }: WatchedContract): Touch {
  return { address: address as Hex, word: undefined };
}

function wordOf(address: string): Hex {
  return pad(address as Hex);
}

function integerOf({ parameters }: WatchedContract, name: string): number {
  const value = parameters[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

/** Lists of the catalogue have entries `KEY=VALUE`. */
function entriesOf({ parameters }: WatchedContract, name: string): readonly (readonly [string, string])[] {
  const list = parameters[name];
  if (!Array.isArray(list)) return [];
  return (list as readonly string[]).flatMap((entry) => {
    const at = entry.indexOf('=');
    return at < 0 ? [] : [[entry.slice(0, at).toLowerCase(), entry.slice(at + 1)] as const];
  });
}

function keysOf(contract: WatchedContract, name: string): readonly string[] {
  return entriesOf(contract, name).map(([key]) => key);
}
