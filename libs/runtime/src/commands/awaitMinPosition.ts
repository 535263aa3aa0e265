import type { Position } from '@gimbal/contracts/log/v1/log';
import type { StageHost } from '@gimbal/projection';
import { RpcFailure } from '../grpc/rpcFailure.js';
import { fromPosition } from './position.js';

/** What of a host is needed to wait. */
// eslint-disable-next-line typescript/no-explicit-any
type Waiter = Pick<StageHost<any>, 'waitFor' | 'status'>;

/**
 * Waits until the service has folded the record at `position`, so that a caller reads its own writes. Without a position
 * it does not wait. Throws INVALID_ARGUMENT for a stream that the service does not read, DEADLINE_EXCEEDED when the
 * call ends before the record is folded.
 */
export async function awaitMinPosition(
  host: Waiter,
  position: Position | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (position === undefined) return;
  const place = fromPosition(position);
  const stream = host.status.streams.find((s) => s.topic === position.topic && s.partition === position.partition);
  if (place === undefined || stream === undefined) {
    const found = `${position.topic}/${position.partition}@${position.offset}`;
    throw new RpcFailure('INVALID_ARGUMENT', `Expected a position of a stream that this service reads, was ${found}.`, {
      field: 'min_position',
    });
  }
  try {
    await host.waitFor(place, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    if (signal.reason instanceof RpcFailure) throw signal.reason;
    const message = `Expected to fold ${place.topic}/${place.partition}@${place.offset} before the deadline, stood at ${stream.nextOffset}.`;
    throw new RpcFailure('DEADLINE_EXCEEDED', message, { cause: error });
  }
}
