// The whole comparison with the contracts, from the command line: `node test/chain/run.ts --accounts 1000`.
import { ensureInstalled } from './install.mjs';

const DEFAULTS = { accounts: 150, liquidations: 40, positions: 200, swaps: 300, actions: 150, seed: 1 };
type Option = keyof typeof DEFAULTS;

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(options);
  process.exitCode = 2;
} else {
  process.exitCode = await main(options);
}

async function main(size: typeof DEFAULTS): Promise<number> {
  const installed = ensureInstalled();
  if (!installed.ok) {
    console.log(`skipped: ${installed.reason}`);
    return process.env.CI === '1' ? 1 : 0;
  }
  // Only now, since these need what was just installed.
  const { chainSuites } = await import('./chainSuites.ts');
  let missed = 0;
  for (const [name, run] of Object.entries(chainSuites)) {
    const startedMs = performance.now();
    console.log(`${name}, seed ${size.seed}`);
    const tally = await run(size, (line) => console.log(`  ${line}`));
    for (const difference of tally.differences) console.log(`  ${difference}`);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`${name}: ${tally.matched} of ${tally.total} equal to the wei, worst ${tally.worst} wei, ${seconds} s`);
    missed += tally.total - tally.matched;
  }
  return missed === 0 ? 0 : 1;
}

function readOptions(words: readonly string[]): typeof DEFAULTS | string {
  const chosen = { ...DEFAULTS };
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i]!.replace(/^--/, '');
    const value = Number(words[i + 1]);
    if (!isOption(name)) return `Expected one of --${Object.keys(DEFAULTS).join(', --')}, was ${words[i]}.`;
    if (!Number.isSafeInteger(value) || value < 1) return `Expected a whole --${name} above 0, was ${words[i + 1]}.`;
    chosen[name] = value;
  }
  return chosen;
}

function isOption(name: string): name is Option {
  return Object.hasOwn(DEFAULTS, name);
}
