import {
  AccountPosition,
  BridgeTransfer,
  Chain,
  PositionBreak,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { describe, expect, it } from 'vitest';
import { accountPositionsText } from './accountPositionsText.js';
import { chainsText } from './chainsText.js';
import { positionBreaksText } from './positionBreaksText.js';

// 17 August 2023, 21:45:23 UTC.
const AT_US = 1_692_308_723_000_000n;

describe('what watched accounts hold', () => {
  it('shows positions that are something, breaks, and what is in transit', () => {
    const held = { accountId: 'desk', place: 'ethereum', source: 'erc20:ethereum/0xa0' };
    const positions = [
      { ...held, instrumentId: 'spot:USDC', quantity: '12.5', units: '12500000', breakDifference: '-0.5' },
      { ...held, instrumentId: 'spot:DAI', quantity: '0', units: '0' },
    ].map((position) => AccountPosition.fromPartial(position));
    const way = {
      accountId: 'desk',
      amount: '40',
      asset: 'USDC',
      fromChain: 'ethereum',
      toChain: 'base',
      bridge: 'cctp',
    };
    const inTransit = [BridgeTransfer.fromPartial({ ...way, sentAtUs: AT_US })];
    expect(accountPositionsText({ positions, inTransit }).split('\n')).toEqual([
      'account  place     instrument  quantity  break  source',
      'desk     ethereum  spot:USDC       12.5   -0.5  erc20:ethereum/0xa0',
      'in transit: 40 USDC of desk, ethereum to base over cctp, since 2023-08-17 21:45:23',
    ]);
    expect(accountPositionsText({ positions: [], inTransit: [] })).toBe(
      'Nothing is known to be held by a watched account.',
    );
  });

  it('shows breaks, open or closed', () => {
    const found = { accountId: 'desk', place: 'ethereum', instrumentId: 'spot:USDC', byFacts: '12.5', observed: '12' };
    const breaks = [PositionBreak.fromPartial({ ...found, difference: '-0.5', foundAtUs: AT_US })];
    expect(positionBreaksText(breaks).split('\n')[1]).toBe(
      'desk     ethereum  spot:USDC       12.5        12        -0.5  2023-08-17 21:45:23  open',
    );
    expect(positionBreaksText([])).toBe('No break is open.');
  });
});

describe('chains', () => {
  it('shows head, final block and reorganisations; a chain without finality has none', () => {
    const head = { chain: 'ethereum', headNumber: 100n, headTimeUs: AT_US, reverted: 3n, reorgDepthMax: 2 };
    const chains = [
      Chain.fromPartial({ ...head, finalizedNumber: 36n, finalizedHash: '0xab' }),
      Chain.fromPartial({ ...head, chain: 'base' }),
    ];
    expect(chainsText(chains).split('\n')).toEqual([
      'chain     head  final  behind  undone  deepest  head of',
      'ethereum   100     36      64       3        2  2023-08-17 21:45:23',
      'base       100      –       –       3        2  2023-08-17 21:45:23',
    ]);
    expect(chainsText([])).toBe('No block of a chain has come yet.');
  });
});
