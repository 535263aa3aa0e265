import { watchedAnswer } from '../domain/watchedAnswer.js';
import type { WatchedAnswer } from '../page/wire/apiAnswers.js';
import { callUnary } from './callUnary.js';
import type { ServiceClients } from './serviceClients.js';

/** Asks ingestion for all that it watches, as the caller. Rejects with ApiFailure. */
export async function readWatched({ ingestion }: ServiceClients, token: string): Promise<WatchedAnswer> {
  const call = { service: 'ingestion', token } as const;
  const [chains, accounts, breaks, health] = await Promise.all([
    callUnary(ingestion, ingestion.listChains, {}, call),
    callUnary(ingestion, ingestion.listAccountPositions, { accountId: '', atFinalized: false }, call),
    callUnary(ingestion, ingestion.listPositionBreaks, { accountId: '', withClosed: false }, call),
    callUnary(ingestion, ingestion.listProtocolHealth, {}, call),
  ]);
  return watchedAnswer({ chains, accounts, breaks, health });
}
