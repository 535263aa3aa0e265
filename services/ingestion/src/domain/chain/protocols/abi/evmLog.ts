/** A log as a node returns it: everything in hexadecimal with 0x, whatever its case. */
export interface EvmLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}
