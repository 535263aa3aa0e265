import type { KafkaConfig } from 'kafkajs';
import type { KafkajsLogger } from './kafkajsInternals.js';

export interface KafkaLogOptions {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Stands before each topic's name on the broker and is unknown above the port. */
  readonly topicPrefix?: string;
  /** Copies of each new topic. Three, with `minInSyncReplicas` two, survive the loss of a broker. */
  readonly replicationFactor?: number;
  readonly minInSyncReplicas?: number;
  /** How long an append is tried again before it is `unavailable`, in milliseconds. */
  readonly appendPatienceMs?: number;
  /** How long a read or a question is tried again before it is `unavailable`, in milliseconds. */
  readonly readPatienceMs?: number;
  /** Hears what kafkajs has to say; without it kafkajs is silent, and its errors are LogFailures alone. */
  readonly onKafkajsLog?: (level: 'error' | 'warn' | 'info', message: string) => void;
}

/** What each connection needs. */
export interface ConnectionSettings extends Pick<KafkaLogOptions, 'clientId' | 'ssl' | 'sasl'> {
  readonly seeds: readonly BrokerAddress[];
  readonly logger: KafkajsLogger;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export function addressText(address: BrokerAddress): string {
  return `${address.host}:${address.port}`;
}

/** Throws RangeError for what is not `host:port`. */
export function parseAddress(text: string): BrokerAddress {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  if (!match?.[1] || !match[2]) throw new RangeError(`Expected a broker as host:port, was ${JSON.stringify(text)}.`);
  return { host: match[1], port: Number(match[2]) };
}
