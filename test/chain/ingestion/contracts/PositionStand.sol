// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A stand-in of our own for the DataStore of GMX v2, with the functions that are read of it and the keys of its documentation. It keeps
/// what it is told and knows no rules.
contract PositionStand {
    mapping(bytes32 => uint256) public getUint;
    mapping(bytes32 => address) public getAddress;
    mapping(bytes32 => bool) public getBool;
    mapping(bytes32 => bytes32[]) private lists;

    function getBytes32ValuesAt(bytes32 list, uint256 start, uint256 end) external view returns (bytes32[] memory keys) {
        bytes32[] storage all = lists[list];
        uint256 last = end > all.length ? all.length : end;
        keys = new bytes32[](last - start);
        for (uint256 at = start; at < last; at++) keys[at - start] = all[at];
    }

    function addMarket(address market, address longToken, address shortToken) external {
        getAddress[keccak256(abi.encode(market, keccak256(abi.encode("LONG_TOKEN"))))] = longToken;
        getAddress[keccak256(abi.encode(market, keccak256(abi.encode("SHORT_TOKEN"))))] = shortToken;
    }

    function keyOf(address account, address market, address collateral, bool isLong) public pure returns (bytes32) {
        return keccak256(abi.encode(account, market, collateral, isLong));
    }

    function sizeOf(bytes32 key) external view returns (uint256) {
        return getUint[field(key, "SIZE_IN_TOKENS")];
    }

    /// Makes a position so large, whatever it was, and says nothing: alone it is a change whose log is missing.
    function setSize(address account, address market, address collateral, bool isLong, uint256 size)
        external
        returns (bytes32 key)
    {
        key = keyOf(account, market, collateral, isLong);
        bytes32 list = keccak256(abi.encode(keccak256(abi.encode("ACCOUNT_POSITION_LIST")), account));
        bool had = getUint[field(key, "SIZE_IN_TOKENS")] > 0;
        if (!had && size > 0) lists[list].push(key);
        if (had && size == 0) drop(lists[list], key);
        getUint[field(key, "SIZE_IN_TOKENS")] = size;
        getAddress[field(key, "MARKET")] = size > 0 ? market : address(0);
        getAddress[field(key, "COLLATERAL_TOKEN")] = size > 0 ? collateral : address(0);
        getBool[field(key, "IS_LONG")] = size > 0 && isLong;
    }

    function field(bytes32 key, string memory name) private pure returns (bytes32) {
        return keccak256(abi.encode(key, keccak256(abi.encode(name))));
    }

    function drop(bytes32[] storage list, bytes32 key) private {
        for (uint256 at = 0; at < list.length; at++) {
            if (list[at] != key) continue;
            list[at] = list[list.length - 1];
            list.pop();
            return;
        }
    }
}
