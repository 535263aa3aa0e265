import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';
import { isMinuteHeader } from './checkMinutes.ts';

type Kind = 'config' | 'liquidity' | 'swaps' | 'snapshots';

/** The files of one pool, by what they hold. Any may be missing, and each may be in parts. */
export type PoolFiles = { readonly name: string } & Readonly<Record<Kind, readonly string[]>>;

export interface EventFolder {
  readonly pools: readonly PoolFiles[];
  /** Paths of minutes of pools, with the name to show. */
  readonly minutes: readonly { readonly name: string; readonly path: string }[];
  /** Tables and lines that are neither. */
  readonly others: readonly string[];
}

/** Archives spell them pool_config and poolConfig, swap_events and swapEvents; a pool's folder may stand for its name. */
const EVENT_FILE =
  /^(?:(.+?)[_.-])?(swap_?events?|liquidity_?events?|pool_?config|snapshots?)(?:[_.-](.+?))?\.(?:ndjson|jsonl)(?:\.gz)?$/i;
/** What tells the parts of one archive from each other, before the kind or behind it: dates, days to days, numbers. */
const PART = String.raw`(?:part[_.-]?\d+|\d{4}-\d{2}(?:-\d{2})?(?:[_.-]?(?:to[_.-])?\d{4}-\d{2}(?:-\d{2})?)?)`;
const PART_BEFORE = new RegExp(`[_.-]${PART}$`, 'i');
const PART_BEHIND = new RegExp(`^(?:${PART}|\\d+(?:[_.-]\\d+)?)$`, 'i');
/** `ethereum-0x82c4….minute.csv`, and older ones without `.minute`. */
const MINUTE_FILE = /^[a-z0-9_]+-0x[0-9a-f]{40,64}-\d{4}-\d{2}-\d{2}(?:\.minute)?\.csv(?:\.gz)?$/i;
const TABLE_FILE = /\.(?:csv|ndjson|jsonl)(?:\.gz)?$/i;
/** A header is shorter; of other tables no more is read. */
const HEADER_CHARS_MAX = 4_096;

/** Files and folders with all that is below them. Pools in the order of their names. */
export async function findPoolFiles(paths: readonly string[]): Promise<EventFolder> {
  const pools = new Map<string, Record<Kind, string[]>>();
  const minutes: { name: string; path: string }[] = [];
  const others: string[] = [];
  for (const [root, path] of (await Promise.all(paths.map(expand))).flat()) {
    const name = relative(dirname(root), path);
    const event = eventFileOf(name);
    if (event !== undefined) {
      const held = pools.get(event.pool) ?? { config: [], liquidity: [], swaps: [], snapshots: [] };
      held[event.kind].push(path);
      pools.set(event.pool, held);
    } else if (MINUTE_FILE.test(basename(path)) || (await hasMinutes(path))) minutes.push({ name, path });
    else if (TABLE_FILE.test(path)) others.push(name);
  }
  return { pools: [...pools].map(([name, files]) => ({ name, ...files })), minutes, others };
}

function eventFileOf(name: string): { readonly pool: string; readonly kind: Kind } | undefined {
  const [, prefix = '', kind, part] = EVENT_FILE.exec(basename(name)) ?? [];
  if (kind === undefined || (part !== undefined && !PART_BEHIND.test(part))) return undefined;
  return { pool: join(dirname(name), prefix.replace(PART_BEFORE, '')), kind: KINDS[kind.slice(0, 2).toLowerCase()]! };
}

const KINDS: Readonly<Record<string, Kind>> = { sw: 'swaps', sn: 'snapshots', li: 'liquidity', po: 'config' };

/** A table under any name is one of minutes when its first line names their columns. */
async function hasMinutes(path: string): Promise<boolean> {
  if (!/\.csv(?:\.gz)?$/i.test(path)) return false;
  const bytes = createReadStream(path);
  const text = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  let read = '';
  try {
    for await (const chunk of text) {
      read += String(chunk);
      if (read.includes('\n') || read.length > HEADER_CHARS_MAX) break;
    }
  } catch {
    return false;
  } finally {
    bytes.destroy();
  }
  return isMinuteHeader(read.split('\n', 1)[0]!);
}

async function expand(path: string): Promise<(readonly [root: string, path: string])[]> {
  if (!(await stat(path)).isDirectory()) return [[dirname(path), path]];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort().map((file) => [path, file] as const);
}

export async function readLines(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    throw new ParityInputError(`Expected lines, plain or gzipped, in ${basename(path)}: ${(error as Error).message}`);
  }
}
