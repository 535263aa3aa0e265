import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { KafkaConfig } from 'kafkajs';

/**
 * The parts of kafkajs 2.2.4 below its consumer and producer: connections with TLS and SASL, and the wire protocol.
 *
 * Why below: our positions are our own, so a consumer group would only add its join to each start; and kafkajs's
 * producer takes its sequence numbers back when a request fails, so that the next batch of the same length could pass
 * for a duplicate of one that was in fact written. kafkajs is pinned to one version; the conformance suite runs on it.
 */
const require = createRequire(import.meta.url);

export interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
}

export interface KafkajsEncoder {
  writeInt8(value: number): this;
  writeInt16(value: number): this;
  writeInt32(value: number): this;
  writeInt64(value: number | string): this;
  writeString(value: string | null): this;
  writeBytes(value: Buffer): this;
  writeEncoder(value: KafkajsEncoder): this;
  readonly buffer: Buffer;
}

/** A request and how its answer is read. `decode` gives the answer with its error codes. */
export interface KafkajsCall<Answer> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<KafkajsEncoder>;
  };
  readonly response: {
    readonly decode: (bytes: Buffer) => Promise<Answer>;
    readonly parse: (answer: Answer) => Promise<Answer>;
  };
}

export interface KafkajsConnection {
  readonly socket?: Socket;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  isConnected(): boolean;
  authenticate(): Promise<void>;
  setVersions(versions: ApiVersionRanges): void;
  setSupportAuthenticationProtocol(isSupported: boolean): void;
  send<Answer>(call: KafkajsCall<Answer> & { requestTimeout?: number; logResponseError?: boolean }): Promise<Answer>;
  rejectRequests(error: Error): void;
}

export type ApiVersionRanges = Record<number, { minVersion: number; maxVersion: number }>;

interface ConnectionOptions extends Pick<KafkaConfig, 'ssl' | 'sasl'> {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly logger: KafkajsLogger;
  readonly socketFactory: KafkaConfig['socketFactory'];
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

interface RequestDefinition {
  protocol(version: { version: number }): (fields: object) => unknown;
}

export interface RequestQueuePrototype {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueuePrototype) => void;
}

export const Connection = require('kafkajs/src/network/connection') as new (
  options: ConnectionOptions,
) => KafkajsConnection;
export const Encoder = require('kafkajs/src/protocol/encoder') as new (initialBytes?: number) => KafkajsEncoder;
export const RequestQueue = require('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueuePrototype;
};
export const { createLogger } = require('kafkajs/src/loggers') as {
  createLogger: (options: { level: number; logCreator: KafkaConfig['logCreator'] }) => KafkajsLogger;
};
const { requests } = require('kafkajs/src/protocol/requests') as {
  requests: Record<string, RequestDefinition>;
};

/** A call whose answer keeps its error codes as data: kafkajs's own `parse` would throw the first of many. */
export function kafkajsCall<Answer>(name: string, version: number, fields: object): KafkajsCall<Answer> {
  const definition = requests[name];
  if (!definition) throw new RangeError(`Expected a request of kafkajs, was ${name}.`);
  const { request, response } = definition.protocol({ version })(fields) as KafkajsCall<Answer>;
  return { request, response: { decode: response.decode, parse: async (answer) => answer } };
}
