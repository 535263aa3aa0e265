import { expect, it } from 'vitest';
import { accountLines, type AccountPosition } from './accountLines.js';
import { breakLines } from './breakLines.js';
import { CLOCK_US } from './feed.sample.js';
import { transitLines } from './transitLines.js';

const at = (clock: string): string => String(Date.parse(`2023-08-17T${clock}Z`) * 1000);

const position = (more: Partial<AccountPosition> = {}): AccountPosition => ({
  accountId: 'desk',
  place: 'ethereum',
  instrumentId: 'spot:USDC',
  source: 'erc20:ethereum/0xa0/0x11',
  quantity: '3.75',
  units: '3750000',
  number: '3',
  blockHash: '0xaa',
  observedAtUs: at('21:41:36'),
  breakDifference: '',
  ...more,
});

const breakOf = (held: AccountPosition, byFacts: string, observed: string, difference: string, clock: string) => {
  const { accountId, place, instrumentId, source } = held;
  const found = { foundAtUs: at(clock), closedAtUs: '0', closedBy: '' };
  return { accountId, place, instrumentId, source, byFacts, observed, difference, ...found };
};

it('has an account and its place above its positions there', () => {
  const lines = accountLines([
    position(),
    position({ instrumentId: 'lending:aave-v3:ethereum:WETH:debt', quantity: '-2', units: '-2000000000000000000' }),
    position({ place: 'deribit', instrumentId: 'perp:deribit:ETH-USD', units: '', quantity: '1234.5' }),
  ]);
  const shown = lines.map((line) =>
    line.kind === 'place' ? `${line.account} ${line.place}` : `${line.instrument} ${line.quantity} ${line.isOwed}`,
  );
  expect(shown).toEqual([
    'desk ethereum',
    'USDC spot 3.75 false',
    'WETH debt \u22122 true',
    'desk deribit',
    'ETH-USD perp 1,234.5 false',
  ]);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
});

it('tells names apart whatever stands in them', () => {
  const keys = accountLines([
    position({ accountId: 'a","b', place: 'c' }),
    position({ accountId: 'a', place: 'b","c' }),
  ]);
  expect(new Set(keys.map(({ key }) => key)).size).toBe(4);
});

it('tells a break in the amounts of its position, the newest first', () => {
  const usdc = position();
  const perp = position({ place: 'deribit', instrumentId: 'perp:deribit:ETH-USD', units: '', quantity: '-8' });
  // Nothing is held, so nothing says how many decimals there are.
  const gone = position({ instrumentId: 'spot:WETH', quantity: '0', units: '0' });
  const lines = breakLines(
    [
      breakOf(usdc, '3750000', '3750001', '1', '21:41:36'),
      breakOf(perp, '-10', '-8', '2', '21:54:00'),
      breakOf(gone, '0', '1000', '1000', '21:50:00'),
    ],
    [usdc, perp, gone],
    CLOCK_US,
  );
  expect(lines.map(({ difference, byFacts, observed, since }) => [difference, byFacts, observed, since])).toEqual([
    ['2', '\u221210', '\u22128', '21:54:00 · 1 m 00 s'],
    ['1,000 units', '0 units', '1,000 units', '21:50:00 · 5 m 00 s'],
    ['0.000001', '3.75', '3.750001', '21:41:36 · 13 m 24 s'],
  ]);
});

it('tells what is between two chains, the longest on its way first', () => {
  const transfer = { accountId: 'desk', bridge: 'across', transferId: '0x1', fromChain: 'ethereum', toChain: 'base' };
  const lines = transitLines(
    [
      { ...transfer, asset: 'USDC', amount: '1500000.25', sentAtUs: at('21:54:00') },
      { ...transfer, transferId: '0x2', asset: 'USDC', amount: '2', sentAtUs: at('21:41:48') },
    ],
    CLOCK_US,
  );
  expect(lines.map(({ amount, way, since }) => [amount, way, since])).toEqual([
    ['2 USDC', 'ethereum → base', '21:41:48 · 13 m 12 s'],
    ['1,500,000.25 USDC', 'ethereum → base', '21:54:00 · 1 m 00 s'],
  ]);
});
