import type { Connection } from 'pg';
import { asLogFailure } from './failure.js';
import { STREAM_BUFFER_BYTES } from './limits.js';

/** The socket of a connection, which pg has and its types leave out. */
type Socket = { pause(): void; resume(): void };

/**
 * Runs `COPY … TO STDOUT (FORMAT binary)` on a client of pg and gives the rows, each as the fields' bytes. pg itself
 * reads rows as text only, which for bytea is twice the bytes and a conversion. Pass it to `client.query`. The methods
 * are those that pg calls on a query (pg, lib/client.js); rows that are not taken hold up the socket.
 */
export class CopyRows implements AsyncIterable<Buffer[]> {
  private rows: Buffer[][] = [];
  private waitingBytes = 0;
  private socket: Socket | undefined;
  private ended = false;
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(private readonly text: string) {}

  submit(connection: Connection): void {
    this.socket = (connection as unknown as { stream: Socket }).stream;
    (connection as unknown as { query(text: string): void }).query(this.text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // A copy, for pg goes on to use the memory of the message.
    readRows(Buffer.from(chunk), this.rows);
    this.waitingBytes += chunk.length;
    if (this.waitingBytes > STREAM_BUFFER_BYTES) this.socket?.pause();
    this.wake();
  }

  handleCommandComplete(): void {
    // What follows is ReadyForQuery.
  }

  handleReadyForQuery(): void {
    this.ended = true;
    this.wake();
  }

  handleError(error: unknown): void {
    this.failure = asLogFailure(error);
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer[]> {
    for (;;) {
      const rows = this.rows;
      this.rows = [];
      this.waitingBytes = 0;
      this.socket?.resume();
      yield* rows;
      if (this.rows.length > 0) continue;
      if (this.failure) throw this.failure;
      if (this.ended) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

/** "PGCOPY\n\377\r\n\0", 4 bytes of flags, 4 bytes length of an extension (PostgreSQL, COPY, "Binary Format"). */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** Rows are a count of fields and, for each, a length and the bytes; a count of -1 ends the file. */
function readRows(chunk: Buffer, into: Buffer[][]): void {
  let at = 0;
  if (chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE))
    at = SIGNATURE.length + 8 + chunk.readInt32BE(SIGNATURE.length + 4);
  while (at < chunk.length) {
    const fieldCount = chunk.readInt16BE(at);
    at += 2;
    if (fieldCount === -1) return;
    const row: Buffer[] = [];
    for (let field = 0; field < fieldCount; field++) {
      const end = at + 4 + chunk.readInt32BE(at);
      row.push(chunk.subarray(at + 4, end));
      at = end;
    }
    into.push(row);
  }
}
