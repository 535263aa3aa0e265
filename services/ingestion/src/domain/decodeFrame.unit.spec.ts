import { isEvent } from '@gimbal/contracts';
import { GasPriceObserved, OracleRoundObserved, PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  GovernanceLogObserved,
  GovernancePayloadRead,
  NormFactorObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, carriedLine, gasFeed, poolFeed, poolLine, roundFeed, us } from '../ingestion.scenario.js';
import { decodeFrame } from './decodeFrame.js';
import type { FeedDescription } from './feedDescription.js';

const silent = { staleAfterSeconds: null, assumed: null };
const reserveFeed: FeedDescription = {
  ...silent,
  id: 'aave-v3:polygon:WETH',
  decoder: 'demeter-aave-minute-csv',
  deployment: 'aave-v3:polygon',
  asset: 'WETH',
};
const normFeed: FeedDescription = {
  ...silent,
  id: 'nf',
  decoder: 'demeter-squeeth-minute-csv',
  deployment: 'squeeth:ethereum',
};
const priceFeed: FeedDescription = { ...silent, id: 'usdc', decoder: 'assumed-price-json', asset: 'USDC', decimals: 8 };
const volFeed: FeedDescription = { ...silent, id: 'vol', decoder: 'assumed-vol-json', underlying: 'ETH' };
const configFeed: FeedDescription = {
  ...silent,
  id: 'c',
  decoder: 'reserve-configuration-json',
  deployment: 'aave-v3:polygon',
};
const actionFeed: FeedDescription = {
  ...silent,
  id: 'a',
  decoder: 'lending-action-json',
  deployment: 'aave-v3:polygon',
};
const logFeed: FeedDescription = { ...silent, id: 'g', decoder: 'governance-log-json', deployment: 'aave-v3:polygon' };
const payloadFeed: FeedDescription = {
  ...silent,
  id: 'p',
  decoder: 'governance-payload-json',
  deployment: 'aave-v3:polygon',
};

const RESERVE_LINE =
  '2023-08-17 00:00:00,0.003903834903935890451209053,0.079150993149056235421635435,' +
  '0.020593443491603423650553663,1.005680752914112969875153549,1.025636123532532190985005869';
const CONFIGURATION = {
  asset: 'WETH',
  token_address: '0x7ceb23fd6bc0add59e62ac25578270cff1b9f619',
  decimals: 18,
  ltv_bps: 8000,
  liquidation_threshold_bps: 8250,
  liquidation_bonus_bps: 10500,
  liquidation_protocol_fee_bps: 1000,
  ruleset: 'aave-v3.0',
  oracle_feed: 'chainlink:ethereum:ETH-USD',
  source: 'test',
};
const ACTION = { id: 'i', account_id: 'aave:main', asset: 'WETH', action: 'SUPPLY', amount: '1000000000000000000000' };
/** Shortened from the first log of the Polygon controller in bgd-labs/seatbelt-gov-v3. */
const LOG = {
  chain: 'polygon',
  contract: '0x401b5d0294e23637c18fcc38b1bca814cda2637c',
  topics: ['0x1e4588da4731f84a598f061ee45829a6450aa00aa28962657b6835641afbbac5'],
  data: '0x0020',
  block_number: '49545966',
  transaction_hash: '0x01',
  log_index: 3,
  block_time_us: '1692230400000000',
};
const PAYLOAD = {
  at_us: 1_692_230_400_000_000,
  deployment: 'aave-v3:polygon',
  chain: 'polygon',
  payload_id: 7,
  source: 'collateralsUpdates()',
  updates: [{ asset: 'WETH', parameter: 'liquidation_threshold_bps', before: 8250, after: '8000' }],
};

