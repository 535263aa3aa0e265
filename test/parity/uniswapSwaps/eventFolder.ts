import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

/** The files of one pool, by what they hold. Any may be missing. */
export interface PoolFiles {
  readonly name: string;
  readonly config?: string | undefined;
  readonly liquidity?: string | undefined;
  readonly swaps?: string | undefined;
  readonly snapshot?: string | undefined;
}

export interface EventFolder {
  readonly pools: readonly PoolFiles[];
  /** Paths of minutes of pools, with the name to show. */
  readonly minutes: readonly { readonly name: string; readonly path: string }[];
}

/** Archives spell them pool_config and poolConfig, swap_events and swapEvents. */
const EVENT_FILE = /^(.+?)_(swap_?events?|liquidity_?events?|pool_?config|snapshots?)\.ndjson(?:\.gz)?$/i;
/** `ethereum-0x82c4….minute.csv`, and older ones without `.minute`; other files beside them are no pools. */
const MINUTE_FILE = /^[a-z]+-0x[0-9a-f]{40}-\d{4}-\d{2}-\d{2}(?:\.minute)?\.csv(?:\.gz)?$/i;

/** Files and folders with all that is below them. Pools in the order of their names. */
export async function findPoolFiles(paths: readonly string[]): Promise<EventFolder> {
  const pools = new Map<string, Record<string, string>>();
  const minutes: { name: string; path: string }[] = [];
  for (const [root, path] of (await Promise.all(paths.map(expand))).flat()) {
    const name = relative(dirname(root), path);
    if (MINUTE_FILE.test(basename(path))) minutes.push({ name, path });
    const [, prefix, kind] = EVENT_FILE.exec(basename(path)) ?? [];
    if (prefix === undefined || kind === undefined) continue;
    const pool = join(dirname(name), prefix);
    pools.set(pool, { ...pools.get(pool), [KINDS[kind[0]!.toLowerCase()]!(kind)]: path });
  }
  return { pools: [...pools].map(([name, files]) => ({ name, ...files })), minutes };
}

const KINDS: Readonly<Record<string, (kind: string) => keyof PoolFiles>> = {
  s: (kind) => (kind.toLowerCase().startsWith('swap') ? 'swaps' : 'snapshot'),
  l: () => 'liquidity',
  p: () => 'config',
};

async function expand(path: string): Promise<(readonly [root: string, path: string])[]> {
  if (!(await stat(path)).isDirectory()) return [[dirname(path), path]];
  const names = await readdir(path, { recursive: true });
  return names.sort().map((name) => [path, join(path, name)] as const);
}

export async function readLines(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    throw new ParityInputError(`Expected lines, plain or gzipped, in ${basename(path)}: ${(error as Error).message}`);
  }
}
