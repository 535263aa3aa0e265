import fc from 'fast-check';
import { type Abi, type AbiEvent, type AbiFunction, hexToBytes, toEventSelector, toFunctionSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import type { ContractLog, ContractRead, ProtocolId, WatchedContract } from '../chainFact.js';
import { AAVE_CONFIGURATOR_ABI, AAVE_ORACLE_ABI, AAVE_POOL_ABI, AAVE_TOKEN_ABI } from './aave/aaveAbi.js';
import { GMX_EVENT_ABI, GMX_READER_ABI } from '../../venues/gmx/gmxAbi.js';
import { ACROSS_ABI, CCTP_ABI, PLAIN_BRIDGE_ABI } from './bridge/bridgeAbi.js';
import { CHAINLINK_ABI } from './chainlink/chainlinkAbi.js';
import { COMET_ABI } from './compound/compoundAbi.js';
import { ERC20_ABI } from './erc20/erc20Abi.js';
import { ERC4626_ABI } from './erc4626/erc4626Abi.js';
import { contractOf, DESK, FoldedRows, rawLog } from './protocol.sample.js';
import { GMX_STORE_ABI } from './gmx/gmxStoreAbi.js';
import { protocolFolds } from './protocolFolds.js';
import { SQUEETH_CONTROLLER_ABI } from './squeeth/squeethAbi.js';
import { DEBT_SHARE_ABI, PERPS_MARKET_ABI } from './synthetix/synthetixAbi.js';
import { UNISWAP_V2_PAIR_ABI } from './uniswapV2/uniswapV2Abi.js';
import { UNISWAP_V3_POOL_ABI, UNISWAP_V3_POSITIONS_ABI } from './uniswapV3/uniswapV3Abi.js';
import {
  UNISWAP_V4_MANAGER_ABI,
  UNISWAP_V4_POSITIONS_ABI,
  UNISWAP_V4_STATE_VIEW_ABI,
  UNISWAP_V4_STORAGE_ABI,
} from './uniswapV4/uniswapV4Abi.js';

const AAVE = { deployment: 'aave-v3:ethereum', ruleset: 'aave-v3.6', asset: 'WETH', decimals: 18 };
const POOL = { ...AAVE, role: 'pool', reserves: [`${DESK}=WETH/18/chainlink-eth-usd`] };
const GMX = { feed: 'gmx', markets: [`0x${'aa'.repeat(20)}=perp:gmx:ETH-USD/0x${'bb'.repeat(20)}/18`] };
const BRIDGE = { bridge: 'b', localId: '1', chains: [], tokens: [], messengers: [] };

const WATCHED: readonly (readonly [ProtocolId, WatchedContract['parameters'], ...Abi[]])[] = [
  ['erc20', { instrument: 'spot:USDC', decimals: 6 }, ERC20_ABI],
  ['erc20', { instrument: 'spot:stETH', decimals: 18, behaviour: 'rebasing' }, ERC20_ABI],
  ['erc4626', { instrument: 'staked:ethereum:sDAI:DAI', decimals: 18, assetDecimals: 18, feed: 'sdai' }, ERC4626_ABI],
  ['aave-v3', POOL, AAVE_POOL_ABI],
  ['aave-v3', { ...AAVE, role: 'configurator', pool: 'aave-v3' }, AAVE_CONFIGURATOR_ABI],
  ['aave-v3', { ...AAVE, role: 'oracle' }, AAVE_ORACLE_ABI],
  ['aave-v3-atoken', AAVE, AAVE_TOKEN_ABI],
  ['aave-v3-variable-debt', { ...AAVE, ruleset: 'aave-v3.0' }, AAVE_TOKEN_ABI],
  ['compound-v3', { deployment: 'c', base: 'USDC', baseDecimals: 6, collaterals: [] }, COMET_ABI],
  [
    'uniswap-v2',
    { instrument: `univ2:ethereum:0x${'c0'.repeat(20)}`, decimals: 12, feed: 'pair' },
    UNISWAP_V2_PAIR_ABI,
  ],
  ['uniswap-v3-pool', { feed: 'pool' }, UNISWAP_V3_POOL_ABI],
  ['uniswap-v3-positions', { tokens: [] }, UNISWAP_V3_POSITIONS_ABI],
  ['uniswap-v4-manager', { pools: [] }, UNISWAP_V4_MANAGER_ABI, UNISWAP_V4_STATE_VIEW_ABI, UNISWAP_V4_STORAGE_ABI],
  ['uniswap-v4-positions', {}, UNISWAP_V4_POSITIONS_ABI],
  ['chainlink', { feed: 'eth', asset: 'ETH', decimals: 8, heartbeatSeconds: 3600 }, CHAINLINK_ABI],
  ['chainlink', { role: 'sequencer', feed: 'uptime' }, CHAINLINK_ABI],
  [
    'squeeth-controller',
    { deployment: 'squeeth', feed: 'nf', instrument: 'powerperp:ethereum:oSQTH', collateral: 'spot:ETH' },
    SQUEETH_CONTROLLER_ABI,
  ],
  ['synthetix', { role: 'debt-shares', instrument: 'debtshare:synthetix:main:ETH', decimals: 18 }, DEBT_SHARE_ABI],
  ['synthetix', { role: 'perps', markets: [], accounts: [] }, PERPS_MARKET_ABI],
  ['gmx-v2', { ...GMX, role: 'events' }, GMX_EVENT_ABI],
  ['gmx-v2', { ...GMX, role: 'reader', dataStore: DESK, prices: [] }, GMX_READER_ABI, GMX_EVENT_ABI],
  ['gmx-v2', { ...GMX, role: 'store' }, GMX_STORE_ABI, GMX_EVENT_ABI],
  ['bridge', { ...BRIDGE, role: 'across' }, ACROSS_ABI],
  ['bridge', { ...BRIDGE, role: 'cctp' }, CCTP_ABI],
  ['bridge', { ...BRIDGE, role: 'plain' }, PLAIN_BRIDGE_ABI],
];

const CASES = WATCHED.map(([protocol, parameters, ...abis]) => ({
  protocol,
  role: parameters['role'] ?? parameters['behaviour'] ?? '',
  contract: contractOf(protocol, parameters),
  abi: abis.flat() as Abi,
}));

describe.each(CASES)('$protocol $role', ({ protocol, contract, abi }) => {
  const fold = protocolFolds[protocol];
  if (fold === undefined) throw new Error(`Expected a fold of ${protocol}.`);

  it('takes its own parameters and refuses others', () => {
    expect(fold.checkContract(contract)).toBeUndefined();
    if (protocol === 'uniswap-v4-positions') return;
    expect(fold.checkContract({ ...contract, parameters: {} })).toMatch(/^Expected /);
  });

  it('never throws at a log, and gives facts that fold or a reason', () => {
    fc.assert(
      fc.property(logs(abi), (log) => {
        const decoded = fold.decodeLog(contract, log);
        if (decoded.kind === 'refused') {
          expect(decoded.reason).toMatch(/^Expected /);
          return;
        }
        const folded = new FoldedRows(contract).facts(fold, contract, decoded.facts);
        folded.positions(fold);
        folded.observations(fold);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws at an answer', () => {
    fc.assert(
      fc.property(reads(abi), (read) => {
        const decoded = fold.decodeRead(contract, read);
        if (decoded.kind === 'refused') {
          expect(decoded.reason).toMatch(/^Expected /);
          return;
        }
        const folded = new FoldedRows(contract).facts(fold, contract, decoded.facts);
        const { place, watch, rows } = folded;
        for (const state of decoded.states) fold.open(rows, state, { contract, place, watch });
        folded.observations(fold);
      }),
      { numRuns: 300 },
    );
  });
});

/** Words as logs have them: small numbers, addresses, the watched address among them, and any bytes. */
const word = fc.oneof(
  fc.bigInt({ min: 0n, max: 200n }).map((value) => value.toString(16).padStart(64, '0')),
  fc.constant(DESK.slice(2).padStart(64, '0')),
  fc.constant(''.padStart(64, 'f')),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
);
const wordsAndMore = fc
  .tuple(fc.array(word, { maxLength: 14 }), fc.oneof(fc.constant(''), fc.constantFrom('00', 'ff'.repeat(31))))
  .map(([words, rest]) => `0x${words.join('')}${rest}` as const);

/** Half of them with as many words as the event has, so that they are read to the end. */
function logs(abi: Abi): fc.Arbitrary<ContractLog> {
  const events = abi.filter((item): item is AbiEvent => item.type === 'event');
  const sized = fc.constantFrom(...events).chain((event) => {
    const indexed = event.inputs.filter((input) => input.indexed === true).length;
    const words = (length: number) => fc.array(word, { minLength: length, maxLength: length });
    return fc
      .tuple(words(indexed), words(event.inputs.length - indexed))
      .map(([topics, data]) => rawLog(topicsOf(toEventSelector(event), topics), `0x${data.join('')}`));
  });
  const any = fc
    .tuple(
      fc.oneof(fc.constantFrom(...events.map((event) => toEventSelector(event))), fc.string()),
      fc.array(word),
      wordsAndMore,
    )
    .map(([first, topics, data]) => rawLog(topicsOf(first, topics), data));
  return fc.oneof(sized, any);
}

function topicsOf(first: string, words: readonly string[]): readonly string[] {
  return [first, ...words.map((text) => `0x${text}`)];
}

function reads(abi: Abi): fc.Arbitrary<ContractRead> {
  const functions = abi.filter((item): item is AbiFunction => item.type === 'function');
  const selectors = ['0x', ...functions.map((item) => toFunctionSelector(item))] as const;
  return fc
    .tuple(fc.constantFrom(...selectors), wordsAndMore, wordsAndMore, fc.boolean(), fc.option(fc.constant('desk-a')))
    .map(([selector, args, answer, reverted, accountId]) => ({
      address: `0x${'c0'.repeat(20)}`,
      function: 'any',
      callData: hexToBytes(`${selector}${args.slice(2)}` as `0x${string}`),
      returnData: hexToBytes(answer),
      reverted,
      accountId: accountId ?? undefined,
    }));
}
