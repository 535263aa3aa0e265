// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

interface IPositions {
    function setSize(address account, address market, address collateral, bool isLong, uint256 size)
        external
        returns (bytes32 key);
}

/// A stand-in of our own for the EventEmitter of GMX v2: it changes a position and logs it in the published form.
contract EventStand {
    struct AddressItem { string key; address value; }
    struct AddressList { string key; address[] value; }
    struct AddressItems { AddressItem[] items; AddressList[] arrayItems; }
    struct UintItem { string key; uint256 value; }
    struct UintList { string key; uint256[] value; }
    struct UintItems { UintItem[] items; UintList[] arrayItems; }
    struct IntItem { string key; int256 value; }
    struct IntList { string key; int256[] value; }
    struct IntItems { IntItem[] items; IntList[] arrayItems; }
    struct BoolItem { string key; bool value; }
    struct BoolList { string key; bool[] value; }
    struct BoolItems { BoolItem[] items; BoolList[] arrayItems; }
    struct Bytes32Item { string key; bytes32 value; }
    struct Bytes32List { string key; bytes32[] value; }
    struct Bytes32Items { Bytes32Item[] items; Bytes32List[] arrayItems; }
    struct BytesItem { string key; bytes value; }
    struct BytesList { string key; bytes[] value; }
    struct BytesItems { BytesItem[] items; BytesList[] arrayItems; }
    struct StringItem { string key; string value; }
    struct StringList { string key; string[] value; }
    struct StringItems { StringItem[] items; StringList[] arrayItems; }
    struct EventLogData {
        AddressItems addressItems;
        UintItems uintItems;
        IntItems intItems;
        BoolItems boolItems;
        Bytes32Items bytes32Items;
        BytesItems bytesItems;
        StringItems stringItems;
    }

    event EventLog1(
        address msgSender,
        string eventName,
        string indexed eventNameHash,
        bytes32 indexed topic1,
        EventLogData eventData
    );

    function change(IPositions store, address account, address market, address collateral, bool isLong, uint256 size)
        external
    {
        bytes32 key = store.setSize(account, market, collateral, isLong, size);
        EventLogData memory data;
        data.addressItems.items = new AddressItem[](3);
        data.addressItems.items[0] = AddressItem("account", account);
        data.addressItems.items[1] = AddressItem("market", market);
        data.addressItems.items[2] = AddressItem("collateralToken", collateral);
        data.uintItems.items = sizes(size);
        data.boolItems.items = new BoolItem[](1);
        data.boolItems.items[0] = BoolItem("isLong", isLong);
        data.bytes32Items.items = new Bytes32Item[](2);
        data.bytes32Items.items[0] = Bytes32Item("orderKey", bytes32(block.number));
        data.bytes32Items.items[1] = Bytes32Item("positionKey", key);
        string memory name = size == 0 ? "PositionDecrease" : "PositionIncrease";
        emit EventLog1(msg.sender, name, name, bytes32(uint256(uint160(account))), data);
    }

    /// What is read of the event beside the size is no figure of a market here.
    function sizes(uint256 size) private pure returns (UintItem[] memory items) {
        items = new UintItem[](7);
        items[0] = UintItem("sizeInUsd", size);
        items[1] = UintItem("sizeInTokens", size);
        items[2] = UintItem("collateralAmount", 1);
        items[3] = UintItem("executionPrice", 1);
        items[4] = UintItem("sizeDeltaUsd", 1);
        items[5] = UintItem("sizeDeltaInTokens", 1);
        items[6] = UintItem("orderType", 2);
    }
}
