import { encodeAbiParameters, type Hex, keccak256, pad, stringToBytes } from 'viem';
import { GMX_EVENT_ABI } from '../../../venues/gmx/gmxAbi.js';
import { gmxPositionKeyOf, type GmxPositionName } from './gmxStoreKeys.js';

// The first topic of EventLog1, as logs of the EventEmitter on Arbitrum have it.
const EVENT_LOG_1 = '0x137a44067c8961cd7e1d876f4754a5a3a75989b4552f1843fc69c3b372def160';
const ORDER_KEY = `0x${'ab'.repeat(32)}` as const;

type Values<T> = Readonly<Record<string, T>>;

export interface GmxEvent {
  readonly name: string;
  /** What the log is about: the address in its last topic. */
  readonly about: string;
  readonly addresses: Values<string>;
  readonly uints: Values<bigint>;
  readonly isLong: boolean;
  readonly positionKey: string;
}

/** Topics and data of an EventLog1 as the EventEmitter's published interface has it. */
export function gmxEventLog(event: GmxEvent): { readonly topics: readonly Hex[]; readonly data: Hex } {
  const { name, about, addresses, uints, isLong, positionKey } = event;
  const item = GMX_EVENT_ABI.find((one) => one.type === 'event' && one.name === 'EventLog1')!;
  const plain = item.inputs.filter((input) => !('indexed' in input && input.indexed));
  const listed = <T>(values: Values<T>) => Object.entries(values).map(([key, value]) => ({ key, value }));
  const of = (items: readonly object[]) => ({ items, arrayItems: [] });
  const eventData = {
    addressItems: of(listed(addresses)),
    uintItems: of(listed(uints)),
    intItems: of([]),
    boolItems: of([{ key: 'isLong', value: isLong }]),
    bytes32Items: of(listed({ orderKey: ORDER_KEY, positionKey })),
    bytesItems: of([]),
    stringItems: of([]),
  };
  const data = encodeAbiParameters(plain, [about, name, eventData] as never);
  return { topics: [EVENT_LOG_1, keccak256(stringToBytes(name)), pad(about as Hex)], data };
}

/** PositionIncrease of a position that is so large after it. */
export function gmxPositionLog(
  name: GmxPositionName,
  sizeInTokens: bigint,
  positionKey: string = gmxPositionKeyOf(name),
): ReturnType<typeof gmxEventLog> {
  const { account, market, collateralToken, isLong } = name;
  const rest = { sizeInUsd: 1n, collateralAmount: 1n, executionPrice: 1n, sizeDeltaUsd: 1n, sizeDeltaInTokens: 1n };
  const uints = { ...rest, sizeInTokens, orderType: 2n };
  const addresses = { account, market, collateralToken };
  return gmxEventLog({ name: 'PositionIncrease', about: account, addresses, uints, isLong, positionKey });
}
