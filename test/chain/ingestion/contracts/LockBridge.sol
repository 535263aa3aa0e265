// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

interface IToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
}

/// One end of a bridge between two chains: it locks what is sent, and pays out of its own purse what arrives.
contract LockBridge {
    event Sent(uint256 indexed id, address indexed from, address indexed to, address token, uint256 amount, uint256 toChainId);
    event Received(uint256 indexed id, address indexed to, address token, uint256 amount, uint256 fromChainId);

    uint256 public sent;
    mapping(uint256 => mapping(uint256 => bool)) public isReceived;

    function send(address to, address token, uint256 amount, uint256 toChainId) external returns (uint256 id) {
        require(IToken(token).transferFrom(msg.sender, address(this), amount), 'not paid');
        id = ++sent;
        emit Sent(id, msg.sender, to, token, amount, toChainId);
    }

    function receiveFrom(uint256 fromChainId, uint256 id, address to, address token, uint256 amount) external {
        require(!isReceived[fromChainId][id], 'received');
        isReceived[fromChainId][id] = true;
        require(IToken(token).transfer(to, amount), 'not paid out');
        emit Received(id, to, token, amount, fromChainId);
    }
}
