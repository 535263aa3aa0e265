/**
 * A message of the contract as the console's API writes it: 64-bit integers as decimal text, bytes as lower-case hex, a
 * number that JSON has no word for (NaN, infinity) as null, enums by their numbers, every field present.
 */
export type Jsonified<T> = T extends bigint
  ? string
  : T extends Uint8Array
    ? string
    : T extends number
      ? T | (number extends T ? null : never)
      : T extends string | boolean | undefined
        ? T
        : T extends readonly (infer Item)[]
          ? readonly Jsonified<Item>[]
          : { readonly [Key in keyof T]: Jsonified<T[Key]> };
