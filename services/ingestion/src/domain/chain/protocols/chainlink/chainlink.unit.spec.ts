import { describe, expect, it } from 'vitest';
import { contractOf, FoldedRows, logOf, readOf, STRANGER } from '../protocol.sample.js';
import { CHAINLINK_ABI } from './chainlinkAbi.js';
import { chainlinkFold } from './chainlinkFold.js';
import { deviationBps, distrustText, roundTrust } from './roundTrust.js';

const ETH = { feed: 'eth-usd', asset: 'ETH', decimals: 8, heartbeatSeconds: 3600, phase: 6, sequencer: 'uptime' };
const FEED = contractOf('chainlink', ETH);
const UPTIME = contractOf('chainlink', { role: 'sequencer', feed: 'uptime' }, `0x${'0e'.repeat(20)}`, 'uptime');
// ETH/USD on Ethereum, its aggregator's and its proxy's number of one round of 5 April 2023.
const PROXY_ROUND = 110680464442257309697n;
const AGGREGATOR_ROUND = PROXY_ROUND - (6n << 64n);
const answered = (current: bigint, roundId: bigint, updatedAt: bigint) =>
  logOf(CHAINLINK_ABI, 'AnswerUpdated', { current, roundId, updatedAt });
const round = (roundId: bigint, answer: bigint, startedAt: bigint) =>
  readOf(CHAINLINK_ABI, 'latestRoundData', [], [roundId, answer, startedAt, startedAt, roundId]);

describe('rounds', () => {
  it('have the number of the proxy, whether a log or a call says them', () => {
    const rows = new FoldedRows(FEED).log(chainlinkFold, FEED, answered(190818855732n, AGGREGATOR_ROUND, 1680734315n));
    const said = rows.observations(chainlinkFold);
    expect(said).toMatchObject([
      { feed: 'eth-usd', roundId: '110680464442257309697', answer: '190818855732', updatedAtUs: 1680734315000000n },
    ]);
    expect(
      rows.read(chainlinkFold, FEED, round(PROXY_ROUND, 190818855732n, 1680734315n)).observations(chainlinkFold),
    ).toEqual(said);
  });

  it('are never overtaken by an older one', () => {
    const rows = new FoldedRows(FEED)
      .log(chainlinkFold, FEED, answered(2n, AGGREGATOR_ROUND + 1n, 1680737963n))
      .log(chainlinkFold, FEED, answered(1n, AGGREGATOR_ROUND, 1680734315n));
    expect(rows.observations(chainlinkFold)).toMatchObject([{ answer: '2' }]);
  });

  it('of one block: the last one stands', () => {
    const rows = new FoldedRows(FEED)
      .log(chainlinkFold, FEED, answered(1n, AGGREGATOR_ROUND, 1680734315n))
      .log(chainlinkFold, FEED, answered(2n, AGGREGATOR_ROUND + 1n, 1680734315n));
    expect(rows.observations(chainlinkFold)).toMatchObject([{ answer: '2' }]);
  });

  it('of a new aggregator follow those of the old one, though they count from 1 and may be older', () => {
    const PHASE_7 = (7n << 64n) | 1n;
    const rows = new FoldedRows(FEED)
      .log(chainlinkFold, FEED, answered(1n, AGGREGATOR_ROUND, 1680734315n))
      .read(chainlinkFold, FEED, round(PHASE_7, 2n, 1680734300n));
    expect(rows.observations(chainlinkFold)).toMatchObject([{ roundId: PHASE_7.toString(), answer: '2' }]);
    // The old one goes on for a while, and nobody reads it any more.
    rows.log(chainlinkFold, FEED, answered(3n, AGGREGATOR_ROUND + 1n, 1680734400n));
    expect(rows.observations(chainlinkFold)).toMatchObject([{ answer: '2' }]);
  });

  it('of an aggregator whose phase nobody said have that of the proxy', () => {
    const { phase: _phase, ...unphased } = ETH;
    const aggregator = contractOf('chainlink', unphased);
    const rows = new FoldedRows(aggregator)
      .read(chainlinkFold, aggregator, round(PROXY_ROUND, 1n, 1680734315n))
      .log(chainlinkFold, aggregator, answered(2n, AGGREGATOR_ROUND + 1n, 1680737963n));
    const next = { roundId: (PROXY_ROUND + 1n).toString(), answer: '2' };
    expect(rows.observations(chainlinkFold)).toMatchObject([next]);
    // The proxy says the same round, and then one of a new aggregator; what the old one says later is older than that.
    rows.read(chainlinkFold, aggregator, round(PROXY_ROUND + 1n, 2n, 1680737963n));
    expect(rows.observations(chainlinkFold)).toMatchObject([next]);
    rows
      .read(chainlinkFold, aggregator, round((7n << 64n) | 1n, 5n, 1680740000n))
      .log(chainlinkFold, aggregator, answered(4n, AGGREGATOR_ROUND + 2n, 1680739999n));
    expect(rows.observations(chainlinkFold)).toMatchObject([{ answer: '5' }]);
  });

  it.each([0n, -1n])('refuse an answer of %s', (answer) => {
    expect(chainlinkFold.decodeLog(FEED, answered(answer, 1n, 1680734315n))).toMatchObject({ kind: 'refused' });
  });

  it('ignore that a round began, and refuse one without a time', () => {
    const began = logOf(CHAINLINK_ABI, 'NewRound', { roundId: 1n, startedBy: STRANGER, startedAt: 0n });
    expect(chainlinkFold.decodeLog(FEED, began)).toEqual({ kind: 'facts', facts: [] });
    expect(chainlinkFold.decodeRead(FEED, round(1n, 5n, 0n))).toMatchObject({ kind: 'refused' });
  });
});

