/**
 * Rows of a projection, by key, that remember which of them changed since the last commit.
 * A row is replaced, never mutated in place: `set` a new value.
 */
export class Table<V> {
  private readonly rows = new Map<string, V>();
  private readonly dirty = new Set<string>();

  constructor(readonly name: string) {}

  get size(): number {
    return this.rows.size;
  }

  get(key: string): V | undefined {
    return this.rows.get(key);
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  set(key: string, value: V): void {
    this.rows.set(key, value);
    this.dirty.add(key);
  }

  delete(key: string): void {
    if (this.rows.delete(key)) this.dirty.add(key);
  }

  /** In order of first insertion, which is the order of the log. */
  entries(): IterableIterator<[string, V]> {
    return this.rows.entries();
  }

  values(): IterableIterator<V> {
    return this.rows.values();
  }

  keys(): IterableIterator<string> {
    return this.rows.keys();
  }

  /** The keys changed since the last call, and forgets them. */
  takeDirty(): string[] {
    const keys = [...this.dirty];
    this.dirty.clear();
    return keys;
  }

  /** Puts a committed row back, without marking it as changed. */
  restore(key: string, value: V): void {
    this.rows.set(key, value);
  }
}
