const [suite, seed, actions] = process.argv.slice(2);
const { chainSuites } = await import('./chainSuites.ts');
const started = performance.now();
const tally = await (chainSuites as any)[suite!]({ accounts: 150, liquidations: 40, positions: 200, swaps: 300, actions: Number(actions ?? 150), seed: Number(seed) }, (l: string) => console.log('  ' + l));
for (const d of tally.differences) console.log('differs: ' + d);
console.log(`${suite} seed ${seed}: ${tally.matched} of ${tally.total}, worst ${tally.worst}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
