/**
 * The events of a payloads controller of Aave governance v3, by the hash of their signature (keccak-256, topic 0):
 *
 * - PayloadCreated(uint40 indexed payloadId, address indexed creator,
 *   (address target, bool withDelegateCall, uint8 accessLevel, uint256 value, string signature, bytes callData)[] actions,
 *   uint8 indexed maximumAccessLevelRequired)
 * - PayloadQueued(uint40 payloadId), PayloadExecuted(uint40 payloadId), PayloadCancelled(uint40 payloadId)
 *
 * The first three stand in 2,636 recorded logs; a cancellation is not among them, and its hash is derived alone.
 */
export const EVENT_SIGNATURES = {
  created: 'PayloadCreated(uint40,address,(address,bool,uint8,uint256,string,bytes)[],uint8)',
  queued: 'PayloadQueued(uint40)',
  executed: 'PayloadExecuted(uint40)',
  cancelled: 'PayloadCancelled(uint40)',
} as const;

export type PayloadEvent = keyof typeof EVENT_SIGNATURES;

export const EVENT_TOPICS: Readonly<Record<PayloadEvent, string>> = {
  created: '0x1e4588da4731f84a598f061ee45829a6450aa00aa28962657b6835641afbbac5',
  queued: '0x1c4585f98a2bf1a1dca30917ba110f1b978343c7cce2c703495e5e47d5164456',
  executed: '0xda6084bb0aa902a7f6da10ba185d4aa129414651c90772417eff02a52112af2a',
  cancelled: '0x1f5679387cd5a407876abac64429108734317fc18c0de46eae3cbc0a69a44d59',
};

/** The event of a topic 0, or undefined for a log of another kind. */
export function payloadEventOf(topic0: string | undefined): PayloadEvent | undefined {
  const topic = topic0?.toLowerCase();
  return (Object.keys(EVENT_TOPICS) as PayloadEvent[]).find((name) => EVENT_TOPICS[name] === topic);
}
