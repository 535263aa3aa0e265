import type { AccountPosition } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { expect, it } from 'vitest';
import { POSITIONS_TOLD_MAX } from '../limits.js';
import { watchedAnswer, type WatchedLists } from './watchedAnswer.js';

const position = (quantity: string, breakDifference = ''): AccountPosition => ({
  accountId: 'desk',
  place: 'ethereum',
  instrumentId: 'spot:USDC',
  source: '',
  quantity,
  units: '',
  number: 18_446_744_073_709_551_615n,
  blockHash: '',
  observedAtUs: 0n,
  breakDifference,
});

const lists = (positions: AccountPosition[], step = 1n): WatchedLists => ({
  chains: { step, chains: [] },
  accounts: { step, positions, inTransit: [] },
  breaks: { step, breaks: [] },
  health: { step, reserves: [], flows: [] },
});

it('leaves out what is nothing, unless it should be something', () => {
  const { positions } = watchedAnswer(lists([position('0'), position('0.00'), position('0', '5'), position('-0.01')]));
  expect(positions.lines.map(({ quantity, breakDifference }) => [quantity, breakDifference])).toEqual([
    ['0', '5'],
    ['-0.01', ''],
  ]);
  expect(positions.lines[0]?.number).toBe('18446744073709551615');
});

it('tells so many lines and how many there are', () => {
  const { positions } = watchedAnswer(lists(Array.from({ length: POSITIONS_TOLD_MAX + 7 }, () => position('1'))));
  expect([positions.lines.length, positions.inAll]).toEqual([POSITIONS_TOLD_MAX, POSITIONS_TOLD_MAX + 7]);
});

it('is the same while nothing has changed but the step', () => {
  expect(watchedAnswer(lists([position('1')], 1n))).toEqual(watchedAnswer(lists([position('1')], 2n)));
});
