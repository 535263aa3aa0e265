import { parseAbi } from 'viem';

/**
 * GMX v2 has one contract for all its events, and every event is a name with lists of named values (EventEmitter and EventUtils
 * of gmx-synthetics; the interface alone, as any log of the chain shows it).
 */
export const GMX_EVENT_ABI = parseAbi([
  'struct AddressItem { string key; address value; }',
  'struct AddressList { string key; address[] value; }',
  'struct AddressItems { AddressItem[] items; AddressList[] arrayItems; }',
  'struct UintItem { string key; uint256 value; }',
  'struct UintList { string key; uint256[] value; }',
  'struct UintItems { UintItem[] items; UintList[] arrayItems; }',
  'struct IntItem { string key; int256 value; }',
  'struct IntList { string key; int256[] value; }',
  'struct IntItems { IntItem[] items; IntList[] arrayItems; }',
  'struct BoolItem { string key; bool value; }',
  'struct BoolList { string key; bool[] value; }',
  'struct BoolItems { BoolItem[] items; BoolList[] arrayItems; }',
  'struct Bytes32Item { string key; bytes32 value; }',
  'struct Bytes32List { string key; bytes32[] value; }',
  'struct Bytes32Items { Bytes32Item[] items; Bytes32List[] arrayItems; }',
  'struct BytesItem { string key; bytes value; }',
  'struct BytesList { string key; bytes[] value; }',
  'struct BytesItems { BytesItem[] items; BytesList[] arrayItems; }',
  'struct StringItem { string key; string value; }',
  'struct StringList { string key; string[] value; }',
  'struct StringItems { StringItem[] items; StringList[] arrayItems; }',
  'struct EventLogData { AddressItems addressItems; UintItems uintItems; IntItems intItems; BoolItems boolItems; Bytes32Items bytes32Items; BytesItems bytesItems; StringItems stringItems; }',
  'event EventLog(address msgSender, string eventName, string indexed eventNameHash, EventLogData eventData)',
  'event EventLog1(address msgSender, string eventName, string indexed eventNameHash, bytes32 indexed topic1, EventLogData eventData)',
  'event EventLog2(address msgSender, string eventName, string indexed eventNameHash, bytes32 indexed topic1, bytes32 indexed topic2, EventLogData eventData)',
]);

/** Reader of GMX v2: a market with what either side pays now. All parts are words in a row. */
export const GMX_READER_ABI = parseAbi([
  'struct Market { address marketToken; address indexToken; address longToken; address shortToken; }',
  'struct Collaterals { uint256 longToken; uint256 shortToken; }',
  'struct Sides { Collaterals long; Collaterals short; }',
  'struct BaseFunding { Sides fundingFeeAmountPerSize; Sides claimableFundingAmountPerSize; }',
  'struct NextFunding { bool longsPayShorts; uint256 fundingFactorPerSecond; int256 nextSavedFundingFactorPerSecond; Sides fundingFeeAmountPerSizeDelta; Sides claimableFundingAmountPerSizeDelta; }',
  'struct VirtualInventory { uint256 virtualPoolAmountForLongToken; uint256 virtualPoolAmountForShortToken; int256 virtualInventoryForPositions; }',
  'struct MarketInfo { Market market; uint256 borrowingFactorPerSecondForLongs; uint256 borrowingFactorPerSecondForShorts; BaseFunding baseFunding; NextFunding nextFunding; VirtualInventory virtualInventory; bool isDisabled; }',
  'struct Price { uint256 min; uint256 max; }',
  'struct MarketPrices { Price indexTokenPrice; Price longTokenPrice; Price shortTokenPrice; }',
  'function getMarketInfo(address dataStore, MarketPrices prices, address marketKey) view returns (MarketInfo)',
]);
