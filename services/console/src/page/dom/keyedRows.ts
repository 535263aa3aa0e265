/** One row of a list, and how it is brought up to date. */
export interface Row<Item> {
  readonly element: Element;
  update(item: Item): void;
}

/** Keeps the children of a container in step with a list: a row lives as long as its key, and only moves and changes. */
export function keyedRows<Item>(
  container: Element,
  keyOf: (item: Item) => string,
  create: (item: Item) => Row<Item>,
): (items: readonly Item[]) => void {
  const rows = new Map<string, Row<Item>>();
  return (items) => {
    const wanted = new Set(items.map(keyOf));
    for (const [key, row] of rows) {
      if (wanted.has(key)) continue;
      row.element.remove();
      rows.delete(key);
    }
    let before = container.firstElementChild;
    for (const item of items) {
      const key = keyOf(item);
      let row = rows.get(key);
      if (row === undefined) {
        row = create(item);
        rows.set(key, row);
      }
      row.update(item);
      if (row.element === before) before = before.nextElementSibling;
      else container.insertBefore(row.element, before);
    }
  };
}
