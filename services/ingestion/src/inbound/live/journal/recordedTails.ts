import { type BlockName, parseChainFrame } from '../../../domain/chain/chainFrame.js';
import { chainFeed } from '../../../domain/chain/chainFeed.js';
import type { RawFrame } from '../../../domain/rawFrame.js';
import { REORG_DEPTH_MAX } from '../../evm/limits.js';
import { RECORDED_SEGMENTS_READ_MAX } from '../limits.js';
import { listSegments, type SegmentFile } from './segmentFiles.js';
import { segmentLines } from './segmentLines.js';

/**
 * The newest blocks that a journal has of each chain, oldest first, each the parent of the next: where a connector goes on whose blocks
 * nobody folds. Read from the newest segment down to one that has the chain; one that no segment in reach has is left out.
 */
export async function recordedTails(
  folder: string,
  chains: readonly string[],
): Promise<ReadonlyMap<string, readonly BlockName[]>> {
  const wanted = new Map(chains.map((chain) => [chainFeed(chain), chain]));
  const found = new Map<string, BlockName[]>();
  const segments = [...(await listSegments(folder))].reverse().slice(0, RECORDED_SEGMENTS_READ_MAX);
  for (const segment of segments) {
    if ([...wanted.values()].every((chain) => found.has(chain))) break;
    for (const [chain, tail] of await tailsOf(segment, wanted)) {
      if (!found.has(chain)) found.set(chain, tail);
    }
  }
  return found;
}

async function tailsOf(
  { path, compressed }: SegmentFile,
  wanted: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, BlockName[]>> {
  const tails = new Map<string, BlockName[]>();
  if (path === undefined) return tails;
  for await (const { line } of segmentLines(path, compressed)) {
    if (line.kind !== 'frame') continue;
    const chain = wanted.get(line.frame.feed);
    const block = chain === undefined ? undefined : blockOf(line.frame);
    if (chain === undefined || block === undefined) continue;
    // What stood at its height and above was undone by it.
    const kept = (tails.get(chain) ?? []).filter(({ number }) => number < block.number);
    tails.set(chain, [...kept, block].slice(-(REORG_DEPTH_MAX + 1)));
  }
  return tails;
}

function blockOf({ raw, control }: RawFrame): BlockName | undefined {
  if (control !== undefined) return undefined;
  const block = parseChainFrame(raw);
  return block.ok ? { number: block.value.number, hash: block.value.hash } : undefined;
}
