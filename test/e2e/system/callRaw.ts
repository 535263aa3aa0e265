import { Client, credentials, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { PlainRequest, ProtoMethod } from './protoMethods.ts';

/** How a call ended, with every byte that came back. */
export interface RawAnswer {
  readonly code: status;
  readonly details: string;
  /** The bytes of each message, undecoded. */
  readonly messages: readonly Buffer[];
  /** Every header and trailer value, as it was sent. */
  readonly trailers: readonly Buffer[];
}

const CALL_DEADLINE_MS = 20_000;

const clients = new Map<string, Client>();

/** The address's client, kept until `closeClients`. */
export function clientOf(address: string): Client {
  let client = clients.get(address);
  if (client === undefined) clients.set(address, (client = new Client(address, credentials.createInsecure())));
  return client;
}

export function closeClients(): void {
  for (const client of clients.values()) client.close();
  clients.clear();
}

/** Makes a unary call. */
export function callUnary(
  address: string,
  method: ProtoMethod,
  request: PlainRequest,
  metadata: Metadata,
  deadlineMs = CALL_DEADLINE_MS,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const messages: Buffer[] = [];
    const trailers: Buffer[] = [];
    const options = { deadline: Date.now() + deadlineMs };
    const call = clientOf(address).makeUnaryRequest(
      method.path,
      (message: PlainRequest) => method.serialize(message),
      (bytes) => bytes,
      request,
      metadata,
      options,
      (error: ServiceError | null, bytes?: Buffer) => {
        if (bytes !== undefined) messages.push(bytes);
        if (error !== null) trailers.push(...valuesOf(error.metadata));
        resolve({ code: error?.code ?? status.OK, details: error?.details ?? '', messages, trailers });
      },
    );
    call.on('metadata', (headers: Metadata) => trailers.push(...valuesOf(headers)));
  });
}

export interface OpenStream {
  readonly messages: readonly Buffer[];
  ended(): boolean;
  /** Resolves when as many messages have come, or the stream has ended; says whether they have. */
  atLeast(count: number, withinMs: number): Promise<boolean>;
  /** Ends the stream, unless it has ended by itself; the code is OK for one that was still open. */
  close(): Promise<RawAnswer>;
}

/** Opens a server stream and keeps what it delivers. */
export function openStream(
  address: string,
  method: ProtoMethod,
  request: PlainRequest,
  metadata: Metadata,
): OpenStream {
  const messages: Buffer[] = [];
  const trailers: Buffer[] = [];
  let ended: { readonly code: status; readonly details: string } | undefined;
  let closing = false;
  const wakers = new Set<() => void>();
  const wake = (): void => wakers.forEach((waker) => waker());
  const call = clientOf(address).makeServerStreamRequest(
    method.path,
    (message: PlainRequest) => method.serialize(message),
    (bytes) => bytes,
    request,
    metadata,
  );
  call.on('metadata', (headers: Metadata) => trailers.push(...valuesOf(headers)));
  call.on('data', (bytes: Buffer) => {
    messages.push(bytes);
    wake();
  });
  call.on('error', (error: ServiceError) => {
    trailers.push(...valuesOf(error.metadata));
    ended ??= closing ? { code: status.OK, details: '' } : { code: error.code, details: error.details };
    wake();
  });
  call.on('end', () => {
    // An error, when there is one, comes with the status right after the end.
    setImmediate(() => {
      ended ??= { code: status.OK, details: '' };
      wake();
    });
  });
  const until = async (reached: () => boolean, withinMs: number): Promise<boolean> => {
    const lateMs = performance.now() + withinMs;
    while (!reached() && ended === undefined && performance.now() < lateMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, Math.max(1, lateMs - performance.now()));
        wakers.add(done);
        function done(): void {
          clearTimeout(timer);
          wakers.delete(done);
          resolve();
        }
      });
    }
    return reached();
  };
  return {
    messages,
    ended: () => ended !== undefined,
    atLeast: (count, withinMs) => until(() => messages.length >= count, withinMs),
    close: async () => {
      closing = true;
      if (ended === undefined) call.cancel();
      await until(() => ended !== undefined, CALL_DEADLINE_MS);
      return { ...ended!, messages, trailers };
    },
  };
}

/** One call of either kind; a stream is closed when it has delivered, has ended, or has been open for `streamMs`. */
export async function callRaw(
  address: string,
  method: ProtoMethod,
  request: PlainRequest,
  metadata: Metadata,
  streamMs: number,
): Promise<RawAnswer> {
  if (!method.isStream) return callUnary(address, method, request, metadata);
  const stream = openStream(address, method, request, metadata);
  await stream.atLeast(1, streamMs);
  return stream.close();
}

/** What may be opened before it is compared with its twin: long enough for an answer, if there is one. */
const PAIR_SETTLES_MS = 40;
const PAIR_ENDS_WITHIN_MS = 10_000;

/**
 * Two calls of one method beside each other. Streams are closed when both are quiet; when one has ended or delivered, the
 * other one gets the time to do so too, so that a slow machine makes no difference between them.
 */
export async function callPair(
  address: string,
  method: ProtoMethod,
  calls: readonly [PairedCall, PairedCall],
): Promise<readonly [RawAnswer, RawAnswer]> {
  if (!method.isStream) {
    const [one, other] = calls.map(({ request, as }) => callUnary(address, method, request, as));
    return Promise.all([one!, other!]);
  }
  const [one, other] = calls.map(({ request, as }) => openStream(address, method, request, as)) as [
    OpenStream,
    OpenStream,
  ];
  await Promise.all([one.atLeast(1, PAIR_SETTLES_MS), other.atLeast(1, PAIR_SETTLES_MS)]);
  const isQuiet = (stream: OpenStream): boolean => !stream.ended() && stream.messages.length === 0;
  if (!isQuiet(one) || !isQuiet(other)) {
    await Promise.all([one.atLeast(1, PAIR_ENDS_WITHIN_MS), other.atLeast(1, PAIR_ENDS_WITHIN_MS)]);
  }
  return Promise.all([one.close(), other.close()]);
}

export interface PairedCall {
  readonly request: PlainRequest;
  readonly as: Metadata;
}

function valuesOf(metadata: Metadata | undefined): Buffer[] {
  if (metadata === undefined) return [];
  return Object.keys(metadata.getMap()).flatMap((key) => metadata.get(key).map((value) => Buffer.from(value)));
}
