/** Buckets of equal volume: the open one, and |bought - sold| of the last full ones, the oldest first. */
export interface BucketRow {
  readonly bought: number;
  readonly sold: number;
  readonly imbalances: readonly number[];
}

export const NO_BUCKETS: BucketRow = { bought: 0, sold: 0, imbalances: [] };

/**
 * Fills buckets of `bucketUnits` with a volume, of which `boughtShare` was bought. A trade larger than a bucket is spread
 * over several, as in the paper; more than all kept ones it needn't fill, since they come out the same.
 */
export function fillBuckets(
  row: BucketRow,
  volume: number,
  boughtShare: number,
  bucketUnits: number,
  buckets: number,
): BucketRow {
  let { bought, sold } = row;
  const imbalances = [...row.imbalances];
  const tooMany = Math.floor(volume / bucketUnits) - (buckets + 1);
  let left = tooMany > 0 ? volume - tooMany * bucketUnits : volume;
  while (left > 0) {
    const room = bucketUnits - bought - sold;
    if (left < room) return { bought: bought + left * boughtShare, sold: sold + left * (1 - boughtShare), imbalances };
    bought += room * boughtShare;
    sold += room * (1 - boughtShare);
    imbalances.push(Math.abs(bought - sold));
    if (imbalances.length > buckets) imbalances.shift();
    left -= room;
    bought = 0;
    sold = 0;
  }
  return { bought, sold, imbalances };
}

/**
 * The volume-synchronised probability of informed trading: Σ|bought - sold| over the last n buckets, over n times their
 * volume (Easley, López de Prado and O'Hara, "Flow toxicity and liquidity in a high-frequency world", 2012, equation 8).
 * Undefined until n buckets are full.
 */
export function vpinOf({ imbalances }: BucketRow, bucketUnits: number, buckets: number): number | undefined {
  if (imbalances.length < buckets || buckets === 0) return undefined;
  const sum = imbalances.reduce((total, imbalance) => total + imbalance, 0);
  return sum / (buckets * bucketUnits);
}
