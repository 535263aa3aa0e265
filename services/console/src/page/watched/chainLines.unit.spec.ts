import { expect, it } from 'vitest';
import { chainLines } from './chainLines.js';
import { CLOCK_US, feedSample } from './feed.sample.js';

const at = (clock: string): string => String(Date.parse(`2023-08-17T${clock}Z`) * 1000);

const chain = (more = {}) => ({
  chain: 'ethereum',
  headNumber: '17936500',
  headHash: '0xaa',
  finalizedNumber: '17936436',
  finalizedHash: '0xbb',
  adoptions: '90',
  reverted: '4',
  reorgDepthMax: 3,
  headTimeUs: at('21:54:47'),
  lastReorgDepth: 1,
  lastReorgAtUs: at('21:50:11'),
  ...more,
});

it('says where a chain stands, what isn’t final, and its last reorganisation', () => {
  expect(chainLines([chain()], [], CLOCK_US)).toMatchObject([
    { name: 'ethereum', head: '17,936,500', age: '13 s', finalized: '17,936,436', unfinal: '64', tone: '' },
  ]);
  const [line] = chainLines([chain()], [], CLOCK_US);
  expect([line?.lastReorg, line?.undone]).toEqual(['1 block at 21:50:11', '4 · deepest 3']);
});

it('says nothing of a chain that has no block yet, and none of what never was', () => {
  const empty = { headHash: '', headTimeUs: '0', finalizedHash: '', reverted: '0', lastReorgAtUs: '0' };
  expect(chainLines([chain(empty)], [], CLOCK_US)).toMatchObject([
    { head: '–', age: '–', finalized: '–', unfinal: '–', lastReorg: 'none', undone: '0' },
  ]);
});

it('names the nodes that are set aside, and what else is wrong with its feed', () => {
  const node = {
    reason: 'endpoint/b',
    instrumentId: '',
    detail: 'Expected block 7 of the others, was another.',
    sinceUs: at('21:52:00'),
  };
  const feeds = [
    feedSample({ feed: 'chain:base', stale: true }),
    feedSample({ feed: 'chain:ethereum', faults: [node, { ...node, reason: 'quorum' }] }),
  ];
  const [line] = chainLines([chain()], feeds, CLOCK_US);
  expect(line?.tone).toBe('bad');
  expect(line?.problems.map(({ words, tone }) => [words, tone])).toEqual([
    ['node b set aside since 21:52:00', 'warn'],
    ['quorum since 21:52:00', 'bad'],
  ]);
  const [alone] = chainLines([chain()], [feedSample({ feed: 'chain:ethereum', faults: [node] })], CLOCK_US);
  expect(alone?.tone).toBe('warn');
});
