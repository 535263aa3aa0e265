import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** `npm run long`: what CI runs in small, in full size. Prints one line a check and ends with how many held. */
const ROOT = resolve(import.meta.dirname, '../..');
const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  [
    '1,000 Aave accounts, 200 liquidations, 2,000 Uniswap positions, 1,000 actions on a chain that is followed',
    'test/chain/run.ts',
    '--accounts',
    '1000',
    '--liquidations',
    '200',
    '--positions',
    '2000',
    '--actions',
    '1000',
  ],
  ['replay hashes of every recording', 'test/parity/run.ts', 'replay-hashes', 'test/data'],
  ['seals of every recording', 'test/parity/run.ts', 'seals', 'test/data'],
  ['a thousand past cuts', 'test/parity/run.ts', 'as-of', 'test/data/recordings/2023-08-17'],
  [
    'a stalled reader beside ten thousand portfolios',
    'node_modules/vitest/vitest.mjs',
    'run',
    'services/risk/src/inbound/watchExposures',
  ],
  ['100,000 messages and 500 faults of local venues', 'test/parity/run.ts', 'local-venue'],
  ['bench risk, full size', '--expose-gc', 'test/bench/run.ts', 'risk'],
  ['bench loop, full size', '--expose-gc', 'test/bench/run.ts', 'loop'],
];

let failed = 0;
for (const [name, ...command] of CHECKS) {
  console.log(`== ${name}`);
  const { status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      GIMBAL_WATCHED_PORTFOLIOS: '10000',
      GIMBAL_VENUE_MESSAGES: '100000',
      GIMBAL_VENUE_FAULTS: '500',
    },
  });
  if (status !== 0) failed++;
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${name}`);
}
console.log(`long: ${CHECKS.length - failed} of ${CHECKS.length} held`);
process.exitCode = failed === 0 ? 0 : 1;
