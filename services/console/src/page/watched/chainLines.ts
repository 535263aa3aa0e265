import { formatNumber, NO_NUMBER } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import { formatDuration, formatSince, microsOf } from '../format/times.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';
import { type Feed, type FeedProblem, problemsOf, type Tone } from './feedHealthLines.js';

type Chain = WatchedAnswer['chains']['lines'][number];

export interface ChainLine {
  readonly chain: string;
  readonly name: string;
  readonly head: string;
  readonly headHash: string;
  readonly age: string;
  readonly finalized: string;
  /** Blocks that aren't final. */
  readonly unfinal: string;
  /** Blocks undone since the log began, and the most at once. */
  readonly undone: string;
  readonly lastReorg: string;
  /** Nodes that are set aside, and what else is wrong with the chain's feed. */
  readonly problems: readonly FeedProblem[];
  readonly tone: Tone;
}

/** Each chain that is followed, with what its feed says of nodes and finality. */
export function chainLines(chains: readonly Chain[], feeds: readonly Feed[], clockUs: number): ChainLine[] {
  return chains.map((chain) => {
    const feed = feeds.find((each) => each.feed === `chain:${chain.chain}`);
    const problems = feed === undefined ? [] : problemsOf(feed, clockUs);
    const isFinal = chain.finalizedHash !== '';
    return {
      chain: chain.chain,
      name: outsideName(chain.chain),
      head: chain.headHash === '' ? NO_NUMBER : blockNumber(chain.headNumber),
      headHash: chain.headHash,
      age: chain.headTimeUs === '0' ? NO_NUMBER : formatDuration(clockUs - microsOf(chain.headTimeUs)),
      finalized: isFinal ? blockNumber(chain.finalizedNumber) : NO_NUMBER,
      unfinal: isFinal ? formatNumber(Number(chain.headNumber) - Number(chain.finalizedNumber)) : NO_NUMBER,
      undone: chain.reverted === '0' ? '0' : `${chain.reverted} · deepest ${chain.reorgDepthMax}`,
      lastReorg: lastReorgOf(chain, clockUs),
      problems,
      tone: problems.length === 0 ? '' : problems.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn',
    };
  });
}

function lastReorgOf({ lastReorgDepth, lastReorgAtUs }: Chain, clockUs: number): string {
  if (lastReorgAtUs === '0') return 'none';
  const blocks = `${lastReorgDepth} ${lastReorgDepth === 1 ? 'block' : 'blocks'}`;
  return `${blocks} at ${formatSince(microsOf(lastReorgAtUs), clockUs)}`;
}

/** Block numbers are below 2^53 for ever, as chains count. */
function blockNumber(text: string): string {
  return formatNumber(Number(text));
}
