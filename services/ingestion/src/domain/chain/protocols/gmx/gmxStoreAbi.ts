import { parseAbi } from 'viem';

/** The DataStore of GMX v2 as far as it is read: values and lists under keys that are hashes. */
export const GMX_STORE_ABI = parseAbi([
  'function getUint(bytes32 key) view returns (uint256)',
  'function getAddress(bytes32 key) view returns (address)',
  'function getBool(bytes32 key) view returns (bool)',
  'function getBytes32ValuesAt(bytes32 setKey, uint256 start, uint256 end) view returns (bytes32[])',
]);
