import { connect as connectPlain } from 'node:net';
import { connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import {
  type ApiVersionRanges,
  Connection,
  type KafkajsCall,
  kafkajsCall,
  type KafkajsConnection,
} from './kafkajsInternals.js';
import { CONNECT_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './limits.js';
import { addressText, type BrokerAddress, type ConnectionSettings } from './settings.js';

const SASL_AUTHENTICATE = 36;
const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * One connection to one broker. A broker answers the requests of a connection in order, so a waiting fetch holds up
 * what is sent after it: callers take a connection each. Once an error was thrown the connection is to be closed; a
 * new one is opened rather than reviving kafkajs's, which keeps the bytes of a half-read answer.
 */
export class BrokerConnection {
  private constructor(
    readonly address: BrokerAddress,
    private readonly connection: KafkajsConnection,
  ) {}

  static async open(address: BrokerAddress, settings: ConnectionSettings): Promise<BrokerConnection> {
    const connection = new Connection({
      ...address,
      clientId: settings.clientId,
      ssl: settings.ssl,
      sasl: settings.sasl,
      logger: settings.logger,
      socketFactory: openSocket,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    });
    const opened = new BrokerConnection(address, connection);
    try {
      await connection.connect();
      const versions = await apiVersions(connection);
      connection.setVersions(versions);
      connection.setSupportAuthenticationProtocol(SASL_AUTHENTICATE in versions);
      await connection.authenticate();
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }

  get isOpen(): boolean {
    return this.connection.isConnected();
  }

  /** `waitMs` is how long the broker was asked to wait by the request itself. */
  send<Answer>(call: KafkajsCall<Answer>, waitMs = 0): Promise<Answer> {
    return this.connection.send({
      ...call,
      requestTimeout: waitMs + REQUEST_TIMEOUT_MS,
      logResponseError: false,
    });
  }

  /** Ends at once; what is under way fails. */
  close(): void {
    this.connection.rejectRequests(new Error(`The connection to ${addressText(this.address)} was closed.`));
    void this.connection.disconnect();
    this.connection.socket?.destroy();
  }
}

async function apiVersions(connection: KafkajsConnection): Promise<ApiVersionRanges> {
  interface Answer {
    readonly apiVersions: readonly { apiKey: number; minVersion: number; maxVersion: number }[];
  }
  const answer = await connection.send(kafkajsCall<Answer>('ApiVersions', 2, {}));
  return Object.fromEntries(answer.apiVersions.map(({ apiKey, ...range }) => [apiKey, range]));
}

/** As kafkajs's own, but a request leaves at once: its factory leaves Nagle's algorithm on. */
const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const place = { host, port };
  const socket = ssl
    ? connectTls({ servername: host, ...place, ...(ssl as TlsOptions) }, onConnect)
    : connectPlain(place, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  return socket;
};
