import type { FeedChoice } from './chooseFeed.js';
import type { MarketView } from './marketView.js';

/** Choices of one instant by name. Every option of an underlying asks for the same spot and the same forward. */
export function choiceMemo(): (
  view: MarketView,
  name: string,
  choose: () => FeedChoice | undefined,
) => FeedChoice | undefined {
  const memos = new WeakMap<MarketView, Map<string, FeedChoice | undefined>>();
  return (view, name, choose) => {
    const known = memos.get(view) ?? new Map<string, FeedChoice | undefined>();
    memos.set(view, known);
    if (!known.has(name)) known.set(name, choose());
    return known.get(name);
  };
}
