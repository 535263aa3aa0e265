import type { Event } from '@gimbal/contracts';
import { encodeFunctionData, numberToHex, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { ALICE, block, BOB, CHAIN, chainFeedOf, timeOf } from '../../../../chain.scenario.js';
import { type Driven, drive } from '../../../../ingestion.scenario.js';
import { accountPositions } from '../../../accounts/accountPositions.js';
import type { WatchedAccount } from '../../chainFact.js';
import { gmxPositionLog } from './gmx.sample.js';
import { gmxSizeCallText } from './gmxSizeRead.js';
import { GMX_STORE_ABI } from './gmxStoreAbi.js';
import { gmxFieldKey, type GmxPositionName, gmxPositionKeyOf } from './gmxStoreKeys.js';

const EMITTER = `0x${'e0'.repeat(20)}`;
const STORE = `0x${'d0'.repeat(20)}`;
const MARKET = '0x70d95587d40a2caf56bd97485ab3eec10bee6336';
const OTHER_MARKET = `0x${'0e'.repeat(20)}`;
const WETH = '0x82af49447d8a07e3bd95bd0d56f35241523fbab1';
const USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const ETHER = 10n ** 18n;
const PERP = 'perp:gmx:ETH-USD';

const parameters = { feed: 'gmx-v2:arbitrum', markets: [`${MARKET}=${PERP}/${WETH}/18`] };
const emitter = { name: 'gmx/events', chain: CHAIN, address: EMITTER, protocol: 'gmx-v2' } as const;
const events = { ...emitter, parameters: { ...parameters, role: 'events' } };
const store = { ...emitter, name: 'gmx/store', address: STORE, parameters: { ...parameters, role: 'store' } };

const long: GmxPositionName = { account: ALICE, market: MARKET, collateralToken: USDC, isLong: true };
const short: GmxPositionName = { ...long, isLong: false };

function changed(name: GmxPositionName, size: bigint): object {
  return { address: EMITTER, ...gmxPositionLog(name, size), logIndex: 0, transactionHash: pad('0x07') };
}

/** As the connector writes it; `text` and `key` where it lies about one of them. */
function sizeRead(
  name: GmxPositionName,
  size: bigint,
  { text = gmxSizeCallText(name), key = gmxFieldKey(gmxPositionKeyOf(name), 'SIZE_IN_TOKENS') } = {},
): object {
  const callData = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getUint', args: [key] });
  const returnData = numberToHex(size, { size: 32 });
  return { address: STORE, function: text, callData, returnData, reverted: false, accountId: 'alice' };
}

function driven(opening: WatchedAccount['opening'] = 'zero'): Driven {
  const account = { accountId: 'alice', chain: CHAIN, address: ALICE, opening } as const;
  return drive([chainFeedOf({ contracts: [events, store], accounts: [account] })]);
}

function said(list: readonly Event[], name: string): readonly unknown[] {
  return list.filter((event) => event.type.endsWith(`.${name}`)).map(({ value }) => value);
}

const first = { number: 1, name: 'a1', parent: 'a0' };
const second = { number: 2, name: 'a2', parent: 'a1' };

describe('a position at GMX v2 beside the DataStore', () => {
  it('that agrees is no break, long or short, or of nothing', () => {
    const reads = [sizeRead(long, 2n * ETHER), sizeRead(short, 5n), sizeRead({ ...long, collateralToken: WETH }, 0n)];
    const logs = [changed(long, 2n * ETHER), { ...changed(short, 5n), logIndex: 1 }];
    const list = driven().step(timeOf(1), [block({ ...first, logs, reads })]);
    expect(said(list, 'PositionBreakFound')).toEqual([]);
    expect(said(list, 'RecordQuarantined')).toEqual([]);
    expect(said(list, 'AccountPositionObserved')).toHaveLength(2);
  });

  it('that differs is a break with its amount, closed by a read that agrees; the position stays as logs have it', () => {
    const ledger = driven();
    ledger.step(timeOf(1), [
      block({ ...first, logs: [changed(short, 2n * ETHER)], reads: [sizeRead(short, 2n * ETHER)] }),
    ]);
    // A decrease to 0.5 ETH that no node told: a short of 2 by logs, of 0.5 by the contract, so 1.5 more than by logs.
    const list = ledger.step(timeOf(2), [block({ ...second, reads: [sizeRead(short, ETHER / 2n)] })]);
    const source = `gmx-v2:${CHAIN}/${gmxPositionKeyOf(short)}`;
    expect(said(list, 'PositionBreakFound')).toMatchObject([
      {
        accountId: 'alice',
        place: CHAIN,
        instrumentId: PERP,
        source,
        byFacts: '-2000000000000000000',
        observed: '-500000000000000000',
        difference: '1500000000000000000',
      },
    ]);
    expect(accountPositions(ledger.state, 'alice', false)).toMatchObject([{ units: '-2000000000000000000' }]);
    const third = { number: 3, name: 'a3', parent: 'a2', logs: [changed(short, ETHER / 2n)] };
    const closing = ledger.step(timeOf(3), [block({ ...third, reads: [sizeRead(short, ETHER / 2n)] })]);
    expect(said(closing, 'PositionBreakClosed')).toMatchObject([{ source, byFacts: '-500000000000000000' }]);
  });

  it('that a missed log opened or closed is found, and closes with the late log', () => {
    const ledger = driven();
    const list = ledger.step(timeOf(1), [block({ ...first, reads: [sizeRead(long, 7n)] })]);
    expect(said(list, 'PositionBreakFound')).toMatchObject([{ byFacts: '0', observed: '7', difference: '7' }]);
    const late = ledger.step(timeOf(2), [block({ ...first, logs: [changed(long, 7n)], reads: [sizeRead(long, 7n)] })]);
    expect(said(late, 'PositionBreakClosed')).toMatchObject([{ byFacts: '7', cause: 'late facts' }]);
    const gone = ledger.step(timeOf(3), [block({ ...second, reads: [sizeRead(long, 0n)] })]);
    expect(said(gone, 'PositionBreakFound')).toMatchObject([{ byFacts: '7', observed: '0', difference: '-7' }]);
  });

  it('of an undone block is no more, and neither is its break or what an account began with there', () => {
    const ledger = driven();
    ledger.step(timeOf(1), [block(first)]);
    ledger.step(timeOf(2), [block({ ...second, reads: [sizeRead(long, 7n)] })]);
    const list = ledger.step(timeOf(3), [block({ ...second, name: 'b2' })]);
    expect(said(list, 'PositionBreakClosed')).toMatchObject(
      [{ byFacts: '0', cause: /^reorganisation\// }].map(withCause),
    );
    const reading = driven('read');
    reading.step(timeOf(1), [block(first)]);
    reading.step(timeOf(2), [block({ ...second, reads: [sizeRead(long, 7n)] })]);
    expect(accountPositions(reading.state, 'alice', false)).toMatchObject([{ units: '7' }]);
    const undone = reading.step(timeOf(3), [block({ ...second, name: 'b2' })]);
    expect(said(undone, 'AccountPositionObserved')).toMatchObject([{ units: '0' }]);
    expect(accountPositions(reading.state, 'alice', false)).toEqual([]);
  });

  it('from before the first block begins with what is read, where the account begins so', () => {
    const ledger = driven('read');
    const reads = [sizeRead(long, 3n * ETHER), sizeRead(short, 0n)];
    const list = ledger.step(timeOf(1), [block({ ...first, reads })]);
    expect(said(list, 'PositionBreakFound')).toEqual([]);
    expect(said(list, 'AccountPositionObserved')).toMatchObject([
      { instrumentId: PERP, quantity: '3', source: `gmx-v2:${CHAIN}/${gmxPositionKeyOf(long)}` },
    ]);
    // The other side was read as nothing, so from there on its facts are its logs.
    const opened = ledger.step(timeOf(2), [
      block({ ...second, logs: [changed(short, 4n)], reads: [sizeRead(short, 5n)] }),
    ]);
    expect(said(opened, 'PositionBreakFound')).toMatchObject([{ byFacts: '-4', observed: '-5', difference: '-1' }]);
  });

  it('is refused under a text that is not what the key was made of, and in a market that no catalogue names', () => {
    const other = { ...long, account: BOB };
    const elsewhere = { ...long, market: OTHER_MARKET };
    const reads = [
      sizeRead(long, 1n, { text: gmxSizeCallText(other) }),
      sizeRead(long, 1n, { text: 'getUint' }),
      sizeRead(elsewhere, 9n),
    ];
    const list = driven().step(timeOf(1), [block({ ...first, reads })]);
    expect(said(list, 'PositionBreakFound')).toEqual([]);
    expect(said(list, 'RecordQuarantined')).toMatchObject(
      [
        /^Expected the key 0x/,
        /^Expected a call for the size/,
        /^Expected a position in a market of gmx\/store, was in 0x0e/,
      ].map((reason) => ({ reason: expect.stringMatching(reason) })),
    );
  });

  it('is the same when the same frames are replayed', () => {
    const frames = [
      block({ ...first, logs: [changed(long, 2n)], reads: [sizeRead(long, 3n)] }),
      block({ ...second, reads: [sizeRead(long, 4n)] }),
      block({ ...second, name: 'b2', reads: [sizeRead(long, 2n)] }),
    ];
    const run = () => {
      const ledger = driven();
      return frames.map((frame, place) => ledger.step(timeOf(place + 2), [frame]));
    };
    const once = run();
    expect(once.flatMap((list) => said(list, 'PositionBreakFound'))).toHaveLength(2);
    expect(run()).toEqual(once);
  });
});

function withCause<T extends { readonly cause: RegExp }>(closed: T): object {
  return { ...closed, cause: expect.stringMatching(closed.cause) };
}
