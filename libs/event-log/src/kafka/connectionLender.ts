import { BrokerConnection } from './brokerConnection.js';
import { closedFailure } from './errorCodes.js';
import { CONNECTIONS_PER_BROKER_MAX } from './limits.js';
import { addressText, type BrokerAddress, type ConnectionSettings } from './settings.js';

/** The connections to one broker. */
interface Shelf {
  readonly idle: BrokerConnection[];
  readonly waiting: (() => void)[];
  lent: number;
}

/** Lends connections, each to one caller at a time, and keeps those that come back unharmed. */
export class ConnectionLender {
  private readonly shelves = new Map<string, Shelf>();
  private readonly open = new Set<BrokerConnection>();
  private isClosed = false;

  constructor(private readonly settings: ConnectionSettings) {}

  /** Runs the work with a connection of its own. When the work throws, the connection is not used again. */
  async lend<T>(address: BrokerAddress, work: (connection: BrokerConnection) => Promise<T>): Promise<T> {
    const shelf = this.shelfOf(address);
    while (shelf.lent >= CONNECTIONS_PER_BROKER_MAX) await new Promise<void>((resolve) => shelf.waiting.push(resolve));
    shelf.lent++;
    let connection: BrokerConnection | undefined;
    try {
      connection = await this.take(shelf, address);
      const result = await work(connection);
      if (connection.isOpen && !this.isClosed) shelf.idle.push(connection);
      else this.discard(connection);
      return result;
    } catch (error) {
      if (connection) this.discard(connection);
      throw this.isClosed ? closedFailure() : error;
    } finally {
      shelf.lent--;
      shelf.waiting.shift()?.();
    }
  }

  close(): void {
    this.isClosed = true;
    for (const connection of this.open) connection.close();
    this.open.clear();
  }

  private async take(shelf: Shelf, address: BrokerAddress): Promise<BrokerConnection> {
    if (this.isClosed) throw closedFailure();
    for (let kept = shelf.idle.pop(); kept; kept = shelf.idle.pop()) {
      if (kept.isOpen) return kept;
      this.discard(kept);
    }
    const opened = await BrokerConnection.open(address, this.settings);
    this.open.add(opened);
    if (this.isClosed) throw closedFailure();
    return opened;
  }

  private discard(connection: BrokerConnection): void {
    this.open.delete(connection);
    connection.close();
  }

  private shelfOf(address: BrokerAddress): Shelf {
    const name = addressText(address);
    let shelf = this.shelves.get(name);
    if (!shelf) this.shelves.set(name, (shelf = { idle: [], waiting: [], lent: 0 }));
    return shelf;
  }
}
