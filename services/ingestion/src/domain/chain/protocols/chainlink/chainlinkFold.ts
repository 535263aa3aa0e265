import { event } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { US_PER_SECOND } from '../../../decoders/fieldText.js';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace, ContractRead, WatchedContract } from '../../chainFact.js';
import { integerParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { CHAINLINK_ABI } from './chainlinkAbi.js';
import type { ChainlinkFact } from './chainlinkFacts.js';
import { decodeChainlinkLog, roundFact } from './decodeChainlinkLog.js';
import { PHASE_BITS, SEQUENCER_GRACE_SECONDS } from './limits.js';
import { distrustText, roundTrust } from './roundTrust.js';

export interface RoundRow extends ProtocolRow {
  readonly protocol: 'chainlink';
  readonly kind: 'round';
  readonly feed: string;
  readonly asset: string;
  readonly decimals: number;
  readonly roundId: bigint;
  readonly answer: bigint;
  readonly updatedAtUs: bigint;
  /** Why the round isn't to be used; empty when it is. */
  readonly distrust: string;
  /** The round before it wasn't to be used. */
  readonly distrustedBefore: boolean;
}

export interface SequencerRow extends ProtocolRow {
  readonly protocol: 'chainlink';
  readonly kind: 'sequencer';
  readonly feed: string;
  readonly roundId: bigint;
  readonly up: boolean;
  readonly sinceUs: bigint;
  readonly graceUs: bigint;
}

const readFeedCall = callReader(CHAINLINK_ABI);
/** Blocks carry whole seconds and nodes report late: a round isn't stale for a minute of it. */
const SLACK_SECONDS = 60;

/**
 * Feeds: `feed`, `asset`, `decimals`, `heartbeatSeconds`; `phase` of the proxy, and `sequencer`, the name of the uptime
 * feed's contract, on an L2. An uptime feed has the `role` sequencer, `feed`, and `graceSeconds` unless it is an hour.
 * While a sequencer is down, or hasn't been up for its grace period, no round of its chain is passed on.
 */
export const chainlinkFold: ProtocolFold<ChainlinkFact, RoundRow | SequencerRow> = {
  checkContract(contract) {
    if (textParameter(contract, 'role') === 'sequencer') return missingParameter(contract, { feed: 'text' });
    return missingParameter(contract, {
      feed: 'text',
      asset: 'text',
      decimals: 'integer',
      heartbeatSeconds: 'integer',
    });
  },

  decodeLog: (contract, log) => decodedLogOf(decodeChainlinkLog(contract, log)),

  decodeRead: readFeed,

  apply: applyRound,

  open: () => [],

  positions: () => [],

  observations: (_key, row, _rows, place) => (row.kind === 'round' ? roundSaid(row, place) : sequencerSaid(row, place)),
};

/** An aggregator has the logs and its proxy the answers; both are contracts of one feed, and of one row. */
function chainlinkKey(contract: WatchedContract): string {
  return `chainlink/${textParameter(contract, 'feed')}`;
}

function applyRound(rows: RowReader, fact: ChainlinkFact, context: FactContext): readonly RowChange[] {
  const { contract } = context;
  const key = chainlinkKey(contract);
  const feed = textParameter(contract, 'feed');
  if (fact.kind === 'sequencer_said') {
    const graceSeconds = integerParameter(contract, 'graceSeconds') || SEQUENCER_GRACE_SECONDS;
    const held = rows.get(key) as SequencerRow | undefined;
    if (held !== undefined && held.roundId > fact.roundId) return [];
    const row: SequencerRow = {
      protocol: 'chainlink',
      kind: 'sequencer',
      feed,
      roundId: fact.roundId,
      up: fact.up,
      sinceUs: fact.sinceSeconds * US_PER_SECOND,
      graceUs: BigInt(graceSeconds) * US_PER_SECOND,
    };
    return [{ key, row }];
  }
  const held = rows.get(key) as RoundRow | undefined;
  const roundId = phasedRound(held, fact);
  // A log and a read may say the same round; an older one was overtaken.
  if (held !== undefined && held.distrust === '' && held.roundId >= roundId) return [];
  if (held !== undefined && held.roundId > roundId) return [];
  const updatedAtUs = fact.updatedAtSeconds * US_PER_SECOND;
  const distrust = distrustOf(rows, context, { answer: fact.answer, updatedAtUs });
  const row: RoundRow = {
    protocol: 'chainlink',
    kind: 'round',
    feed,
    asset: textParameter(contract, 'asset'),
    decimals: integerParameter(contract, 'decimals'),
    roundId,
    answer: fact.answer,
    updatedAtUs,
    distrust,
    distrustedBefore: (held?.distrust ?? '') !== '',
  };
  return [{ key, row }];
}

/**
 * The round as the proxy counts it. A log of an aggregator whose phase the catalogue doesn't say is of the phase that the proxy last
 * answered with, as long as it isn't older than that answer: an aggregator that was replaced is.
 */
function phasedRound(
  held: RoundRow | undefined,
  { roundId, updatedAtSeconds }: Extract<ChainlinkFact, { readonly kind: 'round_answered' }>,
): bigint {
  const heldPhase = held === undefined ? 0n : held.roundId >> PHASE_BITS;
  if (held === undefined || heldPhase === 0n || roundId >> PHASE_BITS !== 0n) return roundId;
  return updatedAtSeconds * US_PER_SECOND < held.updatedAtUs ? roundId : (heldPhase << PHASE_BITS) | roundId;
}

/** Age is watched where the time goes on without blocks; here it is the sequencer that speaks, at the block's time. */
function distrustOf(
  rows: RowReader,
  { contract, place, watch }: FactContext,
  round: { readonly answer: bigint; readonly updatedAtUs: bigint },
): string {
  const uptime = watch.contractNamed(textParameter(contract, 'sequencer'));
  const sequencer = uptime === undefined ? undefined : (rows.get(chainlinkKey(uptime)) as SequencerRow | undefined);
  const heartbeatUs = BigInt(integerParameter(contract, 'heartbeatSeconds')) * US_PER_SECOND;
  const promise = { heartbeatUs, slackUs: BigInt(SLACK_SECONDS) * US_PER_SECOND };
  const trust = roundTrust(round, promise, sequencer, place.blockTimeUs);
  return trust.kind === 'stale' ? '' : distrustText(trust);
}

/** A round that isn't to be trusted is said as that and as no price. */
function roundSaid(row: RoundRow, { blockTimeUs }: ChainPlace): readonly Observed[] {
  const { feed, asset, decimals, distrust } = row;
  const said = { topic: 'market', key: feed, observedAtUs: blockTimeUs } as const;
  if (distrust !== '') {
    if (row.distrustedBefore) return [];
    return [{ ...said, event: event(FeedDegraded, { instrumentId: '', feed, reason: 'sequencer', detail: distrust }) }];
  }
  const restored = { ...said, event: event(FeedRestored, { instrumentId: '', feed, reason: 'sequencer' }) };
  const observed: Observed = {
    ...said,
    observedAtUs: row.updatedAtUs,
    event: event(OracleRoundObserved, {
      feed,
      asset,
      roundId: row.roundId.toString(),
      answer: row.answer.toString(),
      decimals,
      updatedAtUs: row.updatedAtUs,
      assumed: false,
    }),
  };
  return row.distrustedBefore ? [restored, observed] : [observed];
}

function sequencerSaid({ feed, up }: SequencerRow, { blockTimeUs }: ChainPlace): readonly Observed[] {
  const reason = 'sequencer';
  const detail = 'Expected a sequencer that is up, was down.';
  const said = up
    ? event(FeedRestored, { instrumentId: '', feed, reason })
    : event(FeedDegraded, { instrumentId: '', feed, reason, detail });
  return [{ topic: 'market', key: feed, observedAtUs: blockTimeUs, event: said }];
}

function readFeed(contract: WatchedContract, read: ContractRead): DecodedRead<ChainlinkFact> {
  const reading = readFeedCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'latestRoundData':
    case 'getRoundData': {
      const [roundId, answer, startedAt, updatedAt] = call.result;
      return decodedReadOf(roundFact(contract, roundId, answer, startedAt, updatedAt));
    }
    case 'decimals': {
      const decimals = integerParameter(contract, 'decimals');
      if (call.result === decimals || textParameter(contract, 'role') === 'sequencer') return answered([]);
      return { kind: 'refused', reason: `Expected ${decimals} decimals of ${contract.name}, was ${call.result}.` };
    }
  }
}

function decodedReadOf(reading: ReturnType<typeof roundFact>): DecodedRead<ChainlinkFact> {
  return reading.kind === 'refused' ? reading : answered(reading.kind === 'facts' ? reading.facts : []);
}
