import { bearer } from '@gimbal/runtime';
import type { WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { type HistoryPoint, historyPointOf } from '../domain/history.js';
import { positionText } from '../domain/positionText.js';
import { HISTORY_DEADLINE_MS, HISTORY_RECORDS_MAX } from '../limits.js';
import { callUnary } from './callUnary.js';
import { failureOfCall } from './failureOfCall.js';
import type { ServiceClients } from './serviceClients.js';

export interface History {
  readonly points: readonly HistoryPoint[];
  /** Where a stream goes on after the last point. */
  readonly next: string;
}

/** Reads the exposures of a portfolio up to the newest one. Rejects with ApiFailure. */
export async function readHistory(clients: ServiceClients, token: string, portfolioId: string): Promise<History> {
  const { risk } = clients;
  const request = { portfolioId, minPosition: undefined, asOf: undefined };
  const { position } = await callUnary(risk, risk.getExposure, request, { service: 'risk', token });
  if (position === undefined) return { points: [], next: '' };
  const behind = position.offset - BigInt(HISTORY_RECORDS_MAX);
  const fromOffset = behind > 0n ? behind : 0n;
  const stream = risk.watchExposure({ portfolioId, fromOffset }, bearer(token), {
    deadline: Date.now() + HISTORY_DEADLINE_MS,
  });
  const points: HistoryPoint[] = [];
  try {
    for await (const { position: at, event } of stream as AsyncIterable<WatchExposureResponse>) {
      if (event?.$case === 'exposure') points.push(historyPointOf(event.value));
      if (at === undefined || at.offset >= position.offset) break;
    }
  } catch (error) {
    throw failureOfCall(error, 'risk');
  } finally {
    // Leaving the loop destroys the stream, which tells the service nothing.
    stream.on('error', () => {}).cancel();
  }
  return { points, next: positionText({ ...position, offset: position.offset + 1n }) };
}
