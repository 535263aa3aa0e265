// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

interface IToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
}

/// One end of a bridge between two chains: it locks what is sent, and pays out of its own purse what arrives.
contract LockBridge {
    event Sent(
        bytes32 indexed transferId,
        address indexed sender,
        address indexed token,
        uint256 amount,
        uint256 toChain,
        address recipient
    );
    event Received(
        bytes32 indexed transferId,
        address indexed recipient,
        address indexed token,
        uint256 amount,
        uint256 fromChain
    );

    uint256 public sent;
    mapping(bytes32 => bool) public isReceived;

    function send(address to, address token, uint256 amount, uint256 toChain) external returns (bytes32 transferId) {
        require(IToken(token).transferFrom(msg.sender, address(this), amount), "not paid");
        transferId = keccak256(abi.encode(block.chainid, ++sent, msg.sender, to, token, amount, block.timestamp));
        emit Sent(transferId, msg.sender, token, amount, toChain, to);
    }

    function deliver(bytes32 transferId, address to, address token, uint256 amount, uint256 fromChain) external {
        require(!isReceived[transferId], "received");
        isReceived[transferId] = true;
        require(IToken(token).transfer(to, amount), "not paid out");
        emit Received(transferId, to, token, amount, fromChain);
    }
}
