/**
 * Works on the items with at most `ahead` under way, and hands over the results in the items' order. Whoever takes them
 * slowly holds the work back, since the next item is begun when a result is asked for. The work must not reject.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  ahead: number,
  work: (item: Item, place: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const [place, item] of items.entries()) {
    underWay.push(work(item, place));
    if (underWay.length > ahead) yield await underWay.shift()!;
  }
  for (const result of underWay) yield await result;
}
