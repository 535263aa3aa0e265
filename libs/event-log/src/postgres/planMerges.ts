export interface SmallSegment {
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: number;
}

/** Segments from the offset `from` up to, but without, `to` become one. */
export interface MergeRun {
  readonly from: number;
  readonly to: number;
}

export interface MergePlan {
  readonly runs: readonly MergeRun[];
  /** All below is as it will stay. */
  readonly mergedTo: number;
}

/**
 * Which of these consecutive segments to merge. A run ends once it holds the target, and never passes one and a half
 * times the target. What is left over at the end waits until it is enough, so that no byte is rewritten twice.
 */
export function planMerges(segments: readonly SmallSegment[], targetBytes: number): MergePlan {
  const runs: MergeRun[] = [];
  let first = 0;
  let bytes = 0;
  const close = (end: number) => {
    const last = segments[end - 1];
    const from = segments[first];
    if (last && from && end - first > 1) runs.push({ from: from.baseOffset, to: last.baseOffset + last.count });
    first = end;
    bytes = 0;
  };
  segments.forEach((segment, at) => {
    if (bytes > 0 && bytes + segment.bytes > 1.5 * targetBytes) close(at);
    bytes += segment.bytes;
    if (bytes >= targetBytes) close(at + 1);
  });
  const rest = segments[first];
  const end = segments.at(-1);
  return { runs, mergedTo: rest?.baseOffset ?? (end ? end.baseOffset + end.count : 0) };
}
