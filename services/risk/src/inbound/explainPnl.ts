import type { ExplainPnlRequest, ExplainPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { RpcFailure } from '@gimbal/runtime';
import { explainAccrual } from '../domain/pnl/explainAccrual.js';
import { dayOf } from '../domain/pnl/periods.js';
import { exposureAsOfTime, exposureOf } from '../domain/queries/findExposure.js';
import type { ExposureIndexRow, RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { exposureBySequence, readExposure } from './readExposure.js';

const US_PER_DAY = 86_400_000_000n;

/** Refolds the log up to the later exposure, and explains what became of the portfolio since the earlier one. */
export async function explainPnl(
  state: RiskState,
  ports: RiskPorts,
  key: string,
  request: ExplainPnlRequest,
): Promise<ExplainPnlResponse> {
  const { from, to } = endsOf(state, key, request);
  if (from.sequence >= to.sequence) {
    throw backwards(request, from, to);
  }
  const { cut, portfolioId } = await readExposure(ports, to);
  const span = await ports.pnlBetween({
    portfolioKey: key,
    fromSequence: from.sequence,
    toSequence: to.sequence,
    throughStep: to.step,
  });
  if (span?.accrual.sequence !== to.sequence)
    throw new RpcFailure('FAILED_PRECONDITION', `Expected the inputs of exposure ${from.sequence} to be in the log.`);
  return { explained: explainAccrual(span, { portfolioId, period: 'span', sequence: 0n, cut }) };
}

/** In the words of the question: times where one asked with times. */
function backwards(
  { fromTimeUs, toTimeUs }: ExplainPnlRequest,
  from: ExposureIndexRow,
  to: ExposureIndexRow,
): RpcFailure {
  if (fromTimeUs === 0n && toTimeUs === 0n) {
    const message = `Expected a from before exposure ${to.sequence}, was ${from.sequence}.`;
    return new RpcFailure('INVALID_ARGUMENT', message, { field: 'from_exposure_sequence' });
  }
  const message = `Expected a from whose exposure is before that of ${isoTime(to.timeUs)}, was that of ${isoTime(from.timeUs)}.`;
  return new RpcFailure('INVALID_ARGUMENT', message, { field: 'from_time_us' });
}

function isoTime(timeUs: bigint): string {
  return new Date(Number(timeUs / 1000n)).toISOString();
}

/**
 * Each end by its sequence, or by its time, or from the other one: the later end is then the newest exposure of the
 * earlier one's day, the earlier end the exposure with which the later one's day began. Without either, the day so far.
 */
function endsOf(
  state: RiskState,
  key: string,
  request: ExplainPnlRequest,
): { readonly from: ExposureIndexRow; readonly to: ExposureIndexRow } {
  const givenFrom = given(state, key, request.fromExposureSequence, request.fromTimeUs, 'from_time_us');
  const givenTo = given(state, key, request.toExposureSequence, request.toTimeUs, 'to_time_us');
  const to =
    givenTo ??
    (givenFrom === undefined
      ? exposureBySequence(state, key, 0n)
      : exposureAsOfTime(state, key, dayOf(givenFrom.timeUs) + US_PER_DAY - 1n)!);
  return { from: givenFrom ?? openingOf(state, key, to), to };
}

function given(
  state: RiskState,
  key: string,
  sequence: bigint,
  timeUs: bigint,
  field: string,
): ExposureIndexRow | undefined {
  if (sequence !== 0n) return exposureBySequence(state, key, sequence);
  if (timeUs === 0n) return undefined;
  const row = exposureAsOfTime(state, key, timeUs);
  if (row !== undefined) return row;
  throw new RpcFailure('NOT_FOUND', 'Expected an exposure of the portfolio up to then, found none.', { field });
}

/** The exposure with which the day of another one began: the first at or after midnight, as the days of ListPnl do. */
function openingOf(state: RiskState, key: string, to: ExposureIndexRow): ExposureIndexRow {
  const midnightUs = dayOf(to.timeUs);
  const before = exposureAsOfTime(state, key, midnightUs - 1n)?.sequence ?? 0;
  return exposureOf(state, key, before + 1)!;
}