const valid: readonly (readonly [FeedDescription, string])[] = [
  [poolFeed, poolLine('21:45')],
  [roundFeed, '110680464442257314262,155799625094,1692308723,1692308723,110680464442257314262'],
  [gasFeed, '2023-08-17 00:00:00,53.089213505000004'],
  [reserveFeed, RESERVE_LINE],
  [normFeed, '2023-08-17 00:00:00,0.289180066928692509,1804.94,0.05226'],
  [priceFeed, '{"value":"1.00","round":"470064","at":"1692230400"}'],
  [volFeed, '{"value":"0.45","round":"470064","at":1692230400}'],
  [configFeed, JSON.stringify(CONFIGURATION)],
  [actionFeed, JSON.stringify(ACTION)],
  [logFeed, JSON.stringify(LOG)],
  [payloadFeed, JSON.stringify(PAYLOAD)],
];

function decode(feed: FeedDescription, line: string): ReturnType<typeof decodeFrame> {
  return decodeFrame(bytes(line), feed);
}

function reasonOf(feed: FeedDescription, line: string): string {
  const decoded = decode(feed, line);
  return decoded.kind === 'refused' ? decoded.reason : `it was ${decoded.kind}`;
}

describe('decoders', () => {
  it('read a recorded minute of a pool', () => {
    const decoded = decode(poolFeed, poolLine('21:45', '202573.0'));
    expect(decoded).toMatchObject({
      kind: 'observation',
      topic: 'market',
      key: poolFeed.id,
      observedAtUs: us('2023-08-17T21:45:00'),
      event: {
        type: PoolObserved.$type,
        value: {
          tick: 202573,
          lowestTick: 202424,
          highestTick: 202578,
          liquidity: '503515320213464519',
          amount0In: '48604431680',
        },
      },
    });
  });

  it('hold the close within the range of its minute', () => {
    // Recorded at 01:23 on 17 August 2023: open, lowest and highest 201389, close 201390.
    const line =
      '2023-08-17 01:23:00,59921241,-33566849721476270,201390,201389,201389,201389,59921241,0,1256934701839340';
    expect(decode(poolFeed, line)).toMatchObject({ event: { value: { lowestTick: 201389, highestTick: 201390 } } });
  });

  it('see that a row without swaps observes nothing', () => {
    expect(decode(poolFeed, carriedLine('23:59'))).toEqual({
      kind: 'carried',
      sequence: us('2023-08-17T23:59:00') / 60_000_000n,
      observedAtUs: us('2023-08-17T23:59:00'),
    });
  });

  it('keep every digit of a round, an index and a normalisation factor', () => {
    const round = decode(...valid[1]!);
    if (round.kind !== 'observation' || !isEvent(round.event, OracleRoundObserved)) throw new Error('no round');
    expect(round.event.value).toMatchObject({ answer: '155799625094', updatedAtUs: us('2023-08-17T21:45:23') });
    const reserve = decode(...valid[3]!);
    if (reserve.kind !== 'observation' || !isEvent(reserve.event, ReserveStateObserved)) throw new Error('no reserve');
    expect(reserve.event.value.liquidityIndexRay).toBe('1005680752914112969875153549');
    expect(reserve.event.value.variableBorrowRateRay).toBe('20593443491603423650553663');
    const norm = decode(...valid[4]!);
    if (norm.kind !== 'observation' || !isEvent(norm.event, NormFactorObserved)) throw new Error('no factor');
    expect(norm.event.value.normFactorWad).toBe('289180066928692509');
    const gas = decode(...valid[2]!);
    if (gas.kind !== 'observation' || !isEvent(gas.event, GasPriceObserved)) throw new Error('no gas');
    expect(gas.event.value).toMatchObject({
      gasPriceGwei: '53.089213505000004',
      coinPriceUsd: '0.60',
      coinPriceAssumed: true,
    });
  });

  it('read governance logs, payload reads, parameters and paper actions', () => {
    const types = [configFeed, logFeed, payloadFeed].map((feed) => {
      const decoded = decode(feed, valid.find(([candidate]) => candidate === feed)![1]);
      return decoded.kind === 'observation' ? decoded.event.type : decoded.kind;
    });
    expect(types).toEqual([ReserveConfigured.$type, GovernanceLogObserved.$type, GovernancePayloadRead.$type]);
    expect(decode(payloadFeed, JSON.stringify(PAYLOAD))).toMatchObject({
      event: { value: { payloadId: 7n, updates: [{ asset: 'WETH', before: '8250', after: '8000' }] } },
    });
    expect(decode(actionFeed, JSON.stringify(ACTION))).toMatchObject({
      kind: 'lending_action',
      action: { accountId: 'aave:main', amount: 10n ** 21n },
    });
  });

  it.each([
    [roundFeed, '1,-5,1692308723,1692308723,1', /Expected a number from 1 to .* in answer, was "-5"\./],
    [roundFeed, '1,0,1692308723,1692308723,1', /in answer, was "0"/],
    [roundFeed, '1,NaN,1692308723,1692308723,1', 'Expected a whole number in answer, was "NaN".'],
    [roundFeed, '1,5,1692308723', /Expected 5 cells .* were 3\./],
    [gasFeed, '2023-08-17 00:00:00,NaN', 'Expected a plain decimal in gas_price, was "NaN".'],
    [gasFeed, '2023-08-17 00:00:00,-1', 'Expected a number above zero in gas_price, was "-1".'],
    [gasFeed, '2023-02-31 00:00:00,1', /Expected a whole minute .* in block_timestamp, was "2023-02-31 00:00:00"\./],
    [gasFeed, '2023-08-17 00:00:30,1', /Expected a whole minute/],
    [poolFeed, poolLine('21:45', '887273'), /in closeTick, was "887273"/],
    [poolFeed, poolLine('21:45', 'NaN'), /Expected a whole number in closeTick/],
    [reserveFeed, RESERVE_LINE.replace('1.005680', '0.005680'), /liquidity_index, was "0\.00568/],
    [normFeed, '2023-08-17 00:00:00,1.1,1804.94,0.05226', 'Expected a norm_factor of at most 1, was 1.1.'],
    [configFeed, JSON.stringify({ ...CONFIGURATION, ltv_bps: 8300 }), 'Expected ltv_bps of at most 8250, was 8300.'],
    [actionFeed, JSON.stringify({ ...ACTION, action: 'FLASH' }), /Expected SUPPLY, BORROW or REPAY/],
    [actionFeed, JSON.stringify({ ...ACTION, amount: 1e21 }), /Expected a whole number in amount, was "1e\+21"/],
    [logFeed, JSON.stringify({ ...LOG, data: '0x0' }), 'Expected hexadecimal bytes in data, was "0x0".'],
    [logFeed, '[]', 'Expected a JSON object in the line, was "[]".'],
  ] as const)('refuse %#', (feed, line, reason) => {
    expect(reasonOf(feed, line)).toMatch(reason);
  });

  it('refuse bytes that are not text, and frames that are too long', () => {
    const decoded = decodeFrame(Uint8Array.of(0xff, 0xfe, 0x00), roundFeed);
    expect(decoded).toEqual({ kind: 'refused', reason: 'Expected UTF-8, found other bytes.' });
    expect(decodeFrame(new Uint8Array(256 * 1024 + 1), roundFeed)).toMatchObject({
      reason: 'Expected at most 262144 bytes, were 262145.',
    });
  });

  it('may refuse anything and never throw', () => {
    const feedsAndLines = fc.constantFrom(...valid);
    const rubbish = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }).map(bytes),
      fc.json().map(bytes),
      fc
        .array(fc.oneof(fc.double().map(String), fc.bigInt().map(String), fc.string()), { maxLength: 12 })
        .map((cells) => bytes(cells.join(','))),
    );
    fc.assert(
      fc.property(feedsAndLines, rubbish, ([feed], raw) => {
        expect(['observation', 'carried', 'lending_action', 'refused']).toContain(decodeFrame(raw, feed).kind);
      }),
      { numRuns: 3_000 },
    );
  });

  it('never throw for a valid line with a piece replaced', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.nat(400),
        fc.nat(12),
        fc.string({ maxLength: 8 }),
        ([feed, line], at, cut, put) => {
          const position = at % line.length;
          const mutated = line.slice(0, position) + put + line.slice(position + cut);
          const decoded = decode(feed, mutated);
          if (decoded.kind === 'observation') expect(decoded.observedAtUs).toBeGreaterThanOrEqual(0n);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
