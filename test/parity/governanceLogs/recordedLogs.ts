import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

/** A log as the node gave it, beside what the recorder's own decoder made of it. */
export interface RecordedLog {
  readonly eventName: string;
  readonly args: RecordedArgs;
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
  readonly blockNumber: string;
  /** Hexadecimal seconds; absent where the node did not say. */
  readonly blockTimestamp?: string;
  readonly transactionHash: string;
  readonly blockHash: string;
  readonly logIndex: number;
}

export interface RecordedArgs {
  readonly payloadId: number;
  readonly creator?: string;
  readonly maximumAccessLevelRequired?: number;
  readonly actions?: readonly {
    readonly target: string;
    readonly withDelegateCall: boolean;
    readonly accessLevel: number;
    readonly value: string;
    readonly signature: string;
    readonly callData: string;
  }[];
}

export interface ControllerLogs {
  readonly chain: string;
  readonly controller: string;
  readonly logs: readonly RecordedLog[];
}

const FILE_NAME = /^(\d+)_(0x[0-9a-fA-F]{40})\.ndjson\.gz$/;

/** The logs of every controller in a folder, or in its `event_logs`. Throws ParityInputError on what can't be read. */
export async function readControllerLogs(folder: string): Promise<ControllerLogs[]> {
  const inside = join(folder, 'event_logs');
  const names = await readdir(inside).catch(() => undefined);
  const place = names === undefined ? folder : inside;
  const files = (names ?? (await readdir(folder))).filter((name) => FILE_NAME.test(name)).sort();
  if (files.length === 0) {
    throw new ParityInputError(`Expected files such as 137_0x401B….ndjson.gz in ${folder}, found none.`);
  }
  return Promise.all(files.map((name) => readFileOf(place, name)));
}

async function readFileOf(folder: string, name: string): Promise<ControllerLogs> {
  const [, chain = '', controller = ''] = FILE_NAME.exec(name) ?? [];
  try {
    const lines = gunzipSync(await readFile(join(folder, name)))
      .toString('utf8')
      .split('\n');
    const logs = lines.filter((line) => line !== '').map((line) => checkedLog(JSON.parse(line), name));
    return { chain, controller, logs };
  } catch (error) {
    if (error instanceof ParityInputError) throw error;
    throw new ParityInputError(`Expected gzipped lines of JSON in ${name}: ${(error as Error).message}`);
  }
}

function checkedLog(value: unknown, name: string): RecordedLog {
  const log = value as Partial<RecordedLog>;
  const whole = typeof log.data === 'string' && Array.isArray(log.topics) && typeof log.args?.payloadId === 'number';
  if (!whole) throw new ParityInputError(`Expected logs with topics, data and args in ${name}.`);
  return log as RecordedLog;
}
