import { checkRecords } from '../checkRecords.js';
import type { Appended, AppendRequest } from '../eventLog.js';
import type { Database, Prepared } from './database.js';
import { GROUP_MAX_BYTES } from './limits.js';
import { segmentsOf } from './segmentsOf.js';
import type { TopicCatalog } from './topicCatalog.js';

/** A segment on its way, and where to note what it got. */
interface Entry {
  readonly topicId: number;
  readonly partition: number;
  readonly count: number;
  readonly bytes: Buffer;
  readonly call: Call;
  readonly request: number;
}

interface Call {
  readonly requests: readonly AppendRequest[];
  readonly bytes: number;
  entries: Entry[];
  /** Of each request's first segment. */
  readonly firstOffsets: number[];
  readonly resolve: (appended: Appended[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends by one transaction at a time; the calls that come meanwhile share the next, because they would wait for the
 * same disk. So the calls of one log keep their order, and no append waits for more than one other transaction.
 */
export class Appender {
  private readonly appendAll: Prepared;
  private readonly channel: string;
  private waiting: Call[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly catalog: TopicCatalog,
    private readonly onAppended: (appended: readonly Appended[]) => void,
  ) {
    this.channel = channelOf(database.schema);
    this.appendAll = {
      name: 'log_append',
      text: `SELECT ${database.schema}.log_append($1, $2, $3, $4, $5, $6) AS bases`,
    };
  }

  append(requests: readonly AppendRequest[]): Promise<readonly Appended[]> {
    return new Promise((resolve, reject) => {
      let bytes = 0;
      for (const { records } of requests) bytes += checkRecords(records);
      this.waiting.push({ requests, bytes, entries: [], firstOffsets: [], resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing is on its way. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Calls of the same tick share the first transaction too.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.write(await this.prepare(this.takeGroup()));
    this.running = undefined;
  }

  private takeGroup(): Call[] {
    let bytes = 0;
    let calls = 0;
    for (const call of this.waiting) {
      bytes += call.bytes;
      if (calls > 0 && bytes > GROUP_MAX_BYTES) break;
      calls++;
    }
    return this.waiting.splice(0, calls);
  }

  /** Cuts the records into segments; a call that names an unknown place is refused here, and harms no other. */
  private async prepare(calls: readonly Call[]): Promise<Call[]> {
    const prepared: Call[] = [];
    for (const call of calls) {
      try {
        const topics = await this.catalog.topicsOf(call.requests);
        call.entries = call.requests.flatMap(({ partition, records }, request) => {
          const segments = segmentsOf(records);
          const place = { topicId: topics[request]!.id, partition, call, request };
          return segments.length > 0
            ? segments.map((segment) => ({ ...segment, ...place }))
            : [{ count: 0, bytes: Buffer.alloc(0), ...place }];
        });
        if (call.entries.length === 0) call.resolve([]);
        else prepared.push(call);
      } catch (error) {
        call.reject(error);
      }
    }
    return prepared;
  }

  private async write(calls: readonly Call[]): Promise<void> {
    if (calls.length === 0) return;
    // The sort is stable: segments of one partition stay in the order of their calls and requests.
    const entries = calls
      .flatMap((call) => call.entries)
      .sort((a, b) => a.topicId - b.topicId || a.partition - b.partition);
    try {
      const [row] = await this.database.query<{ bases: string[] }>(this.appendAll, [
        entries.map((entry) => entry.topicId),
        entries.map((entry) => entry.partition),
        entries.map((entry) => entry.count),
        entries.map((entry) => entry.bytes.length),
        Buffer.concat(entries.map((entry) => entry.bytes)),
        this.channel,
      ]);
      entries.forEach(({ call, request }, i) => (call.firstOffsets[request] ??= Number(row!.bases[i])));
    } catch (error) {
      for (const call of calls) call.reject(error);
      return;
    }
    for (const call of calls) {
      const appended = call.requests.map(({ topic, partition, records }, request) => {
        return { topic, partition, firstOffset: call.firstOffsets[request]!, count: records.length };
      });
      call.resolve(appended);
      this.onAppended(appended);
    }
  }
}

/** The channel of the hints, one for each schema. */
export function channelOf(schema: string): string {
  return `${schema}_log`;
}
