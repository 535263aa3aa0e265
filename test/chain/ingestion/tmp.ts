import { startLocalChain } from '../localChain.ts';
import { ingestionChain } from './ingestionChain.ts';
const chain = await startLocalChain();
const t = performance.now();
try {
  const [actions, reorgs, nodeKills] = process.argv.slice(2).map(Number);
  const tally = await ingestionChain(chain, { actions: actions!, people: 20, reorgs: reorgs!, nodeKills: nodeKills!, seed: 1 }, console.log);
  console.log(tally.matched, tally.total, tally.worst, tally.differences);
} finally { console.log((performance.now() - t) / 1000, 's'); await chain.stop(); }
