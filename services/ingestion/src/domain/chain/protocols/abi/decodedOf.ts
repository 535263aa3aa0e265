import type { ChainFact, StateFact } from '../../chainFact.js';
import type { DecodedLog, DecodedRead } from '../protocolFold.js';
import type { LogReading } from './reading.js';

/** A reading as the chain's fold takes it: an event that is ignored by name has no facts. */
export function decodedLogOf<Fact extends ChainFact>(reading: LogReading<Fact>): DecodedLog<Fact> {
  return reading.kind === 'ignored' ? { kind: 'facts', facts: [] } : reading;
}

/** What an answer says: facts to fold, and positions to hold the facts against. */
export function answered<Fact extends ChainFact>(
  facts: readonly Fact[],
  states: readonly StateFact[] = [],
): DecodedRead<Fact> {
  return { kind: 'facts', facts, states };
}
