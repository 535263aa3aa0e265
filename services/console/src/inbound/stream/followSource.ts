import { type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOfCall } from '../../outbound/failureOfCall.js';
import { SOURCE_RETRY_MS } from '../../limits.js';
import type { ServiceName } from '../../page/wire/serviceNames.js';
import type { EventSink } from './eventSink.js';

/** One stream of a service that the page follows. */
export interface Source<Message> {
  readonly stream: string;
  readonly service: ServiceName;
  /** Opens it where the last message taken ended. */
  open(): ClientReadableStream<Message>;
  take(message: Message): Promise<void>;
}

/**
 * Follows a stream until the page has gone, over the service's comings and goings. A token that is not believed any more
 * ends the whole page's stream: no other service will believe it either.
 */
export async function followSource<Message>(source: Source<Message>, sink: EventSink): Promise<void> {
  const { stream, service } = source;
  let up = true;
  const notice = (isUp: boolean, message: string): Promise<void> => {
    if (up === isUp) return Promise.resolve();
    up = isUp;
    return sink.send('source', { stream, service, up, message });
  };
  while (!sink.signal.aborted) {
    const failure = await pump(source, sink, () => notice(true, ''));
    if (sink.signal.aborted) return;
    if (failure !== undefined && failure.code === status.UNAUTHENTICATED) {
      sink.end(failureOfCall(failure, service).body.error);
      return;
    }
    const why = failure === undefined ? '' : failureOfCall(failure, service).message;
    await notice(false, why);
    await sleep(SOURCE_RETRY_MS, undefined, { signal: sink.signal }).catch(() => undefined);
  }
}

/** Reads one stream to its end. Resolves with the failure that ended it, if one did. */
async function pump<Message>(
  source: Source<Message>,
  sink: EventSink,
  onMessage: () => Promise<void>,
): Promise<ServiceError | undefined> {
  const stream = source.open();
  const cancel = (): void => stream.cancel();
  sink.signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const message of stream as AsyncIterable<Message>) {
      await onMessage();
      await source.take(message);
    }
    return undefined;
  } catch (error) {
    if ((error as Partial<ServiceError>).code === undefined) throw error;
    return error as ServiceError;
  } finally {
    sink.signal.removeEventListener('abort', cancel);
    stream.on('error', () => undefined).cancel();
  }
}
