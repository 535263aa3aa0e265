import { isEvent, packDoubles, partitionOf } from '@gimbal/contracts';
import { SliceRefused, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import type {
  ArbitrageCheck,
  GetSurfaceRequest,
  GetSurfaceResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { awaitMinPosition, type CallContext, RpcFailure, tailTopic, toPosition } from '@gimbal/runtime';
import type { PricingState } from '../domain/pricingState.js';
import { offsetAsOf } from '../domain/surface/placeAsOf.js';
import { inLifetime } from '../domain/surface/inLifetime.js';
import { sliceCheck } from '../domain/surface/sliceChecks.js';
import type { SurfaceRow } from '../domain/surface/surfaceRow.js';
import { surfaceVols } from '../domain/surface/surfaceVols.js';
import { SURFACE_POINTS_MAX } from '../limits.js';
import { protoName } from './priceBatch/fieldNames.js';
import { toSurfaceRegion } from './toSurfaceRegion.js';

const TOPIC = 'marks.kept';

/** A surface as it stands in the log. */
type PublishedSurface = Pick<SurfaceRow, 'slices' | 'timeUs' | 'partition' | 'offset'> & {
  readonly fitted: Omit<SurfaceFitted, 'slices'>;
  readonly refusals: readonly SliceRefused[];
};

/** The newest surface of an underlying, or the one of a time, with what was asked of it. */
export async function getSurface(
  host: StageHost<PricingState>,
  log: EventLog,
  request: GetSurfaceRequest,
  call: CallContext,
): Promise<GetSurfaceResponse> {
  const { underlying, strikes, expiriesUs } = request;
  if (underlying === '') refuse('underlying', 'Expected an underlying, was nothing.');
  if (strikes.length * expiriesUs.length > SURFACE_POINTS_MAX) {
    refuse(
      'strikes',
      `Expected at most ${SURFACE_POINTS_MAX} strikes times expiries, was ${strikes.length * expiriesUs.length}.`,
    );
  }
  if (strikes.length > 0 !== expiriesUs.length > 0) {
    refuse(strikes.length > 0 ? 'expiries_us' : 'strikes', 'Expected strikes and expiries, was one of them.');
  }
  await awaitMinPosition(host, request.minPosition, call.signal);
  const { cut } = host;
  const newest = rowOf(host.state, request);
  const surface = request.asOfUs === 0n ? published(newest) : await asOf(host, log, newest, request.asOfUs, call);
  const { vol, regions, failures } = surfaceVols(surface, strikes, expiriesUs);
  return {
    cut,
    surface: { ...surface.fitted, slices: [...surface.slices] },
    refusals: [...surface.refusals],
    position: toPosition({ topic: TOPIC, partition: surface.partition, offset: surface.offset }),
    vol: Buffer.from(packDoubles(vol)),
    failures: failures.map((failure) => ({ ...failure, code: protoName(failure.code) })),
    check: checkOf(surface),
    regions: regions.map(toSurfaceRegion),
  };
}

/** The venue's row; the venue may be left out when there is one alone. */
function rowOf(state: PricingState, { underlying, venue }: GetSurfaceRequest): SurfaceRow {
  const rows = [...state.surfaces.values()].filter((row) => row.underlying === underlying);
  const chosen = venue === '' ? rows : rows.filter((row) => row.venue === venue);
  if (chosen.length > 1) {
    const venues = chosen.map((row) => row.venue).sort();
    refuse('venue', `Expected one of the venues with a surface of ${underlying} (${venues.join(', ')}), was nothing.`);
  }
  if (chosen[0] !== undefined) return chosen[0];
  if (rows.length === 0) {
    throw new RpcFailure('NOT_FOUND', `Expected an underlying with a surface, was ${underlying}.`, {
      field: 'underlying',
    });
  }
  throw new RpcFailure('NOT_FOUND', `Expected a venue with a surface of ${underlying}, was ${venue}.`, {
    field: 'venue',
  });
}

function published(row: SurfaceRow): PublishedSurface {
  const { step, refusals, partition, offset, slices, ...rest } = row;
  const fitted = { ...rest, step: BigInt(step), slicesRefused: refusals.length };
  return { slices, timeUs: row.timeUs, fitted, refusals, partition, offset };
}

/** Reads the surface that stood at a time from the log, and its refusals behind it. */
async function asOf(
  host: StageHost<PricingState>,
  log: EventLog,
  { underlying, venue }: SurfaceRow,
  asOfUs: bigint,
  call: CallContext,
): Promise<PublishedSurface> {
  const offset = offsetAsOf(host.state, underlying, venue, asOfUs);
  if (offset === undefined) {
    const message = `Expected a time at which ${venue} had a surface of ${underlying}, was ${asOfUs}.`;
    throw new RpcFailure('NOT_FOUND', message, { field: 'as_of_us' });
  }
  const partitions = host.status.streams.filter(({ topic }) => topic === TOPIC).length;
  const partition = partitionOf(underlying, partitions);
  const records = tailTopic({
    log,
    topic: TOPIC,
    partitions: [partition],
    from: [{ partition, offset }],
    follow: false,
    tenant: call.principal.tenant,
    signal: call.signal,
  });
  let fitted: SurfaceFitted | undefined;
  const refusals: SliceRefused[] = [];
  for await (const { event } of records) {
    if (fitted === undefined && isEvent(event, SurfaceFitted)) fitted = event.value;
    else if (isEvent(event, SliceRefused) && event.value.venue === venue) refusals.push(event.value);
    if (fitted === undefined || refusals.length >= fitted.slicesRefused) break;
  }
  if (fitted === undefined)
    throw new RpcFailure('UNAVAILABLE', `Expected a surface at ${TOPIC}/${partition}@${offset}, was gone.`);
  return { slices: fitted.slices, timeUs: fitted.timeUs, fitted, refusals, partition, offset };
}

function checkOf({ slices, timeUs }: PublishedSurface): ArbitrageCheck {
  const curves = slices.map((slice) => inLifetime(slice, timeUs));
  const checks = curves.map((svi, i) => sliceCheck(svi, curves[i - 1]));
  const least = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values));
  return {
    points: sum(checks.map(({ points }) => points)),
    butterflyViolations: sum(checks.map(({ butterflyViolations }) => butterflyViolations)),
    calendarViolations: sum(checks.map(({ calendarViolations }) => calendarViolations)),
    butterflyLeastG: least(checks.map(({ butterflyLeastG }) => butterflyLeastG)),
    calendarLeastExcess: least(checks.slice(1).map(({ calendarLeastExcess }) => calendarLeastExcess)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function refuse(field: string, message: string): never {
  throw new RpcFailure('INVALID_ARGUMENT', message, { field });
}
