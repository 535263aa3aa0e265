import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { startLocalChain } from './localChain.ts';
import { newPerson } from './people.ts';
import { seededRandom } from './seededRandom.ts';
import { adversePools } from './uniswap/adversePools.ts';
import { poolFileRows } from './uniswap/poolFileRows.ts';
const [seed, blocks, out] = process.argv.slice(2);
const chain = await startLocalChain();
try {
  const random = seededRandom(Number(seed));
  const owner = await newPerson(chain, random);
  mkdirSync(out!, { recursive: true });
  for (const pool of await adversePools(chain, owner, Number(blocks), random)) {
    const count: Record<string, number> = {};
    for (const l of pool.logs) count[l.name] = (count[l.name] ?? 0) + 1;
    console.log(pool.name, JSON.stringify(count));
    const { config, liquidity, swaps } = poolFileRows(pool);
    for (const [kind, rows] of [['pool_config', config], ['liquidity_events', liquidity], ['swap_events', swaps]] as const)
      writeFileSync(`${out}/${pool.name}_${kind}.ndjson.gz`, gzipSync(rows.map((r) => JSON.stringify(r) + '\n').join('')));
  }
} finally { await chain.stop(); }
