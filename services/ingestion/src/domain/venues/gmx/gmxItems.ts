interface Item<T> {
  readonly key: string;
  readonly value: T;
}

/** The named values of an event. */
export interface GmxEventData {
  readonly addressItems: { readonly items: readonly Item<string>[] };
  readonly uintItems: { readonly items: readonly Item<bigint>[] };
  readonly intItems: { readonly items: readonly Item<bigint>[] };
  readonly boolItems: { readonly items: readonly Item<boolean>[] };
  readonly bytes32Items: { readonly items: readonly Item<string>[] };
}

/** Values by their names, since new versions of the contracts put new ones between the old. Remembers what it didn't find. */
export class GmxItems {
  missing: string | undefined;

  constructor(private readonly data: GmxEventData) {}

  address(key: string): string {
    return this.find(this.data.addressItems.items, key, '').toLowerCase();
  }

  uint(key: string): bigint {
    return this.find(this.data.uintItems.items, key, 0n);
  }

  int(key: string): bigint {
    return this.find(this.data.intItems.items, key, 0n);
  }

  bool(key: string): boolean {
    return this.find(this.data.boolItems.items, key, false);
  }

  bytes32(key: string): string {
    return this.find(this.data.bytes32Items.items, key, '').toLowerCase();
  }

  private find<T>(items: readonly Item<T>[], key: string, otherwise: T): T {
    const found = items.filter((item) => item.key === key);
    if (found.length === 1) return found[0]!.value;
    this.missing ??= `Expected one ${key}, were ${found.length}`;
    return otherwise;
  }
}
