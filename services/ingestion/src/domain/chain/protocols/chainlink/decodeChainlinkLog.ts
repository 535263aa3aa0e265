import type { WatchedContract } from '../../chainFact.js';
import { integerParameter, textParameter } from '../abi/contractParameters.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { CHAINLINK_ABI } from './chainlinkAbi.js';
import type { ChainlinkFact } from './chainlinkFacts.js';
import { AGGREGATOR_ROUND_MAX, ANSWER_MAX, PHASE_BITS, SECONDS_MAX } from './limits.js';

const readFeedEvent = eventReader(CHAINLINK_ABI);

/**
 * What a log of an aggregator says. An aggregator counts its own rounds from 1; the proxy that contracts read puts the
 * aggregator's phase above them, so `phase` is among the contract's parameters (left out or 0 where nobody reads a proxy).
 */
export function decodeChainlinkLog(contract: WatchedContract, log: EvmLog): LogReading<ChainlinkFact> {
  const read = readFeedEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  if (event.eventName !== 'AnswerUpdated') return ignored(event.eventName);
  const { current, roundId, updatedAt } = event.args;
  if (roundId > AGGREGATOR_ROUND_MAX) {
    return refusal('impossible_value', `Expected a round of an aggregator below 2^64, was ${roundId}.`);
  }
  const phased = (BigInt(integerParameter(contract, 'phase')) << PHASE_BITS) | roundId;
  return roundFact(contract, phased, current, updatedAt, updatedAt);
}

/** A round as the fact that it is: a price above zero, or the state of a sequencer. */
export function roundFact(
  contract: WatchedContract,
  roundId: bigint,
  answer: bigint,
  startedAtSeconds: bigint,
  updatedAtSeconds: bigint,
): LogReading<ChainlinkFact> & { readonly kind: 'facts' | 'refused' } {
  if (updatedAtSeconds === 0n || updatedAtSeconds > SECONDS_MAX || startedAtSeconds > SECONDS_MAX) {
    return refusal('impossible_value', `Expected a time of round ${roundId}, was ${updatedAtSeconds}.`);
  }
  if (textParameter(contract, 'role') === 'sequencer') {
    if (answer !== 0n && answer !== 1n) {
      return refusal('impossible_value', `Expected 0 for up or 1 for down of a sequencer, was ${answer}.`);
    }
    // `startedAt` is when it changed; a later round that repeats the state leaves that alone.
    return facts({ kind: 'sequencer_said', roundId, up: answer === 0n, sinceSeconds: startedAtSeconds });
  }
  if (answer <= 0n || answer > ANSWER_MAX) {
    return refusal('impossible_value', `Expected a price above 0 in round ${roundId}, was ${answer}.`);
  }
  return facts({ kind: 'round_answered', roundId, answer, updatedAtSeconds });
}