describe('the sequencer of an L2', () => {
  // The sample's block is of 1692300000.
  const NOW = 1_692_300_000n;

  it('keeps rounds back while it is down and for an hour after, and lets them go then', () => {
    const rows = new FoldedRows(FEED, UPTIME).read(chainlinkFold, UPTIME, round(9n, 1n, NOW - 5n));
    const kept = rows.log(chainlinkFold, FEED, answered(1n, 1n, NOW)).observations(chainlinkFold);
    expect(kept).toMatchObject([
      { feed: 'uptime', reason: 'sequencer', detail: 'Expected a sequencer that is up, was down.' },
      { feed: 'eth-usd', reason: 'sequencer', detail: 'Expected a sequencer that is up, was down.' },
    ]);
    rows.read(chainlinkFold, UPTIME, round(10n, 0n, NOW - 60n)).log(chainlinkFold, FEED, answered(1n, 2n, NOW));
    // The feed has said that it isn't to be trusted; it is only the uptime feed that says something new.
    expect(rows.observations(chainlinkFold)).toEqual([{ feed: 'uptime', reason: 'sequencer', instrumentId: '' }]);
    rows.number += 300n;
    rows.log(chainlinkFold, FEED, answered(1n, 3n, NOW + 3_600n));
    expect(rows.observations(chainlinkFold)).toMatchObject([
      { feed: 'uptime' },
      { feed: 'eth-usd', reason: 'sequencer' },
      { feed: 'eth-usd', roundId: (3n + (6n << 64n)).toString() },
    ]);
  });

  it('is up at 0 and down at 1, and nothing else', () => {
    expect(chainlinkFold.decodeRead(UPTIME, round(9n, 2n, NOW))).toMatchObject({ kind: 'refused' });
  });
});

describe('trust', () => {
  const promise = { heartbeatUs: 3_600_000_000n, slackUs: 60_000_000n };
  const heard = { answer: 1n, updatedAtUs: 0n };

  it('ends a minute after the heartbeat', () => {
    expect(roundTrust(heard, promise, undefined, 3_660_000_000n).kind).toBe('trusted');
    const late = roundTrust(heard, promise, undefined, 3_661_000_000n);
    expect(distrustText(late)).toBe('Expected a round younger than 3660 s, was 3661 s old.');
  });

  it('begins again when the sequencer was up for its grace period', () => {
    const sequencer = { up: true, sinceUs: 0n, graceUs: 3_600_000_000n };
    expect(roundTrust({ ...heard, updatedAtUs: 3_000_000_000n }, promise, sequencer, 3_599_999_999n).kind).toBe(
      'sequencer_in_grace',
    );
    expect(roundTrust(heard, promise, sequencer, 3_600_000_000n).kind).toBe('trusted');
  });

  it('measures a deviation in basis points of the answer before', () => {
    // 1700.00 to 1708.50 is half a percent.
    expect(deviationBps(170_850_000_000n, 170_000_000_000n)).toBe(50n);
    expect(deviationBps(1n, 0n)).toBe(0n);
  });
});
