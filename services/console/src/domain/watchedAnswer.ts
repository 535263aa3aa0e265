import type {
  AccountPosition,
  ListAccountPositionsResponse,
  ListChainsResponse,
  ListPositionBreaksResponse,
  ListProtocolHealthResponse,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { POSITIONS_TOLD_MAX, WATCHED_LINES_MAX } from '../limits.js';
import type { FirstLines, WatchedAnswer } from '../page/wire/apiAnswers.js';
import type { Jsonified } from '../page/wire/jsonified.js';
import { jsonOf } from './jsonOf.js';

/** What ingestion says of the accounts and protocols that it watches. */
export interface WatchedLists {
  readonly chains: ListChainsResponse;
  readonly accounts: ListAccountPositionsResponse;
  readonly breaks: ListPositionBreaksResponse;
  readonly health: ListProtocolHealthResponse;
}

/** The lists in one answer, each to its bound. Steps are left out, so that equal answers say that nothing has changed. */
export function watchedAnswer({ chains, accounts, breaks, health }: WatchedLists): WatchedAnswer {
  return {
    chains: firstOf(chains.chains, WATCHED_LINES_MAX),
    positions: firstOf(accounts.positions.filter(isSomething), POSITIONS_TOLD_MAX),
    breaks: firstOf(breaks.breaks, WATCHED_LINES_MAX),
    inTransit: firstOf(accounts.inTransit, WATCHED_LINES_MAX),
    reserves: firstOf(health.reserves, WATCHED_LINES_MAX),
    flows: firstOf(health.flows, WATCHED_LINES_MAX),
  };
}

/** An account that sold all it had of something still has a line of it, of nothing. */
function isSomething({ quantity, breakDifference }: AccountPosition): boolean {
  return /[1-9]/.test(quantity) || breakDifference !== '';
}

function firstOf<Line>(lines: readonly Line[], max: number): FirstLines<Jsonified<Line>> {
  return { lines: lines.slice(0, max).map((line) => jsonOf(line)), inAll: lines.length };
}
